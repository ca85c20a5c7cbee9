"""While a film is converted its file is replaced, or another of the same content goes: the row stays true."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from media import folders, shelf
from media.jobs import convert_replacement, is_owed, transcode_video
from media.models import State, Video
from media.replacing import replace
from media.signals import video_changed
from media.transcoding import fingerprint
from oer.jobs import Attempt
from oer.jobs.models import Job
from oer.jobs.running import worker_name
from oer.jobs.worker import run_due_jobs
from tests.media.clips import make
from tests.media.uploads import file, uploaded

pytestmark = [pytest.mark.django_db, pytest.mark.ffmpeg]


class Overtaken(Attempt):
    """An attempt at a waiting job; something else happens just before its result is shown."""

    def __init__(self, kind: str, meanwhile: Callable[[], object]) -> None:
        job = Job.objects.filter(kind=kind).claim(worker_name())
        assert job
        super().__init__(job)
        self._meanwhile = meanwhile

    @contextmanager
    def finishing(self) -> Iterator[None]:
        self._meanwhile()
        with super().finishing():
            yield


@pytest.fixture
def other(tools: None, tmp_path: Path) -> Path:
    """Two seconds, 426 x 240."""
    return make(tmp_path / "uusi.mp4", size="426x240", seconds=2)


def replace_and_convert(other: Path) -> None:
    """The author has chosen a new file, and a second worker is quick."""
    replace(Video.objects.get(), file(other, "uusi.mp4"))
    run_due_jobs(["transcode"])


def assert_it_is(film: Path) -> None:
    """All that the row says is of this film."""
    now = Video.objects.get()
    assert (now.state, now.original_name, now.width) == (State.READY, "uusi.mp4", 426)
    assert now.seconds == pytest.approx(2, abs=0.1)
    assert Path(now.file.path).read_bytes() == film.read_bytes()
    assert now.sha256 == hashlib.sha256(film.read_bytes()).hexdigest()
    assert not is_owed(now)
    assert not Job.objects.filter(kind="media.transcode").exclude(state=Job.State.DONE).exists()


def test_a_wrong_upload_that_is_converted_last_does_not_undo_the_file_that_came_after_it(
    clip: Path, other: Path
) -> None:
    uploaded(clip)
    transcode_video(Overtaken("media.transcode", lambda: replace_and_convert(other)))
    assert_it_is(other)


def test_a_former_file_that_is_made_anew_does_not_undo_the_new_one(
    clip: Path, other: Path, settings: Any
) -> None:
    video = uploaded(clip)
    run_due_jobs(["transcode"])
    settings.VIDEO_PRESET = "superfast"
    video.put_in_line()
    transcode_video(Overtaken("media.transcode", lambda: replace_and_convert(other)))
    assert_it_is(other)


@pytest.mark.django_db(transaction=True)
def test_a_new_file_waits_while_the_former_one_is_being_shown(clip: Path, other: Path) -> None:
    """On PostgreSQL by a lock on the row; SQLite has one writer at a time anyhow."""
    replace(uploaded(clip), file(other, "uusi.mp4"))
    converted, go_on = Event(), Event()

    def second_worker() -> None:
        try:
            convert_replacement(Overtaken("media.replace", lambda: (converted.set(), go_on.wait(60))))
        finally:
            connection.close()

    thread = Thread(target=second_worker)

    def between_reading_and_writing(execute: Any, sql: str, *rest: Any) -> Any:
        answer = execute(sql, *rest)
        if 'FROM "media_video"' in sql and connection.in_atomic_block and not go_on.is_set():
            go_on.set()
            thread.join(2)
        return answer

    first = Overtaken("media.transcode", lambda: (thread.start(), converted.wait(60)))
    with connection.execute_wrapper(between_reading_and_writing):
        transcode_video(first)
    thread.join(60)
    assert go_on.is_set()
    assert not thread.is_alive()
    assert_it_is(other)


@pytest.mark.django_db(transaction=True)
def test_renditions_that_go_with_their_twin_while_they_are_shown_are_made_again(clip: Path) -> None:
    """The twin's deletion has asked before who plays from the folder, and takes it away afterwards."""
    uploaded(clip)
    made: list[str] = []

    def twin_goes(video: Video, **kwargs: Any) -> None:
        if not made:
            made.append(video.renditions_folder)
            shelf.remove(video.renditions_folder)

    video_changed.connect(twin_goes)
    try:
        run_due_jobs(["transcode"])
    finally:
        video_changed.disconnect(twin_goes)
    assert Video.objects.get().state == State.READY
    assert folders.renditions_folder(*made).is_dir()


def test_a_video_shown_from_a_folder_in_the_moment_that_it_goes_is_put_back_in_line(
    clip: Path, django_capture_on_commit_callbacks: Any
) -> None:
    first, second = uploaded(clip), uploaded(clip)
    run_due_jobs(["transcode"])
    first.refresh_from_db()
    Video.objects.filter(pk=second.pk).update(renditions_folder="", state=State.WORKING)
    shown = False

    def show_the_second(execute: Any, sql: str, *rest: Any) -> Any:
        nonlocal shown
        answer = execute(sql, *rest)
        if "media_formerfolder" in sql and "UNION" in sql and not shown:
            shown = True
            Video.objects.filter(pk=second.pk).update(
                renditions_folder=first.renditions_folder, state=State.READY
            )
        return answer

    with (
        connection.execute_wrapper(show_the_second),
        django_capture_on_commit_callbacks(execute=True),
    ):
        first.delete()
    assert shown
    assert not folders.renditions_folder(first.renditions_folder).exists()
    run_due_jobs(["transcode"])
    assert folders.renditions_folder(Video.objects.get().renditions_folder).is_dir()


def test_a_file_that_comes_twice_is_converted_once_though_two_workers_are_free(clip: Path) -> None:
    first, second = uploaded(clip), uploaded(clip)
    name = fingerprint(hashlib.sha256(clip.read_bytes()).hexdigest())
    with folders.making(name) as is_mine:
        assert is_mine
        run_due_jobs(["transcode"])
        assert set(Video.objects.values_list("state", flat=True)) == {State.WAITING}
        notes = Job.objects.filter(kind="media.transcode").values_list("note", "attempts")
        assert all("another video" in note or "toista videota" in note for note, _attempts in notes)
    Job.objects.update(not_before=timezone.now())
    run_due_jobs(["transcode"])
    folders_of = [Video.objects.get(pk=one.pk).renditions_folder for one in (first, second)]
    assert folders_of == [name, name]
    assert not [*folders.new_work_folder("other").parent.glob("*.lock")]

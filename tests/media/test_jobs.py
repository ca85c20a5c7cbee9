"""From upload to ready, or to failed with a reason."""

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone, translation

from media import folders
from media.jobs import ATTEMPTS, mark_failed
from media.models import State, Video
from media.reasons import sentence
from media.replacing import replace
from media.signals import video_changed
from oer.jobs.models import Job
from oer.jobs.worker import run_due_jobs
from tests.media.clips import decode
from tests.media.uploads import file, uploaded

pytestmark = [pytest.mark.django_db, pytest.mark.ffmpeg, pytest.mark.usefixtures("tools")]


def conversions() -> Any:
    """Jobs of this room; others may owe something for a finished video."""
    return Job.objects.filter(kind="media.transcode")


@pytest.fixture
def heard() -> Any:
    """States of the videos that were announced."""
    states: list[str] = []

    def hear(video: Video, **kwargs: Any) -> None:
        states.append(video.state)

    video_changed.connect(hear)
    yield states
    video_changed.disconnect(hear)


def test_saving_a_video_owes_its_conversion_in_the_same_transaction(clip: Path) -> None:
    with transaction.atomic():
        uploaded(clip)
        transaction.set_rollback(True)
    assert not conversions().exists()
    video = uploaded(clip)
    video.put_in_line()
    assert [(job.kind, job.key) for job in conversions()] == [("media.transcode", str(video.pk))]
    assert list(Video.objects.owed()) == [video]


def test_an_upload_becomes_a_video_that_plays(clip: Path, heard: list[str]) -> None:
    video = uploaded(clip)
    run_due_jobs(["transcode"])
    video.refresh_from_db()
    assert (video.state, video.progress, video.reason) == (State.READY, 100, "")
    assert (video.width, video.height, video.has_audio) == (320, 240, True)
    assert video.seconds == pytest.approx(1, abs=0.1)
    assert (video.original_name, video.size) == ("oppitunti.mp4", clip.stat().st_size)
    assert [made.name for made in video.renditions.all()] == ["240p", "160p"]
    assert Path(video.file.path).read_bytes() == clip.read_bytes(), "the original is kept"
    decode(folders.renditions_folder(video.renditions_folder) / "master.m3u8")
    assert heard == [State.READY]
    assert conversions().get().state == Job.State.DONE
    assert not list(folders.renditions_folder("x").parent.parent.glob("work/*"))


def test_the_same_content_is_converted_once(clip: Path) -> None:
    first, second = uploaded(clip), uploaded(clip)
    run_due_jobs(["transcode"])
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.renditions_folder == second.renditions_folder
    assert second.renditions.count() == 2
    assert len(list(folders.renditions_folder("x").parent.iterdir())) == 1


def test_a_finished_folder_whose_row_did_not_flip_is_taken_as_it_is(clip: Path) -> None:
    """Killed between the rename and the transaction: the next attempt only has to flip the row."""
    video = uploaded(clip)
    run_due_jobs(["transcode"])
    video.refresh_from_db()
    folder = folders.renditions_folder(video.renditions_folder)
    before = (folder / "master.m3u8").stat().st_mtime_ns
    Video.objects.update(state=State.WORKING, renditions_folder="")
    left_over = folders.new_work_folder(str(video.pk))
    video.put_in_line()
    run_due_jobs(["transcode"])
    video.refresh_from_db()
    assert video.state == State.READY
    assert (folder / "master.m3u8").stat().st_mtime_ns == before
    assert not left_over.exists()
    assert video.renditions.count() == 2


def test_a_file_that_is_no_video_fails_with_a_reason_in_the_readers_language(heard: list[str]) -> None:
    video = uploaded(b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n")
    run_due_jobs(["transcode"])
    video.refresh_from_db()
    assert (video.state, video.reason_code) == (State.FAILED, "playlist")
    with translation.override("en"):
        assert video.reason.startswith("The file is a playlist")
    assert heard == [State.FAILED]
    job = conversions().get()
    assert (job.state, job.attempts) == (Job.State.FAILED, 1), "trying again would not help"


def test_trying_again_after_the_cause_is_gone_succeeds(clip: Path, settings: Any) -> None:
    settings.VIDEO_MAX_SECONDS = 0
    video = uploaded(clip)
    run_due_jobs(["transcode"])
    video.refresh_from_db()
    assert video.reason_code == "too-long"
    settings.VIDEO_MAX_SECONDS = 60
    video.try_again()
    run_due_jobs(["transcode"])
    video.refresh_from_db()
    assert (video.state, video.reason) == (State.READY, "")


def test_a_failed_job_that_an_administrator_puts_back_in_line_is_really_done_again(
    clip: Path, settings: Any
) -> None:
    settings.VIDEO_MAX_SECONDS = 0
    video = uploaded(clip)
    run_due_jobs(["transcode"])
    settings.VIDEO_MAX_SECONDS = 60
    conversions().update(state=Job.State.WAITING)
    run_due_jobs(["transcode"])
    video.refresh_from_db()
    assert (video.state, video.reason) == (State.READY, "")
    mark_failed(str(video.pk), {}, "a late failure of somebody else's")
    video.refresh_from_db()
    assert video.state == State.READY


def test_a_lost_original_and_a_deleted_video_are_told_apart(clip: Path) -> None:
    lost, deleted = uploaded(clip), uploaded(clip)
    Path(lost.file.path).unlink()
    deleted.delete()
    run_due_jobs(["transcode"])
    lost.refresh_from_db()
    assert lost.reason_code == "gone"
    assert set(conversions().values_list("key", "state")) == {
        (str(lost.pk), Job.State.FAILED),
        (str(conversions().exclude(key=str(lost.pk)).get().key), Job.State.DONE),
    }


def test_without_a_sandbox_nothing_is_opened_and_the_job_waits(clip: Path, settings: Any) -> None:
    video = uploaded(clip)
    settings.VIDEO_SANDBOX = "broken"
    run_due_jobs(["transcode"])
    video.refresh_from_db()
    job = conversions().get()
    assert (video.state, job.state, job.attempts) == (State.WAITING, Job.State.WAITING, 0)
    assert "VIDEO_SANDBOX" in job.note


def test_no_video_is_failed_for_want_of_a_sandbox(clip: Path, settings: Any) -> None:
    ready = uploaded(clip)
    run_due_jobs(["transcode"])
    waiting = uploaded(clip.read_bytes() + b"\0" * 8)
    new = replace(Video.objects.get(pk=ready.pk), file(clip, "uusi.mp4"))
    settings.VIDEO_SANDBOX = "broken"
    for _time in range(ATTEMPTS + 1):
        assert run_due_jobs(["transcode"]) >= 2
        Job.objects.update(not_before=timezone.now())
    new.refresh_from_db()
    assert not Job.objects.filter(
        state=Job.State.FAILED, kind__in=("media.transcode", "media.replace")
    ).exists()
    assert (Video.objects.get(pk=waiting.pk).state, new.reason) == (State.WAITING, "")
    settings.VIDEO_SANDBOX = "bubblewrap"
    run_due_jobs(["transcode"])
    assert set(Video.objects.values_list("state", "original_name")) == {
        (State.READY, "oppitunti.mp4"),
        (State.READY, "uusi.mp4"),
    }


def test_giving_up_for_an_unknown_reason_is_called_our_fault(clip: Path) -> None:
    video = uploaded(clip)
    mark_failed(str(video.pk), {}, "This did not succeed after several attempts.")
    video.refresh_from_db()
    assert video.reason == sentence("unexpected")
    mark_failed("00000000-0000-0000-0000-000000000000", {}, "nobody's")

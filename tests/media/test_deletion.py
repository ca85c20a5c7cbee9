"""Deleting a video takes its files along; the sweep takes what killed processes left."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from media import folders
from media.captions.recognising import KIND, ask
from media.deletion import IDLE_SECONDS, sweep
from media.models import State, Video
from oer.jobs.models import Job
from oer.jobs.worker import run_due_jobs
from tests.media.uploads import uploaded

pytestmark = [pytest.mark.django_db, pytest.mark.ffmpeg, pytest.mark.usefixtures("tools")]
Committing = Callable[..., Any]


def test_files_go_with_the_last_video_that_has_them(
    clip: Path, django_capture_on_commit_callbacks: Committing
) -> None:
    first, second = uploaded(clip), uploaded(clip)
    run_due_jobs(["transcode"])
    first.refresh_from_db()
    original, made = Path(first.file.path), folders.renditions_folder(first.renditions_folder)
    with django_capture_on_commit_callbacks(execute=True):
        first.delete()
    assert not original.exists()
    assert made.is_dir(), "the other video still plays"
    second.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        second.delete()
    assert not made.exists()


def test_the_sweep_takes_only_what_nobody_can_be_using(clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    video = uploaded(clip)
    run_due_jobs(["transcode"])
    video.refresh_from_db()
    kept = folders.renditions_folder(video.renditions_folder)
    fresh, stale = folders.new_work_folder("fresh"), folders.new_work_folder("stale")
    age(stale)
    assert sweep() == 1
    assert fresh.is_dir()
    assert not stale.exists()
    orphan = Path(video.file.path).with_name("orphan")
    orphan.write_bytes(b"x")
    everything_is_old(monkeypatch)
    sweep()
    assert kept.is_dir()
    assert Path(video.file.path).is_file()
    assert not orphan.exists()


def test_an_original_that_has_just_come_waits_for_its_row_though_its_last_piece_is_old(clip: Path) -> None:
    """It came in pieces and was renamed; the form was sent long after, and its transaction is not over."""
    piece = folders.renditions_folder("x").parent.parent / "uploads" / "piece"
    piece.parent.mkdir(parents=True)
    piece.write_bytes(clip.read_bytes())
    age(piece)
    original = piece.parent.parent / "originals" / "one"
    original.parent.mkdir(parents=True, exist_ok=True)
    piece.rename(original)
    sweep()
    assert original.is_file()


def test_an_original_that_comes_in_the_middle_of_the_sweep_is_kept(
    clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything_is_old(monkeypatch)
    came: list[Video] = []

    def one_comes(execute: Any, sql: str, *rest: Any) -> Any:
        answer = execute(sql, *rest)
        if sql.startswith('SELECT "media_video"."file"') and not came:
            came.append(uploaded(clip))
        return answer

    with connection.execute_wrapper(one_comes):
        sweep()
    assert Path(came[0].file.path).is_file()


def age(path: Path) -> None:
    """As when nobody has written to it for longer than any attempt is silent."""
    then = time.time() - IDLE_SECONDS - 60
    os.utime(path, (then, then))


def everything_is_old(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if an hour had gone by: nobody can set the time at which a file came to its place."""
    monkeypatch.setattr("media.deletion.IDLE_SECONDS", -60)


def test_the_folder_of_a_job_that_is_at_work_is_kept_however_long_nothing_is_written(
    clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A recogniser listens to a whole lecture before it writes a word.
    everything_is_old(monkeypatch)
    video = uploaded(clip)
    ask(video)
    assert Job.objects.filter(kind=KIND).claim("somebody") is not None
    kept = folders.new_work_folder(f"speech-{video.pk}")
    gone = folders.new_work_folder("speech-of-another")
    sweep()
    assert (kept.is_dir(), gone.is_dir()) == (True, False)
    Job.objects.filter(kind=KIND).update(state=Job.State.FAILED)
    sweep()
    assert not kept.is_dir()


def test_a_new_attempt_sweeps_the_folders_of_earlier_ones() -> None:
    first = folders.new_work_folder("one")
    second = folders.new_work_folder("one")
    assert not first.exists()
    assert second.is_dir()


def test_resume_transcoding_does_all_that_is_owed(clip: Path, capsys: pytest.CaptureFixture[str]) -> None:
    video = uploaded(clip)
    Video.objects.update(state=State.WORKING)  # as a killed worker leaves it
    call_command("resume_transcoding")
    video.refresh_from_db()
    assert video.state == State.READY
    assert "1 videos were owed, 0 still are" in capsys.readouterr().out
    call_command("resume_transcoding")
    assert "0 videos were owed" in capsys.readouterr().out

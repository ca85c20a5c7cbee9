"""Deleting a video takes its files along; the sweep takes what killed processes left."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from media import folders
from media.deletion import IDLE_SECONDS, sweep
from media.models import State, Video
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


def test_the_sweep_takes_only_what_nobody_can_be_using(clip: Path) -> None:
    video = uploaded(clip)
    run_due_jobs(["transcode"])
    video.refresh_from_db()
    kept = folders.renditions_folder(video.renditions_folder)
    fresh, stale = folders.new_work_folder("fresh"), folders.new_work_folder("stale")
    orphan = Path(video.file.path).with_name("orphan")
    orphan.write_bytes(b"x")
    old = time.time() - IDLE_SECONDS - 60
    for path in (stale, orphan, Path(video.file.path)):
        os.utime(path, (old, old))
    assert sweep() == 2
    assert kept.is_dir()
    assert fresh.is_dir()
    assert Path(video.file.path).is_file()
    assert not stale.exists()
    assert not orphan.exists()


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

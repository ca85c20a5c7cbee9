"""Whoever is watching goes on, though what they watch is replaced or made anew."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from media import folders
from media.converting import PAUSES
from media.deletion import sweep
from media.models import FormerFolder, Video
from media.player import player
from media.replacing import replace
from media.showing import show
from oer.jobs.worker import run_due_jobs
from tests.media.clips import make
from tests.media.uploads import file, uploaded

pytestmark = [pytest.mark.django_db, pytest.mark.ffmpeg]
Committing = Callable[..., Any]


@pytest.fixture
def video(clip: Path, monkeypatch: pytest.MonkeyPatch) -> Video:
    """Ready, on a published page; and the sweep takes whatever it may, however young."""
    monkeypatch.setattr("media.deletion.IDLE_SECONDS", -60)
    uploaded(clip)
    run_due_jobs(["transcode"])
    found = Video.objects.get()
    show("page", [found.pk])
    return Video.objects.get()


def replaced(tmp_path: Path, video: Video) -> Video:
    """The same with another film."""
    replace(video, file(make(tmp_path / "uusi.mp4", size="426x240"), "uusi.mp4"))
    run_due_jobs(["transcode"])
    return Video.objects.get()


def status(client: Client, address: str) -> int:
    """The answer's, read to its end."""
    answer = client.get(address)
    answer.getvalue()
    return int(answer.status_code)


def test_a_segment_of_the_former_film_is_there_until_the_film_is_over(
    video: Video, tmp_path: Path, client: Client, django_assert_num_queries: Any
) -> None:
    watched = player(video).mp4
    now = replaced(tmp_path, video)
    sweep()
    for address in (watched, player(now).mp4):
        with django_assert_num_queries(1):
            assert status(client, address) == 200
    kept_for = FormerFolder.objects.get().until - timezone.now()
    assert kept_for == pytest.approx(PAUSES + timedelta(seconds=video.seconds), abs=timedelta(minutes=1))
    show("page", [])
    assert status(client, watched) == 404, "it is no more public than what came after it"

    show("page", [video.pk])
    FormerFolder.objects.update(until=timezone.now())
    assert status(client, watched) == 404
    sweep()
    assert not FormerFolder.objects.exists()
    assert not folders.renditions_folder(video.renditions_folder).exists()
    assert status(client, player(now).mp4) == 200


def test_a_segment_of_what_is_made_anew_is_there_and_a_way_back_leads_back(
    video: Video, client: Client, settings: Any
) -> None:
    watched = player(video).mp4
    settings.VIDEO_PRESET = "superfast"
    call_command("reencode")
    sweep()
    assert player(Video.objects.get()).mp4 != watched
    assert status(client, watched) == 200
    settings.VIDEO_PRESET = "ultrafast"
    call_command("reencode")
    assert player(Video.objects.get()).mp4 == watched
    FormerFolder.objects.update(until=timezone.now())
    sweep()
    assert status(client, watched) == 200


def test_deleting_the_video_takes_the_former_film_along(
    video: Video, tmp_path: Path, django_capture_on_commit_callbacks: Committing
) -> None:
    former = folders.renditions_folder(video.renditions_folder)
    now = replaced(tmp_path, video)
    assert former.is_dir()
    with django_capture_on_commit_callbacks(execute=True):
        now.delete()
    assert not former.exists()
    assert not list(former.parent.iterdir())


def test_a_former_film_that_another_video_plays_from_stays(
    video: Video, clip: Path, tmp_path: Path, django_capture_on_commit_callbacks: Committing
) -> None:
    uploaded(clip, title="Sama")
    run_due_jobs(["transcode"])
    replace(video, file(make(tmp_path / "uusi.mp4", size="426x240"), "uusi.mp4"))
    run_due_jobs(["transcode"])
    with django_capture_on_commit_callbacks(execute=True):
        Video.objects.get(pk=video.pk).delete()
    assert folders.renditions_folder(video.renditions_folder).is_dir()

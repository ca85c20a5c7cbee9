"""Captions out of a film or from a recogniser wait for what no film is to blame for."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from media import room
from media.captions import embedded, recognising
from media.captions.models import Captions
from media.models import Video
from media.reasons import sentence
from oer.jobs.models import Job
from oer.jobs.worker import run_due_jobs
from tests.media.clips import with_tracks
from tests.media.uploads import uploaded

pytestmark = [pytest.mark.django_db, pytest.mark.ffmpeg, pytest.mark.usefixtures("tools")]


@pytest.fixture
def asked(clip: Path, tmp_path: Path, settings: Any) -> Video:
    """A film with two tracks, of which both are asked for."""
    tool = tmp_path / "recogniser"
    tool.write_text('#!/bin/sh\nprintf "WEBVTT\\n\\n00:00.100 --> 00:00.900\\nLumi\\n"\n', encoding="utf-8")
    tool.chmod(0o755)
    settings.SPEECH_COMMAND, settings.SPEECH_READS = f"{tool} {{input}}", [str(tmp_path)]
    video = uploaded(with_tracks(tmp_path, clip))
    run_due_jobs(["transcode"])
    video.refresh_from_db()
    Captions.objects.all().delete()
    Job.objects.all().delete()
    embedded.look_for(video)
    recognising.ask(video)
    return video


def try_often() -> set[tuple[str, str, int]]:
    """More attempts than either is allowed; how each job stands, and why."""
    for _time in range(5):
        assert run_due_jobs(["transcode"]) == 2
        Job.objects.update(not_before=timezone.now())
    return set(Job.objects.values_list("state", "note", "attempts"))


def both_are_there() -> None:
    run_due_jobs(["transcode"])
    assert set(Job.objects.values_list("kind", "state")) == {
        (embedded.KIND, Job.State.DONE),
        (recognising.KIND, Job.State.DONE),
    }
    assert sorted(Captions.objects.values_list("origin", flat=True)) == ["embedded", "embedded", "recogniser"]


def test_for_a_sandbox(asked: Video, settings: Any) -> None:
    settings.VIDEO_SANDBOX = "broken"
    [(state, note, attempts)] = try_often()
    assert (state, attempts) == (Job.State.WAITING, 0)
    assert "VIDEO_SANDBOX" in note
    settings.VIDEO_SANDBOX = "bubblewrap"
    both_are_there()


def test_for_room_on_the_disk(asked: Video, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(room, "MOST_SPARE", 10**18)
        patch.setattr(room, "SPARE_SHARE", 1)
        assert try_often() == {(Job.State.WAITING, sentence("no-room"), 0)}
    both_are_there()

"""Subtitle tracks inside films."""

from pathlib import Path

import pytest

from media.captions.models import Captions
from media.captions.recognising import KIND as RECOGNISE
from media.models import Video
from oer.jobs.models import Job
from oer.jobs.worker import run_due_jobs
from tests.media.clips import with_tracks
from tests.media.uploads import uploaded

pytestmark = [pytest.mark.django_db, pytest.mark.ffmpeg]


@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
def test_tracks_inside_a_film_become_drafts(clip: Path, tmp_path: Path, suffix: str) -> None:
    video = uploaded(with_tracks(tmp_path, clip, suffix))
    Video.objects.update(language="fi")
    run_due_jobs(["transcode"])
    found = {c.language: c for c in Captions.objects.filter(video=video)}
    assert {code: (c.state, c.origin, c.kind) for code, c in found.items()} == {
        "fi": ("draft", "embedded", "captions"),
        "sv": ("draft", "embedded", "subtitles"),
    }
    cue = found["sv"].read()[0]
    # A container may begin a frame before its picture does.
    assert (cue.text, round(cue.start, -2), round(cue.end, -2)) == ("Snön smälter.", 100, 900)


def test_looking_again_keeps_what_was_corrected(clip: Path, tmp_path: Path) -> None:
    from media.captions.embedded import look_for

    video = uploaded(with_tracks(tmp_path, clip, "mkv"))
    run_due_jobs(["transcode"])
    Captions.objects.filter(language="fi").update(cues=[{"start": 0, "end": 900, "text": "Korjattu"}])
    look_for(video)
    run_due_jobs(["transcode"])
    assert Captions.objects.count() == 2
    assert Captions.objects.get(language="fi").cues[0]["text"] == "Korjattu"


def test_a_film_without_tracks_gets_none(clip: Path) -> None:
    uploaded(clip)
    run_due_jobs(["transcode"])
    assert not Captions.objects.exists()
    assert not Job.objects.filter(state="failed").exists()
    assert not Job.objects.filter(kind=RECOGNISE).exists()

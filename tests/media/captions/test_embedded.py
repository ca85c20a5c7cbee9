"""Subtitle tracks inside films."""

import subprocess
from pathlib import Path

import pytest

from media.captions.models import Captions
from media.captions.recognising import KIND as RECOGNISE
from media.models import Video
from oer.jobs.models import Job
from oer.jobs.worker import run_due_jobs
from tests.media.uploads import uploaded

pytestmark = [pytest.mark.django_db, pytest.mark.ffmpeg]


def with_tracks(folder: Path, clip: Path, suffix: str) -> Path:
    """The clip with a Finnish and a Swedish subtitle track inside."""
    texts = {"fi": "Lumi sulaa.", "sv": "Snön smälter."}
    inputs: list[str] = []
    for code, text in texts.items():
        file = folder / f"{code}.srt"
        file.write_text(f"1\n00:00:00,100 --> 00:00:00,900\n{text}\n", encoding="utf-8")
        inputs += ["-i", str(file)]
    film = folder / f"film.{suffix}"
    codec = "mov_text" if suffix == "mp4" else "srt"
    maps = ["-map", "0", "-map", "1", "-map", "2", "-c", "copy", "-c:s", codec]
    tags = ["-metadata:s:s:0", "language=fin", "-metadata:s:s:1", "language=swe"]
    command = ["ffmpeg", "-nostdin", "-v", "error", "-y", "-i", str(clip), *inputs, *maps, *tags, str(film)]
    subprocess.run(command, check=True, timeout=60)
    return film


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

"""Subtitle tracks inside films."""

import subprocess
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


def tagged(path: Path, source: Path, first: str, second: str, *more: str) -> Path:
    """The film with these languages said of its two subtitle tracks."""
    tags = ("-metadata:s:s:0", f"language={first}", "-metadata:s:s:1", f"language={second}", *more)
    command = ["ffmpeg", "-nostdin", "-v", "error", "-i", str(source), "-map", "0", "-c", "copy", *tags]
    subprocess.run([*command, str(path)], check=True, timeout=60)
    return path


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


def test_a_track_in_another_language_is_not_taken_for_the_one_spoken(clip: Path, tmp_path: Path) -> None:
    notes = ("-metadata:s:s:1", "title=Muut")
    video = uploaded(tagged(tmp_path / "kielet.mkv", with_tracks(tmp_path, clip), "vie", "amh", *notes))
    Video.objects.update(language="fi")
    run_due_jobs(["transcode"])
    found = {c.language: (c.kind, c.origin_note) for c in Captions.objects.filter(video=video)}
    assert found == {"vi": ("subtitles", "2 vie"), "und": ("subtitles", "3 Muut (amh)")}


def test_a_track_that_says_nothing_is_in_the_language_spoken(clip: Path, tmp_path: Path) -> None:
    uploaded(tagged(tmp_path / "kieletön.mp4", with_tracks(tmp_path, clip, "mp4"), "und", "swe"))
    Video.objects.update(language="fi")
    run_due_jobs(["transcode"])
    assert {c.language: c.kind for c in Captions.objects.all()} == {"fi": "captions", "sv": "subtitles"}


SUBSTATION = (
    "[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\nFormat: Name, Fontname, Fontsize\n"
    "Style: Default,Arial,20\n\n[Events]\n"
    "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    "Dialogue: 0,0:00:00.50,0:00:00.90,Default,,0,0,0,,{\\i1}Hei{\\i0}, äiti\n"
    "Dialogue: 0,0:00:00.10,0:00:00.90,Default,,0,0,0,,{\\p1}m 0 0 l 100 100{\\p0}\n"
    "Dialogue: 0,0:00:00.10,0:00:00.40,Default,,0,0,0,,Lumi\\Nsulaa.\n"
)


def test_a_track_in_substation_is_read_like_a_file_in_it(clip: Path, tmp_path: Path) -> None:
    subtitles, film = tmp_path / "fi.ass", tmp_path / "film.mkv"
    subtitles.write_text(SUBSTATION, encoding="utf-8")
    command = ["ffmpeg", "-nostdin", "-v", "error", "-i", str(clip), "-i", str(subtitles)]
    subprocess.run([*command, "-map", "0", "-map", "1", "-c", "copy", str(film)], check=True, timeout=60)
    uploaded(film)
    run_due_jobs(["transcode"])
    found = [(cue.text, round(cue.start, -2), round(cue.end, -2)) for cue in Captions.objects.get().read()]
    assert found == [("Lumi\nsulaa.", 100, 400), ("<i>Hei</i>, äiti", 500, 900)]
    assert not any(remark.is_error for remark in Captions.objects.get().remarks())


def test_a_film_without_tracks_gets_none(clip: Path) -> None:
    uploaded(clip)
    run_due_jobs(["transcode"])
    assert not Captions.objects.exists()
    assert not Job.objects.filter(state="failed").exists()
    assert not Job.objects.filter(kind=RECOGNISE).exists()

"""Captions of a video that gets another file."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from media.captions.models import Captions
from media.desk import videos_desk
from media.models import Video
from media.replacing import replace
from oer.jobs.worker import run_due_jobs
from tests.media.clips import make, with_tracks
from tests.media.uploads import file, uploaded

pytestmark = [pytest.mark.django_db, pytest.mark.ffmpeg, pytest.mark.usefixtures("english")]


@pytest.fixture
def longer(tools: None, tmp_path: Path) -> Path:
    """Two seconds instead of one."""
    return make(tmp_path / "pidempi.mp4", seconds=2)


@pytest.fixture
def film(clip: Path, teacher: Any) -> Video:
    """Ready, one second long, without captions."""
    uploaded(clip, by=teacher)
    run_due_jobs(["transcode"])
    return Video.objects.get()


def captions(video: Video, language: str = "fi", until: int = 900) -> Captions:
    """A draft that ends at so many milliseconds."""
    cues = [{"start": 0, "end": until, "text": "Lumi sulaa."}]
    return Captions.objects.create(video=video, language=language, cues=cues)


def take(video: Video, new: Path) -> None:
    """The video gets this file."""
    replace(video, file(new))
    run_due_jobs(["transcode"])


def tracks(video: Video) -> list[tuple[str, str, str]]:
    """Language, text and state of its embedded captions."""
    rows = video.captions.filter(origin="embedded").order_by("language", "created_at")
    return [(row.language, row.cues[0]["text"], row.state) for row in rows]


def test_tracks_inside_a_new_file_become_drafts(film: Video, longer: Path, tmp_path: Path) -> None:
    take(film, with_tracks(tmp_path, longer))
    assert tracks(film) == [("fi", "Lumi sulaa.", "draft"), ("sv", "Snön smälter.", "draft")]
    assert not Captions.objects.filter(to_check=True).exists(), "they are of this very file"


def test_what_people_changed_or_confirmed_stays_and_the_new_stands_beside_it(
    teacher: Any, clip: Path, longer: Path, tmp_path: Path
) -> None:
    video = uploaded(with_tracks(tmp_path, clip), by=teacher)
    run_due_jobs(["transcode"])
    finnish, swedish = video.captions.order_by("language")
    corrected = [dataclasses.replace(cue, text="Korjattu.") for cue in finnish.read()]
    finnish.rewrite(corrected, read_version=1, user=teacher)
    finnish.confirm(teacher)
    take(video, with_tracks(tmp_path, longer, finnish="Jää sulaa."))
    assert tracks(video) == [
        ("fi", "Korjattu.", "confirmed"),
        ("fi", "Jää sulaa.", "draft"),
        ("sv", "Snön smälter.", "draft"),
    ]
    swedish.refresh_from_db()
    assert not swedish.to_check, "the new file has the very same track"


def test_a_draft_that_nobody_touched_makes_way_for_the_new_files_track(
    teacher: Any, clip: Path, longer: Path, tmp_path: Path
) -> None:
    video = uploaded(with_tracks(tmp_path, clip), by=teacher)
    run_due_jobs(["transcode"])
    take(video, with_tracks(tmp_path, longer, finnish="Jää sulaa."))
    assert tracks(video) == [("fi", "Jää sulaa.", "draft"), ("sv", "Snön smälter.", "draft")]
    finnish = video.captions.get(language="fi")
    assert (finnish.version, finnish.to_check) == (2, False), "whoever had it open cannot save over it"


def test_captions_are_kept_and_to_be_checked_after_a_file_of_another_length(
    film: Video, longer: Path, teacher: Any, client: Client
) -> None:
    made = captions(film)
    made.confirm(teacher)
    captions(film, "sv")
    take(film, longer)
    made.refresh_from_db()
    assert (made.to_check, made.is_confirmed, made.cues[0]["text"]) == (True, True, "Lumi sulaa.")
    [one] = videos_desk(teacher).videos
    assert [[w.language for w in waiting] for waiting in (one.doubted, one.drafts)] == [["fi"], ["sv"]]
    pages = (reverse("video:edit", args=[film.pk]), reverse("captions:edit", args=[made.pk]), "/en/account/")
    for page in pages:
        assert "The video has got a file of another length." in client.get(page).content.decode()
    client.post(reverse("captions:confirm", args=[made.pk]), {"version": "1"})
    made.refresh_from_db()
    assert (made.to_check, made.is_confirmed) == (False, True)
    assert not videos_desk(teacher).videos[0].doubted


def test_a_file_as_long_as_the_former_leaves_captions_alone(film: Video, tools: None, tmp_path: Path) -> None:
    made = captions(film)
    take(film, make(tmp_path / "toinen.mp4", size="426x240"))
    made.refresh_from_db()
    assert not made.to_check


def test_captions_that_end_after_the_new_file_cannot_be_said_to_fit(
    longer: Path, clip: Path, teacher: Any, client: Client
) -> None:
    video = uploaded(longer, by=teacher)
    run_due_jobs(["transcode"])
    video.refresh_from_db()
    made = captions(video)
    made.cues = [{"start": 1500, "end": 1900, "text": "Lopussa."}]
    made.save()
    made.confirm(teacher)
    take(video, clip)
    address = reverse("captions:confirm", args=[made.pk])
    answer = client.post(address, {"version": "1"}, follow=True).content.decode()
    assert "It begins after the video has ended" in answer
    made.refresh_from_db()
    assert (made.to_check, made.is_confirmed) == (True, True)

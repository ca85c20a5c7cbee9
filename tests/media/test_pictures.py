"""Posters and thumbnails: which stills are kept, and which part of the sheet shows which seconds."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.ladder import Rung
from media.packaging import FALLBACK
from media.pictures import (
    MOST_THUMBNAILS,
    STILLS_FOLDER,
    THUMBNAILS,
    keep_posters,
    poster,
    sheet,
    still_step,
    write_thumbnails,
)
from media.probing import probe
from media.transcoding import transcode
from tests.media.clips import colour, make

SMALL = Rung(width=416, height=234, crf=23, peak=80_000)
CUE = re.compile(r"(\d\d):(\d\d):(\d\d\.\d{3}) --> (\S+)\n(thumbnails-\d+\.jpg)#xywh=(\d+),(\d+),(\d+),(\d+)")


def stills(folder: Path, sizes: list[int]) -> None:
    (folder / STILLS_FOLDER).mkdir()
    for number, size in enumerate(sizes, start=1):
        (folder / STILLS_FOLDER / f"{number:02d}.jpg").write_bytes(bytes([number]) * size)


@pytest.mark.parametrize(
    ("sizes", "kept"),
    [
        # The largest of each third: black and blurred ones are small.
        ([1, 9, 3, 4, 20, 6, 7, 8, 2], [2, 5, 8]),
        ([5, 5, 5], [1, 2, 3]),
        ([5, 7], [1, 2]),
        ([5], [1]),
        ([], []),
    ],
)
def test_the_stills_with_most_detail_become_posters(
    sizes: list[int], kept: list[int], tmp_path: Path
) -> None:
    stills(tmp_path, sizes)
    assert keep_posters(tmp_path) == len(kept)
    assert [(tmp_path / poster(number + 1)).read_bytes()[0] for number in range(len(kept))] == kept
    assert not (tmp_path / STILLS_FOLDER).exists()


@given(st.floats(0.04, 4 * 3600), st.integers(8, 1080), st.integers(8, 1080))
def test_all_thumbnails_of_a_known_length_are_on_one_sheet(seconds: float, width: int, height: int) -> None:
    asked = sheet(Rung(width=width, height=height, crf=23, peak=80_000), seconds)
    assert asked.columns * asked.rows >= min(MOST_THUMBNAILS, seconds / asked.step)
    assert asked.step >= 2
    assert asked.width % 2 == asked.height % 2 == 0
    assert asked.width <= max(160, 2)
    assert asked.height <= 90
    assert still_step(seconds) * 12 == pytest.approx(seconds)


@pytest.mark.parametrize("seconds", [0.04, 2.0, 5.28, 61.0, 3599.9])
def test_every_second_has_its_picture(seconds: float, tmp_path: Path) -> None:
    asked = sheet(SMALL, seconds)
    (tmp_path / "thumbnails-1.jpg").write_bytes(b"x")
    assert write_thumbnails(tmp_path, asked, seconds, seconds)
    cues = CUE.findall((tmp_path / THUMBNAILS).read_text())
    starts = [int(hours) * 3600 + int(minutes) * 60 + float(rest) for hours, minutes, rest, *_ in cues]
    assert starts == pytest.approx([number * asked.step for number in range(len(cues))], abs=0.001)
    assert starts[-1] < seconds <= starts[-1] + asked.step + 0.001
    for cue in cues:
        left, top, width, height = map(int, cue[5:])
        assert left + width <= asked.columns * asked.width
        assert top + height <= asked.rows * asked.height
    assert len({cue[5:7] for cue in cues}) == len(cues), "no two seconds share a picture"


def test_without_a_sheet_there_is_no_track(tmp_path: Path) -> None:
    assert not write_thumbnails(tmp_path, sheet(SMALL, 5), 5, 5)
    assert not (tmp_path / THUMBNAILS).exists()


@pytest.mark.ffmpeg
@pytest.mark.usefixtures("tools")
def test_a_film_that_begins_black_has_posters_that_are_not(tmp_path: Path) -> None:
    # Black, then red, green and blue for two seconds each.
    parts = "drawbox=c=red:t=fill:enable='gte(t,2)',drawbox=c=0x00ff00:t=fill:enable='gte(t,4)'"
    film = f"drawbox=c=black:t=fill,{parts},drawbox=x=20:y=20:w=40:h=40:c=white:enable='gte(t,1)'"
    source = make(tmp_path / "a.mp4", seconds=6, more=("-vf", film, "-preset", "ultrafast", "-an"))
    work = tmp_path / "work"
    work.mkdir()
    package = transcode(source, probe(source), work, lambda percent: None)
    assert package.posters == 3
    assert all(max(colour(work / poster(number), "160:120")) > 120 for number in (2, 3))
    sheet_colours = [colour(work / "thumbnails-1.jpg", f"{60 + 120 * number}:60") for number in range(3)]
    assert max(sheet_colours[0]) < 40
    assert sheet_colours[1][0] > 150 > sheet_colours[1][1]
    assert sheet_colours[2][1] > 150 > sheet_colours[2][0]
    assert (work / FALLBACK).is_file()
    assert package.thumbnails

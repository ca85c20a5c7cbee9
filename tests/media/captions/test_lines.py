"""Formats that go by lines: times as they are really written, and numbers that are no text."""

import time
from contextlib import suppress

import pytest

from media.captions.cues import Cue
from media.captions.reading import MOST_BYTES, milliseconds, read
from media.captions.structured import Unreadable

TWO = [Cue(1500, 2900, "Moi"), Cue(3000, 4000, "Hei")]
NUMBERED = "1\n00:00:01,500 --> 00:00:02,900\nMoi\n\n2\n00:00:03,000 --> 00:00:04,000\nHei\n"


def texts(file: str) -> list[str]:
    return [cue.text for cue in read(file.encode()).cues]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("00:00:01,500", 1500),
        ("00:00:01.5", 1500),
        ("00:00:01:500", 1500),
        ("00:00:01, 500", 1500),
        ("00:00:01: 500", 1500),
        ("0:00:01.500000", 1500),
        ("00:01:500", 1500),
        ("01:02:03", 3_723_000),
        ("1:02", 62_000),
    ],
)
def test_a_fraction_counts_however_it_is_written(written: str, meant: int) -> None:
    assert milliseconds(written) == meant
    found = read(f"1\n{written} --> 02:00:00,000\nMoi\n\n2\n02:00:00,000 --> {written}\nHei\n".encode())
    assert (found.cues[0].start, found.cues[1].end, found.remarks) == (meant, meant, ())


@pytest.mark.parametrize("line", ["00:00:01:12 --> 00:00:02,900", "00:00:01,000 --> 00:00:02:22"])
def test_a_time_that_is_read_in_part_is_remarked_on(line: str) -> None:
    found = read(f"1\n{line}\nMoi\n".encode())
    assert [(remark.code, remark.values["line"]) for remark in found.remarks] == [("bad-times", line)]
    assert (found.cues[0].start, found.cues[0].end // 1000) == (1000, 2)


@pytest.mark.parametrize(
    "file",
    [
        NUMBERED.replace("\n", "\r\r\n"),
        NUMBERED.replace("\n\n", "\n"),
        NUMBERED.replace("\n", "\n\n"),
        NUMBERED.replace("2\n", "2\n\n"),
        NUMBERED + "\n3\n",
        NUMBERED + "\n3",
        NUMBERED.replace("\n", "\r\n") + "\r\n3\r\n\r\n",
        "\ufeff" + NUMBERED,
        "WEBVTT\n\n" + NUMBERED.replace(",", ".") + "\n3\n",
        NUMBERED.replace("1\n", "9\n", 1).replace("\n2\n", "\n10\n").replace("\n\n", "\n"),
    ],
    ids=[
        "returns",
        "dense",
        "airy",
        "apart",
        "end",
        "end at once",
        "end in dos",
        "mark",
        "end of vtt",
        "from nine",
    ],
)
def test_the_number_of_a_cue_is_no_text(file: str) -> None:
    assert list(read(file.encode()).cues) == TWO


@pytest.mark.parametrize(
    ("file", "spoken"),
    [
        (NUMBERED.replace("Moi", "2").replace("Hei", "3"), ["2", "3"]),
        (NUMBERED.replace("Moi", "Moi\n2").replace("Hei", "Hei\n3"), ["Moi\n2", "Hei\n3"]),
        (NUMBERED.replace("Moi", "2").replace("Hei", "3").replace("\n", "\n\n"), ["2", "3"]),
        (NUMBERED.replace("Moi", "2").replace("\n\n", "\n"), ["2", "Hei"]),
        (NUMBERED.replace("Hei", "Hei\n\n7"), ["Moi", "Hei\n7"]),
        (NUMBERED.replace("1\n", "", 1).replace("\n\n2\n", "\n2\n"), ["Moi\n2", "Hei"]),
        (NUMBERED.replace("Moi", "4 ja").replace("\n\n2", "\n5"), ["4 ja\n5", "Hei"]),
    ],
    ids=["alone", "below", "airy", "dense", "another at the end", "no numbers", "another in between"],
)
def test_a_number_that_is_said_stays(file: str, spoken: list[str]) -> None:
    assert texts(file) == spoken


def test_subviewers_mark_for_the_end_of_a_line_is_no_text() -> None:
    assert texts("[SUBTITLE]\n00:00:01.50,00:00:02.90\nMoi[br]sinä\n") == ["Moi\nsinä"]


@pytest.mark.parametrize("line", ["\r", "\r\r\n", "1\n\n", "1\n00:01 --> 00:02\n\n", "00:01, "])
def test_two_hostile_megabytes_of_short_lines_take_no_long_time(line: str) -> None:
    started = time.process_time()
    with suppress(Unreadable):
        read(f"1\n00:01 --> 00:02\n{line * (MOST_BYTES // len(line) - 20)}".encode())
    assert time.process_time() - started < 5

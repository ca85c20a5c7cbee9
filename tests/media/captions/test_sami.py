"""SAMI, whose texts stay until the next one."""

import time
from contextlib import suppress

import pytest

from media.captions.checking import check
from media.captions.cues import Cue
from media.captions.reading import MOST_BYTES, read
from media.captions.structured import Unreadable


def document(body: str) -> str:
    head = '<HEAD><STYLE TYPE="text/css"><!-- P { color: white; } .FICC { Name: Suomi; } --></STYLE></HEAD>'
    return f"<SAMI>\n{head}\n<BODY>\n{body}\n</BODY>\n</SAMI>\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<SYNC Start=1000><P>Moi äiti<SYNC Start=2500><P>&nbsp;", [(1000, 2500, "Moi äiti")]),
        (
            "<SYNC Start=1000><P>Moi<SYNC Start=2500><P>Hei<SYNC Start=9000><P>&nbsp;",
            [(1000, 2500, "Moi"), (2500, 9000, "Hei")],
        ),
        ("<SYNC Start=1000>Moi</SYNC><SYNC Start=2500></SYNC>", [(1000, 2500, "Moi")]),
        ("<SYNC Start=1000>Moi</SYNC><SYNC Start=2500>&nbsp</SYNC>", [(1000, 2500, "Moi")]),
        ('<sync start="1000"><p>Moi</p></sync>\n<sync start = "2500"/>', [(1000, 2500, "Moi")]),
        ("<SYNC Start=1000 End=2000><P>Moi<SYNC Start=2500><P>&nbsp;", [(1000, 2000, "Moi")]),
        ("<SYNC Start=1000><P>Moi", [(1000, 1701, "Moi")]),
        ("<SYNC Start=2500><P>&nbsp;<SYNC Start=1000><P>Moi", [(1000, 2500, "Moi")]),
        ("<SYNC Start=1000><P>Moi<SYNC Start=1000><P>Hei<SYNC Start=2000>", [(1000, 2000, "Moi\nHei")]),
        (
            "<SYNC Start=1000><P>Moi<SYNC Start=yksi><P>Hei<SYNC Start=2000>",
            [(1000, 2000, "Moi\nHei")],
        ),
    ],
)
def test_a_text_stays_until_the_next_one(body: str, expected: list[tuple[int, int, str]]) -> None:
    found = read(document(body).encode()).cues
    assert found == tuple(Cue(*row) for row in expected)
    assert not any(remark.is_error for remark in check(found, 60))


@pytest.mark.parametrize(
    "body",
    [
        "<SYNC Start=1000><P Class=FICC>Moi<P Class=SVCC>Hej<SYNC Start=2000><P Class=SVCC>&nbsp;"
        "<SYNC Start=3000><P Class=FICC>&nbsp;",
        "<SYNC Start=1000><P Class=FICC>Moi<SYNC Start=3000><P Class=FICC>&nbsp;"
        "<SYNC Start=1000><P Class=SVCC>Hej<SYNC Start=2000><P Class='svcc'>&nbsp;",
    ],
    ids=["side by side", "one after the other"],
)
def test_a_text_gives_way_to_one_of_its_own_language(body: str) -> None:
    assert set(read(document(body).encode()).cues) == {Cue(1000, 3000, "Moi"), Cue(1000, 2000, "Hej")}


@pytest.mark.parametrize("nothing", ["<P>&nbsp;", "&nbsp;", ""])
def test_what_names_no_language_ends_the_text_of_every_one(nothing: str) -> None:
    body = f"<SYNC Start=1000><P Class=FICC>Moi<P Class=SVCC>Hej<SYNC Start=2000>{nothing}"
    assert {cue.end for cue in read(document(body).encode()).cues} == {2000}


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("Moi\näiti", "Moi äiti"),
        ("Moi<br>äiti<BR/>siellä", "Moi\näiti\nsiellä"),
        ("<I>Moi</I> <b >äiti</b>", "<i>Moi</i> <b>äiti</b>"),
        ("<font\ncolor=red>Moi</font>", "Moi"),
        ("R&amp;D &lt;b&gt; 5 < 7", "R&D <\u2060b> 5 < 7"),
        ("Moi<!-- <SYNC Start=1500> -->", "Moi"),
        ("<P ID=Source>Äiti<P>Moi", "Äiti\nMoi"),
        ("{\\i1} \\N", "{\\i1} \\N"),
    ],
)
def test_nothing_but_what_is_said_is_text(inside: str, text: str) -> None:
    body = f"<SYNC Start=1000><P>{inside}<SYNC Start=2000><P>&nbsp;"
    assert read(document(body).encode()).cues == (Cue(1000, 2000, text),)


def test_a_file_that_says_nothing_is_refused() -> None:
    with pytest.raises(Unreadable):
        read(document("<SYNC Start=1000><P>&nbsp;<SYNC Start=2000><P>").encode())


@pytest.mark.parametrize(
    "body",
    [
        "<!--" * 500_000,
        "<SYNC Start=1><P>" + "x</P>" * 400_000,
        "<SYNC Start=1><P>x" * 110_000,
        "".join(f"<SYNC Start={n}><P Class=c{n}>x" for n in range(60_000)),
        "<SYNC Start=1>" + "<p" * 900_000,
        "<SYNC " + "start=" * 300_000,
        "<SYNC Start=1><P>" + "<b " * 600_000,
    ],
    ids=["comments", "paragraphs", "one moment", "languages", "tags", "starts", "bold"],
)
def test_two_hostile_megabytes_take_no_long_time(body: str) -> None:
    started = time.process_time()
    with suppress(Unreadable):
        read(document(body).encode()[:MOST_BYTES])
    assert time.process_time() - started < 5

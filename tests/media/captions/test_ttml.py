"""TTML as it is really written: encodings, namespaces, times of every kind, text that comes and goes."""

import time
from contextlib import suppress

import pytest

from media.captions.cues import LATEST, Cue
from media.captions.reading import decode, read
from media.captions.structured import Unreadable
from media.captions.ttml_times import Clock

TTML = "http://www.w3.org/ns/ttml"


def document(body: str, space: str = TTML, said: str = "", on_body: str = "") -> str:
    """A document around these divisions."""
    names = f'xmlns="{space}" xmlns:ttp="{space}#parameter" xmlns:ttm="{space}#metadata"'
    return f"<tt {names} {said}><head/><body {on_body}>{body}</body></tt>"


def cues(file: str) -> list[Cue]:
    return list(read(file.encode()).cues)


MOI = '<div><p begin="00:00:01.000" end="00:00:02.500">Hyvää päivää</p></div>'
HYVAA = [Cue(1000, 2500, "Hyvää päivää")]


@pytest.mark.parametrize(
    ("declared", "stored", "named"),
    [
        ("iso-8859-1", "latin-1", "iso-8859-1"),
        ("ISO-8859-15", "iso-8859-15", "iso-8859-15"),
        ("windows-1252", "cp1252", "windows-1252"),
        ("cp1252", "cp1252", "windows-1252"),
        ("utf-16", "utf-16", "utf-16"),
        ("UTF-16", "utf-16-be", "utf-16"),
        ("utf-8", "utf-8-sig", "utf-8"),
        ("iso-8859-1", "utf-8", "utf-8"),
        ("iso-8859-1", "utf-8-sig", "utf-8"),
        ("utf-16", "utf-8", "utf-8"),
        ("iso-8859-77", "utf-8", "utf-8"),
        ("punycode", "utf-8", "utf-8"),
    ],
)
def test_a_declared_encoding_is_obeyed_once(declared: str, stored: str, named: str) -> None:
    found = read(f'<?xml version="1.0" encoding="{declared}"?>\n{document(MOI)}'.encode(stored))
    assert (list(found.cues), found.encoding, found.remarks) == (HYVAA, named, ())


def test_an_encoding_that_nobody_would_guess_is_taken_from_the_declaration() -> None:
    greeting = "Здравствуйте, дети"
    text = f"<?xml version='1.0' encoding='windows-1251'?>{document(MOI.replace('Hyvää päivää', greeting))}"
    assert read(text.encode("cp1251")).cues[0].text == greeting
    assert decode("<?xml version='1.0' encoding='iso-2022-jp'?>日本".encode("iso-2022-jp"))[0].endswith(
        "日本"
    )


@pytest.mark.parametrize(
    "space",
    [TTML, "http://www.w3.org/2006/04/ttaf1", "http://www.w3.org/2006/10/ttaf1"],
)
def test_every_namespace_the_format_has_had_is_read(space: str) -> None:
    file = document(MOI, space)
    assert cues(file) == HYVAA
    prefixed = file.replace("xmlns=", "xmlns:t=").replace("</", "</t:").replace("<", "<t:")
    assert cues(prefixed.replace("<t:/t:", "</t:")) == HYVAA
    assert cues(file.replace(f'xmlns="{space}"', "")) == HYVAA


@pytest.mark.parametrize(
    ("written", "meant", "said"),
    [
        ("00:00:01.5", 1500, {}),
        ("00:00:01,500", 1500, {}),
        ("01:02:03", 3_723_000, {}),
        ("02:03.25", 123_250, {}),
        ("1.5s", 1500, {}),
        ("1500ms", 1500, {}),
        ("1m", 60_000, {}),
        ("0.5h", 1_800_000, {}),
        ("12.5", 12_500, {}),
        ("00:00:01:15", 1500, {}),
        ("00:00:01:12", 1480, {"frameRate": "25"}),
        ("00:00:01:12", 1500, {"frameRate": "24", "frameRateMultiplier": "1 1"}),
        ("00:00:01:24", 2001, {"frameRate": "24", "frameRateMultiplier": "1000 1001"}),
        ("00:00:01:24", 2001, {"frameRate": "24", "frameRateMultiplier": "1000:1001"}),
        ("00:00:01:12.1", 1500, {"frameRate": "25", "subFrameRate": "2"}),
        ("45f", 1500, {}),
        ("36f", 1500, {"frameRate": "24"}),
        ("3t", 3000, {}),
        ("15000000t", 1500, {"tickRate": "10000000"}),
        ("100t", 2000, {"frameRate": "25", "subFrameRate": "2"}),
        ("00:00:01:12", 1480, {"frameRate": "25", "timeBase": "smpte"}),
        ("01:00:00:00", 3_603_600, {"timeBase": "smpte", "frameRateMultiplier": "1000 1001"}),
        (
            "01:00:00:00",
            3_599_996,
            {"timeBase": "smpte", "frameRateMultiplier": "1000 1001", "dropMode": "dropNTSC"},
        ),
        ("9999:00:00", LATEST, {}),
        ("00:00:01:12", 1400, {"frameRate": "0", "frameRateMultiplier": "1 0", "tickRate": "-1"}),
        ("yksi", None, {}),
        ("1:2:3:4:5", None, {}),
        ("", None, {}),
        ("1d", None, {}),
    ],
)
def test_a_time_is_understood_in_each_of_its_kinds(written: str, meant: int | None, said: dict) -> None:
    assert Clock.of(said).milliseconds(written) == meant


def test_the_clock_of_a_document_is_the_one_it_declares() -> None:
    ticks = document(
        '<div><p begin="15000000t" end="00:00:02:12">Moi</p></div>',
        said='ttp:tickRate="10000000" ttp:frameRate="24"',
    )
    assert cues(ticks) == [Cue(1500, 2500, "Moi")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<div><p begin="1s" dur="2s">a</p></div>', [(1000, 3000, "a")]),
        ('<div><p begin="1s" dur="2s" end="2s">a</p></div>', [(1000, 2000, "a")]),
        ('<div><p end="2s">a</p></div>', [(0, 2000, "a")]),
        (
            '<div begin="10s"><p begin="1s" end="2s">a</p></div><div><p begin="1s" end="2s">b</p></div>',
            [(1000, 2000, "b"), (11000, 12000, "a")],
        ),
        (
            '<div begin="10s"><div begin="1m"><p begin="1s" end="2s">a</p></div></div>',
            [(71000, 72000, "a")],
        ),
        ('<div begin="10s" end="12s"><p begin="1s" end="9s">a</p></div>', [(11000, 12000, "a")]),
        ('<div begin="10s" dur="5s"><p>a</p></div>', [(10000, 15000, "a")]),
        (
            '<div timeContainer="seq"><p dur="1s">a</p><p begin="1s" dur="2s">b</p></div>',
            [(0, 1000, "a"), (2000, 4000, "b")],
        ),
        (
            '<div timeContainer="seq"><div><p end="3s">a</p></div><div><p end="1s">b</p></div></div>',
            [(0, 3000, "a"), (3000, 4000, "b")],
        ),
        ('<p begin="1s" end="2s">a</p>', [(1000, 2000, "a")]),
    ],
)
def test_times_add_up_to_when_the_text_is_seen(body: str, expected: list[tuple[int, int, str]]) -> None:
    assert cues(document(body)) == [Cue(*row) for row in expected]


def test_the_time_of_the_body_counts_too() -> None:
    assert cues(document(MOI, on_body='begin="10s"')) == [Cue(11000, 12500, "Hyvää päivää")]


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        (
            '<p><span begin="1s" end="2s">a</span> <span begin="3s" end="4s">b</span></p>',
            [(1000, 2000, "a"), (3000, 4000, "b")],
        ),
        (
            '<p begin="1s" end="9s"><span end="1s">a</span><br/><span begin="2s">b</span></p>',
            [(1000, 2000, "a"), (3000, 9000, "b")],
        ),
        (
            '<p begin="1s" end="9s">a <span begin="2s">b</span></p>',
            [(1000, 3000, "a"), (3000, 9000, "a b")],
        ),
        (
            '<p begin="1s" end="9s"><span begin="0s">a</span>\n <span begin="0s">b</span></p>',
            [(1000, 9000, "a b")],
        ),
        (
            '<p begin="1s" timeContainer="seq"><span dur="1s">a</span><span dur="1s">b</span></p>',
            [(1000, 2000, "a"), (2000, 3000, "b")],
        ),
    ],
)
def test_parts_with_times_of_their_own_come_and_go(
    paragraph: str, expected: list[tuple[int, int, str]]
) -> None:
    assert cues(document(f"<div>{paragraph}</div>")) == [Cue(*row) for row in expected]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("Hyvää\n   päivää", "Hyvää päivää"),
        ("<span>Hyvää</span> <span>päivää</span>", "Hyvää päivää"),
        ("\n Hyvää <br/>\n  päivää\n", "Hyvää\npäivää"),
        ("<ttm:desc>ovi</ttm:desc><metadata>x</metadata>Moi", "Moi"),
        ("R&amp;D <![CDATA[<b>]]> {\\i1} \\N", "R&D <\u2060b> {\\i1} \\N"),
    ],
)
def test_nothing_but_what_is_said_is_text(inside: str, text: str) -> None:
    assert cues(document(f'<div><p end="1s">{inside}</p></div>')) == [Cue(0, 1000, text)]


def test_a_paragraph_without_an_end_is_kept_for_somebody_to_see() -> None:
    body = '<div><p begin="1s">a</p><p begin="2s" end="huomenna">b</p><p begin="3s" end="4s">c</p></div>'
    assert cues(document(body)) == [Cue(1000, 1000, "a"), Cue(2000, 2000, "b"), Cue(3000, 4000, "c")]


@pytest.mark.parametrize(
    "file",
    [
        '<!DOCTYPE tt [<!ENTITY a "aaaa">]>' + document(MOI.replace("Hyvää", "&a;")),
        '<!DOCTYPE tt SYSTEM "file:///etc/passwd">' + document(MOI),
        document(MOI.replace("Hyvää", "&a;")),
        document("<div>" * 100 + MOI + "</div>" * 100),
        document(f'<div begin="huomenna">{MOI}</div>'),
        document("<div/>"),
        document(MOI)[:-3],
        document(MOI).replace("<tt ", '<x xmlns:tt="y"><tt ').replace("</tt>", "</tt></x>"),
    ],
    ids=["entity", "doctype", "undeclared", "deep", "bad division", "empty", "cut off", "another root"],
)
def test_what_is_no_captions_in_xml_is_refused(file: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(file.encode())
    assert refusal.value.code == "cannot-convert"


def spans(end: str) -> str:
    """One paragraph of very many parts."""
    parts = "".join(f'<span begin="{n}ms" {end}>x</span>' for n in range(45_000))
    return document(f'<div><p end="9h">{parts}</p></div>')


@pytest.mark.parametrize(
    "file",
    [
        document("<div>" + "<p>x</p>" * 230_000 + "</div>"),
        document("<div>" + '<p dur="1s">x</p>' * 110_000 + "</div>"),
        document('<div><p dur="1s">' + "a<br/>" * 330_000 + "</p></div>"),
        spans('end="9h"'),
        spans('dur="9s"'),
        spans('dur="1ms"'),
        "<?xml version='1.0'" + " encoding='" * 180_000,
    ],
    ids=["paragraphs", "timed", "breaks", "to the end", "overlapping", "one by one", "declaration"],
)
def test_two_hostile_megabytes_of_xml_take_no_long_time(file: str) -> None:
    started = time.process_time()
    with suppress(Unreadable):
        read(file.encode())
    assert time.process_time() - started < 5

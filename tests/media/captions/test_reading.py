"""Captions out of files as people have them: formats, encodings, mistakes, malice."""

import time
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from media.captions.cues import Cue, clean, from_markup, lines_of, webvtt
from media.captions.reading import MOST_BYTES, Reading, decode, read, read_text
from media.captions.structured import Unreadable

SRT = "1\n00:00:01,000 --> 00:00:02,500\nHyvää päivää\ntoinen rivi\n\n2\n00:00:03,000 --> 00:00:04,000\nMoi\n"
VTT = (
    "WEBVTT - otsikko\n\nNOTE ei näy\ntämäkään ei\n\nSTYLE\n::cue { color: red }\n\n"
    "alku\n00:01.000 --> 00:02.500 align:start\nHyvää päivää\ntoinen rivi\n\n00:03.000 --> 00:04.000\nMoi\n"
)
SBV = "0:00:01.000,0:00:02.500\nHyvää päivää\ntoinen rivi\n\n0:00:03.000,0:00:04.000\nMoi\n"
ASS = (
    "[Script Info]\nScriptType: v4.00+\n\n[Events]\n"
    "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    "Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,{\\an8}Hyvää päivää\\Ntoinen rivi\n"
    "Comment: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,ei näy\n"
    "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\\p1}m 0 0 l 100 100{\\p0}\n"
    "Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,Moi\n"
)
TTML = (
    '<?xml version="1.0"?><tt xmlns="http://www.w3.org/ns/ttml" xml:lang="fi"><body><div>'
    '<p begin="00:00:01.000" end="00:00:02.500">Hyvää päivää<br/>toinen rivi</p>'
    '<p begin="00:00:03.000" end="00:00:04.000">Moi</p></div></body></tt>'
)
EXPECTED = (Cue(1000, 2500, "Hyvää päivää\ntoinen rivi"), Cue(3000, 4000, "Moi"))


@pytest.mark.parametrize("text", [SRT, VTT, SBV, ASS, TTML, SRT.replace("\n", "\r\n")])
def test_every_format_gives_the_same_captions(text: str) -> None:
    assert read(text.encode()).cues == EXPECTED


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (SRT.encode("utf-8"), "utf-8"),
        (SRT.encode("utf-8-sig"), "utf-8"),
        (SRT.encode("utf-16"), "utf-16"),
        (SRT.encode("utf-16-le"), "utf-16"),
        (SRT.encode("utf-16-be"), "utf-16"),
        (SRT.encode("cp1252"), "cp1252"),
        (VTT.encode("latin-1"), "cp1252"),
    ],
)
def test_letters_survive_whatever_they_were_stored_as(data: bytes, encoding: str) -> None:
    found = read(data)
    assert (found.cues, found.encoding) == (EXPECTED, encoding)
    assert [remark.code for remark in found.remarks] == ["guessed-letters"] * (encoding == "cp1252")


def read_str(text: str) -> Reading:
    return read(text.encode())


def test_a_cue_without_an_end_is_kept_and_named() -> None:
    found = read_str("1\n00:00:01,000 -->\nei loppua\n\n2\n00:00:05,000 --> 00:00:06,000\nMoi\n")
    assert found.cues == (Cue(1000, 1000, "ei loppua"), Cue(5000, 6000, "Moi"))
    assert [(remark.code, remark.cue, remark.at) for remark in found.remarks] == [("bad-times", 1, 1000)]


def test_a_broken_time_loses_no_text() -> None:
    found = read_str("WEBVTT\n\n00:01.000 --> 00:02.000\nyksi\n\n00:03.000 --> kolme\nkaksi\n")
    assert [cue.text for cue in found.cues] == ["yksi", "kaksi"]
    assert "00:03.000 --> kolme" in found.remarks[0].sentence


def test_text_after_an_empty_line_stays_with_its_srt_cue() -> None:
    found = read_str(
        "1\n00:00:01,000 --> 00:00:02,000\nyksi\n\nkaksi\n\n2\n00:00:03,000 --> 00:00:04,000\nMoi\n"
    )
    assert [cue.text for cue in found.cues] == ["yksi\nkaksi", "Moi"]


def test_a_number_spoken_is_no_cue_number() -> None:
    found = read_str("1\n00:00:01,000 --> 00:00:02,000\n42\n\n2\n00:00:03,000 --> 00:00:04,000\n7\n")
    assert [cue.text for cue in found.cues] == ["42", "7"]


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("<script>alert(1)</script>Moi", "alert(1)Moi"),
        ("<img src=x onerror=alert(1)>Moi", "Moi"),
        ('<font color="red">Moi</font>', "Moi"),
        ("<c.red>Moi</c> <00:00:01.000>nyt", "Moi nyt"),
        ("<i>Moi</i> <b>sinä</b>", "<i>Moi</i> <b>sinä</b>"),
        ("<v Opettaja>Moi", "<v Opettaja>Moi"),
        ("5 < 7 &amp; 7 > 5", "5 < 7 & 7 > 5"),
        ("  a \t b  \n\n c ", "a b\nc"),
        ("M\x00o\x1bi\u202e", "Moi"),
        ("&lt;script&gt;", "<script>"),
        ("<v Kalle &amp; Ville>Moi", "<v Kalle & Ville>Moi"),
    ],
)
def test_text_is_made_safe_and_stays_readable(raw: str, kept: str) -> None:
    assert from_markup(raw) == kept


def test_what_a_file_says_of_our_own_tags_is_seen_and_is_no_tag() -> None:
    text = from_markup("<b>Elementti</b> &lt;b&gt; lihavoi")
    assert lines_of(text) == ["Elementti <\u2060b> lihavoi"]
    assert read_text(webvtt([Cue(0, 1000, text)]))[0] == [Cue(0, 1000, text)]


ELEMENT = "Elementti &lt;p&gt; on kappale"


@pytest.mark.parametrize(
    "text",
    [
        f"WEBVTT\n\n00:01.000 --> 00:02.500\n{ELEMENT}",
        f"1\n00:00:01,000 --> 00:00:02,500\n{ELEMENT}",
        TTML.replace("Moi", ELEMENT),
    ],
    ids=["vtt", "srt", "ttml"],
)
def test_an_element_spoken_of_survives_reading_and_every_saving_after_it(text: str) -> None:
    cue = read(text.encode()).cues[-1]
    assert cue.text == "Elementti <p> on kappale"
    assert Cue.from_json(Cue.from_json(cue.to_json()).to_json()) == cue


@pytest.mark.parametrize(
    "text",
    [SBV.replace("Moi", "1 &lt; 2 <p>"), ASS.replace("Moi", "1 &lt; 2 <p>")],
    ids=["sbv", "substation"],
)
def test_a_format_without_references_and_tags_is_taken_at_its_word(text: str) -> None:
    assert read(text.encode()).cues[-1].text == "1 &lt; 2 <p>"


def test_substations_marks_are_taken_off_where_a_file_may_have_them() -> None:
    assert read(SRT.replace("Moi", "{\\an8}Moi").encode()).cues == EXPECTED
    slanted = ASS.replace("Moi", "{\\i1}Moi{\\i0}")
    assert read(slanted.encode()).cues[1].text == "<i>Moi</i>"
    typed = Cue(0, 1000, "{\\displaystyle x}")
    assert read_text(webvtt([typed]))[0] == [typed]


@pytest.mark.parametrize("form", [SRT, VTT])
def test_two_times_that_are_said_are_no_times_of_a_caption(form: str) -> None:
    found = read_str(form.replace("toinen rivi", "Bussit:\n10:15,10:45"))
    assert [cue.text for cue in found.cues] == ["Hyvää päivää\nBussit:\n10:15,10:45", "Moi"]


def test_a_caption_may_speak_of_another_format() -> None:
    assert read_str("WEBVTT\n\n00:01.000 --> 00:02.000\n[Script Info]\n").cues[0].text == "[Script Info]"


def test_what_looks_like_markup_is_escaped_on_the_way_out() -> None:
    written = webvtt([Cue(0, 1000, "<script>x --> y & <i>z</i>")])
    assert "&lt;script&gt;x --&gt; y &amp; <i>z</i>" in written
    assert read_text(written)[0] == [Cue(0, 1000, "<script>x --> y & <i>z</i>")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"x" * (MOST_BYTES + 1), "too-large"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not-text"),
        ("Tämä on tavallista tekstiä.".encode(), "no-cues"),
        (b"WEBVTT\n", "no-cues"),
        (b"00:01.000 --> 00:02.000\n" + b"a" * 1001, "too-long-text"),
        (b"00:01.000 --> 00:02.000\na\n\n" * 10_001, "too-many"),
        (b'<!DOCTYPE tt [<!ENTITY a "aaaa">]><tt>&a;</tt>', "cannot-convert"),
        (b'<tt xmlns="http://www.w3.org/ns/ttml"><body><p begin="1s">x</p></body></tt>', "cannot-convert"),
    ],
)
def test_what_is_no_captions_file_is_refused_with_a_reason(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(data)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "data",
    [
        b"<" * MOST_BYTES,
        b"00:" * (MOST_BYTES // 3),
        b"-->" * (MOST_BYTES // 3),
        b"1\n" * (MOST_BYTES // 2),
        b"{\\" * (MOST_BYTES // 2),
        b"00:01.000 --> 00:02.000\n" + b"<v " * 600_000,
        b"00:01.000 --> 00:02.000\n<i" + b"." * 600 + b">",
        b"00:01.000 --> 00:02.000\n" + b"&" * 2_000_000,
        b"[Script Info]\n\n[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,," + b"{\\b1" * 500_000,
        b"[Script Info]\n\n[Events]\n"
        + (b"Dialogue: 0,0:00:01.00,0:00:02.00,D,," + b"{" * 1900 + b"\n") * 1000,
        b"<SAMI>\n<BODY>\n" + (b"<" * 1900 + b"\n") * 1000,
        b'<tt xmlns="http://www.w3.org/ns/ttml">' + b"<p>" * 600_000,
    ],
    ids=[
        *("angles", "times", "arrows", "numbers", "braces", "voices", "classes", "entities"),
        *("one substation line", "substation lines", "sami", "ttml"),
    ],
)
def test_two_hostile_megabytes_take_no_long_time(data: bytes) -> None:
    started = time.process_time()
    with suppress(Unreadable):
        read(data)
    assert time.process_time() - started < 5


def test_the_end_of_the_text_is_no_part_of_the_next_cues_name() -> None:
    found = read_str("WEBVTT\n\n00:01.000 --> 00:02.000\nyksi\n00:03.000 --> 00:04.000\nkaksi\n")
    assert [cue.text for cue in found.cues] == ["yksi", "kaksi"]


SPOKEN = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf")), min_size=1, max_size=60)


@given(st.lists(st.tuples(st.integers(0, 10**7), st.integers(1, 10**5), SPOKEN), min_size=1, max_size=8))
def test_what_is_written_is_read_back(rows: list[tuple[int, int, str]]) -> None:
    cues = [Cue(start, start + length, clean(text)) for start, length, text in rows]
    assert read_text(webvtt(cues))[0] == cues


#: What people type, and what could be taken for markup in it.
PIECES = (
    *(
        "<",
        ">",
        "&",
        ";",
        "/",
        "i",
        "b",
        "v",
        "p",
        ".",
        "1",
        "ä",
        " ",
        "\n",
        "\r",
        "\t",
        "\xa0",
        "\u202e",
        "\u2060",
    ),
    *(
        "<i>",
        "</i>",
        "<v R&D>",
        "<p>",
        "&lt;",
        "&amp;",
        "&#0;",
        "{\\an8}",
        "-->",
        "WEBVTT",
        "[Script Info]",
        "<tt>",
    ),
    *("0:01,0:02", "00:01.000 --> 00:02.000", "NOTE x"),
)
TYPED = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=20).map("".join))


@given(TYPED)
@example("Elementti &lt;p&gt; on kappale")
def test_cleaning_what_is_clean_changes_nothing(typed: str) -> None:
    assert clean(clean(typed)) == clean(typed)


@given(st.lists(TYPED, min_size=1, max_size=4))
@example(["Elementti <p> ja <table>, jos x<y ja y>z"])
def test_what_is_typed_survives_saving_writing_and_reading(typed: list[str]) -> None:
    saved = [Cue.from_json({"start": n, "end": n + 1, "text": text}) for n, text in enumerate(typed)]
    assert read_text(webvtt(saved))[0] == saved


@given(TYPED)
def test_what_was_read_in_a_file_is_clean(raw: str) -> None:
    assert clean(from_markup(raw)) == from_markup(raw)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        found = read(b"00:00:01.000 --> 00:00:02.000\n" + data)
    except Unreadable:
        return
    webvtt(found.cues).encode()


def test_an_encoding_is_not_guessed_where_it_is_said() -> None:
    assert decode("ä".encode("utf-8-sig")) == ("ä", "utf-8")

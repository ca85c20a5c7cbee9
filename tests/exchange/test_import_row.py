"""A line of an import file is taken whole or refused with every reason."""

import io
import json
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from oer.exchange import import_row
from oer.exchange.import_row import BadRow, ImportRow, parse_row, read_rows

GOOD: dict[str, Any] = {
    "id": "murtoluvut-1",
    "lang": "fi",
    "title": "Murtoluvut lukusuoralla",
    "description": "Harjoitellaan murtolukujen paikkaa lukusuoralla.",
    "body_markdown": "## Aluksi\n\nPiirrä lukusuora.",
    "licence": "CC-BY-4.0",
    "authors": ["Aino Opettaja"],
    "source_url": "https://example.org/murtoluvut",
    "subject": "mathematics",
    "level": "basic-3-6",
    "translation_of": None,
}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def line(**changes: Any) -> bytes:
    data = {key: value for key, value in {**GOOD, **changes}.items() if value is not ...}
    return json.dumps(data).encode()


def test_a_good_line_becomes_a_row():
    row = parse_row(line(keywords=["murtoluvut"], ai_generated=True, source_repo="a/b", source_path="c.md"))
    assert row == ImportRow(
        id="murtoluvut-1",
        language="fi",
        title="Murtoluvut lukusuoralla",
        description="Harjoitellaan murtolukujen paikkaa lukusuoralla.",
        body="## Aluksi\n\nPiirrä lukusuora.",
        licence="CC-BY-4.0",
        authors=("Aino Opettaja",),
        source_url="https://example.org/murtoluvut",
        subject="mathematics",
        level="basic-3-6",
        keywords=("murtoluvut",),
        ai_generated=True,
        source_repo="a/b",
        source_path="c.md",
    )
    assert row.source_note == "a/b: c.md"


def test_the_optional_keys_may_be_absent_and_the_list_of_authors_empty():
    row = parse_row(line(source_url=..., translation_of=..., authors=[]))
    assert (row.source_url, row.translation_of, row.authors) == ("", "", ())


RUBBISH = [
    (b"{", "not JSON (problem at character 2)"),
    (b"hello", "not JSON (problem at character 1)"),
    (b"[1, 2]", "not an object"),
    (b"null", "not an object"),
    (b'"text"', "not an object"),
    (b'{"id": "\xff"}', "not UTF-8 text (byte 9)"),
    (b'{"id": "a", "id": "b"}', "The key “id” is there twice."),
    (b"[" * 100_000, "not JSON"),
    (b'{"id": ' + b"9" * 10_000 + b"}", "not JSON that can be read"),
    (line(title=...), "“title” is missing."),
    (line(title=None), "“title” is missing."),
    (line(authors=...), "“authors” is missing."),
    (line(title="  "), "“title” is empty."),
    (line(body_markdown=""), "“body_markdown” is empty."),
    (line(title=7), "“title” must be a text."),
    (line(title="x" * 256), "“title” is too long: 256 characters, at most 255."),
    (line(id="x" * 121), "“id” is too long"),
    (line(title="a\0b"), "“title” holds a character that cannot be stored (U+0000)."),
    (line(authors=["a\0b"]), "“authors” holds a character that cannot be stored (U+0000)."),
    (line(body_markdown="\ud800"), "“body_markdown” holds a character that cannot be stored (U+D800)."),
    (line(authors="Aino"), "“authors” must be a list of texts."),
    (line(authors=["Aino", 3]), "“authors” must be a list of texts."),
    (line(authors=[""]), "“authors” is empty."),
    (line(ai_generated="yes"), "“ai_generated” must be true or false."),
    (line(licence="CC-BY-9.0"), "“CC-BY-9.0” is not a value of “licence”."),
    (line(lang="xx"), "“xx” is not a value of “lang”."),
    (line(level="class 9"), "“class 9” is not a value of “level”."),
    (line(subject="alchemy"), "“alchemy” is not a value of “subject”."),
    (line(colour="red"), "The key “colour” is not known."),
    (line(source_url="javascript:alert(1)"), "“source_url” must be an address that begins with"),
    (line(translation_of="murtoluvut-1"), "cannot be a translation of itself"),
]


@pytest.mark.parametrize(("rubbish", "reason"), RUBBISH)
def test_rubbish_is_refused_with_its_reason(rubbish: bytes, reason: str):
    with pytest.raises(BadRow) as refused:
        parse_row(rubbish)
    assert reason in str(refused.value)


def test_every_reason_of_a_line_is_told_at_once():
    with pytest.raises(BadRow) as refused:
        parse_row(line(title="", licence="none", colour="red"))
    assert len(refused.value.reasons) == 3


def test_lines_are_numbered_from_one_and_blank_ones_passed_over():
    file = io.BytesIO(b"\xef\xbb\xbf" + line() + b"\r\n\n" + b"rubbish\n" + line(id="second"))
    found = [(number, type(row)) for number, row in read_rows(file)]
    assert found == [(1, ImportRow), (3, BadRow), (4, ImportRow)]


def test_the_second_line_with_an_id_is_the_bad_one():
    rows = list(read_rows(io.BytesIO(line() + b"\n" + line(title="Another") + b"\n")))
    assert isinstance(rows[0][1], ImportRow)
    assert str(rows[1][1]) == "The id “murtoluvut-1” is already on line 1 of this file."


def test_a_line_of_many_megabytes_is_refused_without_being_held(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(import_row, "LONGEST_LINE", 1024 * 1024)
    file = io.BytesIO(b"x" * 3_000_000 + b"\n" + line() + b"\n")
    rows = list(read_rows(file))
    assert [(number, str(row)) for number, row in rows[:1]] == [(1, "This line is longer than 1 megabytes.")]
    assert isinstance(rows[1][1], ImportRow)


def test_a_changed_text_changes_the_fingerprint_and_nothing_else_does():
    first, again = parse_row(line()), parse_row(b"  " + line() + b" \n")
    assert first.fingerprint() == again.fingerprint()
    assert first.fingerprint() != parse_row(line(title="Toinen")).fingerprint()


@given(st.binary(max_size=400))
def test_no_bytes_make_it_fail_in_another_way(data: bytes):
    for _number, row in read_rows(io.BytesIO(data)):
        assert isinstance(row, BadRow)


@given(
    st.dictionaries(
        st.sampled_from([*GOOD, "colour"]),
        st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.lists(st.text(max_size=4)),
    )
)
def test_no_values_make_it_fail_in_another_way(changes: dict[str, Any]):
    for _number, row in read_rows(io.BytesIO(line(**changes))):
        assert isinstance(row, ImportRow) or row.reasons

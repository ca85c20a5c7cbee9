"""From a record to what an index holds of it."""

from __future__ import annotations

from pathlib import Path

from oer.domain.record import Passage
from search.documents import EDGE, LONGEST_TERM, digest, document, form, term
from search.query.tree import FACETS, TEXT_FIELDS, streams_of
from tests.search.records import NOW, record


def test_main_forms_stand_one_a_word_and_the_others_beside() -> None:
    streams = document(record("Murtolukujen vertailua"), 1).streams
    assert streams["title"] == "murtoluku vertailu"
    assert {"murtolukujen", "murto", "luku", "vertailua"} <= set(streams["title_extra"].split())


def test_every_field_has_its_streams_and_none_is_empty() -> None:
    streams = document(record(""), 1).streams
    assert set(streams) == {stream for field in TEXT_FIELDS for stream in streams_of(field)}
    assert set(streams.values()) == {EDGE}


def test_passages_go_to_their_fields_with_an_edge_between() -> None:
    passages = tuple(
        Passage(kind=kind, text=text)
        for kind, text in [
            ("heading", "Alku"),
            ("body", "Kylmä"),
            ("alternative", "sota"),
            ("file", "Liite"),
            ("caption", "Puhe"),
            ("objective", "Tavoite"),
        ]
    )
    streams = document(record("Otsikko", passages=passages), 1).streams
    assert streams["headings"] == "alku"
    assert streams["body"] == f"kylmä {EDGE} sota"
    assert streams["files"] == "liite"
    assert streams["objectives"] == "tavoite"
    assert streams["captions"] == "puhe"


def test_names_stand_as_they_are_written() -> None:
    found = document(record("A", authors=("Anna Metsä-Virtanen", "José Salo"), schools=("Aallon koulu",)), 1)
    names = ["anna metsä-virtanen metsä virtanen", "josé jose salo", "aallon koulu"]
    assert found.streams["people"] == f" {EDGE} ".join(names)
    # So that a name is not taken for a slip of the pen.
    assert {"anna", "virtanen", "jose", "aallon"} <= set(found.words)


def test_a_record_is_read_in_its_own_language() -> None:
    assert document(record("Loops", language="en"), 1).streams["title"] == "loop"


def test_facets_hold_what_the_record_has_each_once() -> None:
    facets = document(record("A", subjects=("art", "art"), schools=("Koulu",)), 1).facets
    assert set(facets) == set(FACETS)
    assert facets["subject"] == ("art",)
    assert facets["school"] == ("Koulu",)
    assert facets["type"] == ()


def test_times_are_whole_microseconds() -> None:
    assert document(record("A"), 7).published_at == int(NOW.timestamp()) * 1_000_000


def test_another_analysis_is_another_form(tmp_path: Path) -> None:
    code = tmp_path / "words.py"
    code.write_text("a = 1", encoding="utf-8")
    before = digest([code])
    assert digest([code]) == before
    code.write_text("a = 2", encoding="utf-8")
    assert digest([code]) != before
    assert form().islower()
    assert form().isalnum()


def test_terms_are_cut_and_can_always_be_written() -> None:
    assert len(term("x" * 1000)) == LONGEST_TERM
    assert term("a\ud800b") == "ab"

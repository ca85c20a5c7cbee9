"""From a record to what an index holds of it."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

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


def test_a_passage_is_read_in_the_language_it_says() -> None:
    said = "Vi jämför upphovsrättslagarna"
    passages = (
        Passage(kind="caption", text="murtolukujen", language="fi"),
        Passage(kind="caption", text=said, language="sv"),
        Passage(kind="caption", text="murtolukujen"),
        Passage(kind="caption", text="wiederholungen", language="de"),
    )
    found = document(record("Otsikko", passages=passages), 1).streams
    swedish = document(record("Rubrik", said, language="sv"), 1).streams
    assert found["captions"].split(f" {EDGE} ") == [
        "murtoluku",
        swedish["body"],
        "murtoluku",
        "wiederholungen",
    ]
    # Its base form and the parts of the compound, as in a Swedish text.
    assert {"upphovsrätt", "lag"} & {*swedish["body_extra"].split(), *swedish["body"].split()}
    assert set(swedish["body_extra"].split()) <= set(found["captions_extra"].split())


def test_facets_hold_what_the_record_has_each_once() -> None:
    facets = document(record("A", subjects=("art", "art"), schools=("Koulu",)), 1).facets
    assert set(facets) == set(FACETS)
    assert facets["subject"] == ("art",)
    assert facets["school"] == ("Koulu",)
    assert facets["type"] == ()


def test_orders_are_whole_numbers_an_engine_can_hold_and_the_tie_is_settled_by_id() -> None:
    latest = record("A", id=UUID(int=2**128 - 1), uses=10**9, published_at=NOW.replace(year=2100))
    older, newer = record("A", age=1), record("A")
    low, high = (record("A", id=UUID(int=n << 120)) for n in (1, 2))
    for one in (latest, older, record("A", published_at=NOW.replace(year=1800))):
        numbers = document(one, 1).numbers
        assert all(0 <= numbers[name] < 2**63 for name in ("newest", "adopted", "family"))
        assert all(isinstance(numbers[name], int) for name in ("newest", "adopted", "family"))
    for name in ("newest", "adopted"):
        assert document(older, 1).numbers[name] < document(newer, 1).numbers[name]
        assert document(low, 1).numbers[name] < document(high, 1).numbers[name]
    assert (
        document(record("A", uses=1, age=900), 1).numbers["adopted"] > document(newer, 1).numbers["adopted"]
    )


def test_a_family_has_one_number_and_strangers_have_others() -> None:
    root = record("A")
    numbers = [document(one, 1).numbers["family"] for one in (root, record("B", family=root.id), record("C"))]
    assert numbers[0] == numbers[1] != numbers[2]


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

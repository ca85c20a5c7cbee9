"""What is kept of a text says of every query what reading the text would say."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.corpus import read_corpus, read_queries
from oer.domain.record import Passage
from search.analysis import analyse
from search.documents import document, pieces
from search.meeting import met_as_kept, met_by_reading
from search.places import MOST_TEXT, MOST_TEXTS, Places
from search.query import parse
from search.query.tree import TEXT_FIELDS
from tests.search.meetings import meet, packed_places, piece, plain
from tests.search.records import record

#: So many records of the shared corpus are read, and each n-th of them is looked into.
READ, STEP = 300, 20


def test_kept_and_read_say_the_same_of_the_shared_corpus(shared_data: Path) -> None:
    corpus = islice(read_corpus(shared_data / "materials.jsonl"), 0, READ, STEP)
    records = [one for _name, one in corpus]
    asked = [parse(one.text, one.language) for one in read_queries(shared_data / "dev_queries.jsonl")]
    asked += [
        parse(text, "fi") for text in ('"toisen asteen"', "ja on", "2", '"print(x)" x', "matematiikan-tunti")
    ]
    met = 0
    for one in records:
        packed = document(one, 1).places
        for query in asked:
            kept = plain(met_as_kept(packed, query.groups))
            assert kept == plain(met_by_reading(pieces(one), query.groups)), (one.title, query.text)
            met += len(kept.met)
    assert met > 300


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(TEXT_FIELDS), st.text(max_size=120)), max_size=5),
    st.text(max_size=40),
    st.sampled_from(["fi", "sv", "en", "de"]),
)
def test_kept_and_read_say_the_same_of_any_text(
    texts: list[tuple[str, str]], typed: str, language: str
) -> None:
    some = [piece(text, field, language) for field, text in texts]
    for words in (typed, f'"{typed}"', " ".join(text for _field, text in texts)):
        meet(some, parse(words, language))


@pytest.mark.parametrize(
    "text", ["Täysi   kuu\n\tpaistaa", "emoji 🎈 ja e\u0301", "\ud800 puoli", "日本語", ""]
)
def test_a_text_is_kept_to_the_letter(text: str) -> None:
    assert Places(packed_places([piece(text)])).text == text


def test_of_very_long_texts_the_beginnings_are_kept() -> None:
    long = "kissa " * (MOST_TEXT // 3)
    meeting = meet([piece(long) for _number in range(9)], parse("kissa", "fi"))
    assert all(met.end - met.start <= MOST_TEXT for met in meeting.met)
    assert MOST_TEXTS - 10 < sum(met.end - met.start for met in meeting.met) <= MOST_TEXTS
    assert all(
        meeting.text[match.start : match.end] == "kissa" for met in meeting.met for match in met.matches
    )


def test_a_phrase_does_not_reach_from_one_text_into_the_next() -> None:
    query = parse('"toisen asteen yhtälö"', "fi")
    assert meet([piece("toisen asteen yhtälö")], query).met
    assert not meet([piece("toisen asteen"), piece("yhtälö")], query).met


def test_what_is_kept_is_hardly_more_than_the_text() -> None:
    text = " ".join(f"sana{number} ja lauseita, joissa on sanoja" for number in range(300))
    assert len(packed_places([piece(text)])) < 4 * len(text.encode())
    assert len(analyse(text, "fi")) == 1_800


def test_every_kind_of_passage_has_its_worth_and_place() -> None:
    kinds = ("heading", "body", "caption", "file", "alternative", "objective")
    passages = tuple(Passage(kind=kind, text=f"kissa {kind}", place=f"#{kind}") for kind in kinds)
    one = record("Koira", passages=passages)
    meeting = met_as_kept(document(one, 1).places, parse("kissa", "fi").groups)
    assert {(met.field, met.worth, met.place) for met in meeting.met} == {
        ("headings", 9, "#heading"),
        ("body", 10, "#body"),
        ("body", 8, "#alternative"),
        ("captions", 10, "#caption"),
        ("files", 10, "#file"),
        ("objectives", 10, "#objective"),
    }

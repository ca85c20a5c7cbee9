"""Compounds typed in two words, words typed as one, and what dictionaries give for a word."""

from __future__ import annotations

import pytest

from search.lexicon import Lexicon
from search.lexicon.bilingual import Entry
from search.query import Knowledge, parse
from search.query.tree import Group, Query
from search.query.weights import WEIGHTS
from search.spelling import Vocabulary

WORDS = {
    "fi": {"yhteiskuntaoppia": 4, "lukujonot": 2, "luku": 9, "jonot": 3, "jaa": 3},
    "sv": {"tidszon": 3, "himmelssfären": 1, "dela": 4},
    "en": {
        "dashboard": 2,
        "board": 3,
        "time": 9,
        "zone": 4,
        "share": 7,
        "in": 90,
        "regular": 3,
        "expression": 2,
    },
}
TERMS = {
    "fi": {"yhteiskuntaoppi": 4, "lukujono": 2, "luku": 9, "jono": 3, "jakaa": 3},
    "sv": {"tidszon": 3, "himmelssfär": 1, "dela": 4},
    "en": {"dashboard": 2, "board": 3, "time": 9, "zone": 4, "share": 7, "regular": 3, "expression": 2},
}
ENTRIES = [
    Entry("fi", "jakaa", "en", ("share", "deal", "in")),
    Entry("fi", "jakaa", "sv", ("dela",)),
    Entry("fi", "säännöllinen lauseke", "en", ("regular expression",)),
]
KNOWN = Knowledge(Lexicon.of((), ENTRIES), Vocabulary.of(WORDS, TERMS))


def asked(typed: str, language: str = "fi") -> Query:
    return parse(typed, language, knowledge=KNOWN)


def weights(group: Group) -> dict[str, float]:
    return {a.term: a.weight for a in group.alternatives}


@pytest.mark.parametrize(
    ("typed", "language", "whole"),
    [
        ("yhteiskunta oppi", "fi", "yhteiskuntaoppi"),
        ("yhteiskunta opin", "fi", "yhteiskuntaoppi"),
        ("luku jonoja", "fi", "lukujono"),
        ("tids zon", "sv", "tidszon"),
        ("dash board", "en", "dashboard"),
        ("dash board", "fi", "dashboard"),
    ],
)
def test_two_words_are_asked_for_as_one_that_some_text_has(typed: str, language: str, whole: str) -> None:
    query = asked(typed, language)
    assert [weights(group)[whole] for group in query.groups] == [WEIGHTS.joined, WEIGHTS.joined]
    assert query.spelled == ""


@pytest.mark.parametrize("typed", ["kuusi palaa", "a b", "luku 2", '"luku jonot"', "luku -jonot"])
def test_words_that_no_text_has_as_one_stay_two(typed: str) -> None:
    for group in asked(typed).groups:
        assert "lukujono" not in weights(group)
        assert not any(
            " " not in term and weight == WEIGHTS.joined for term, weight in weights(group).items()
        )


def test_a_word_that_no_text_has_is_asked_for_as_two() -> None:
    assert weights(asked("timezone", "en").groups[0])["time zone"] == WEIGHTS.joined


def test_a_word_stands_for_what_dictionaries_give_for_it_where_texts_have_that() -> None:
    group = asked("jaettu jakaa").groups[-1]
    others = {a.term: a.language for a in group.alternatives if a.form == "concept"}
    # "deal" is in no text, and "in" says nothing.
    assert others == {"share": "en", "dela": "sv"}


def test_an_expression_is_translated_whole() -> None:
    for group in asked("säännölliset lausekkeet").groups:
        assert {a.term for a in group.alternatives if a.form == "concept"} == {"regular expression"}


def test_a_text_need_not_have_a_dictionarys_word() -> None:
    """What a concept is called in a language is asked of its texts; what a dictionary guesses is not."""
    assert asked("jakaa").groups[0].languages == ("fi",)


RARE = Knowledge(
    Lexicon(),
    Vocabulary.of(
        {"fi": {"murtoluvvut": 1, "murtoluvut": 60, "kamilaroi": 1, "kamilaria": 70, "veto": 1, "vesto": 1}},
        {"fi": {"murtoluku": 60, "murtoluvvu": 1, "kamilaroi": 1}},
    ),
)


def test_a_word_of_one_text_is_asked_about_when_a_slip_away_is_one_of_many() -> None:
    query = parse("murtoluvvut", "fi", knowledge=RARE)
    assert query.spelled == "murtoluvut"
    assert weights(query.groups[0])["murtoluvvut"] == 1.0
    assert weights(query.groups[0])["murtoluvut"] < 0.5


@pytest.mark.parametrize("typed", ["murtoluvut", "veto", "kamilaroi", "Murtoluvvut", "murtoluvvut2"])
def test_right_words_names_and_codes_are_not_asked_about(typed: str) -> None:
    assert parse(typed, "fi", knowledge=RARE).spelled == ""


@pytest.mark.parametrize(
    ("typed", "language", "pairs"),
    [
        ("lukujen jakaminen", "fi", {("luku", "jakaa")}),
        ("time zone", "en", {("time", "zone")}),
        ("time zone", "fi", {("time", "zone")}),  # English, whatever the page's language
        ("luku ja jono", "fi", set()),
        ("luku", "fi", set()),
        ('"luku jono"', "fi", set()),
        ("luku " * 20, "fi", set()),
        (" ".join(f"luku{n}" for n in range(20)), "fi", set()),
    ],
)
def test_words_typed_side_by_side_are_liked_side_by_side(
    typed: str, language: str, pairs: set[tuple[str, str]]
) -> None:
    assert set(asked(typed, language).pairs) == pairs

"""Which words another word may stand for: by slips, and as a loan of another language."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.spelling import Vocabulary
from search.spelling.likeness import distance, kinship, skeleton

WORDS = {
    "fi": {"paraabeli": 6, "eksponenttifunktio": 2, "mikrokontrolleri": 1, "murtoluku": 9, "murtolukuja": 3},
    "sv": {"timvinkel": 4, "mikrokontroller": 1, "teleskop": 5},
    "en": {"entropy": 5, "microcontroller": 2, "telescope": 17, "fraction": 3, "friction": 30},
}


def vocabulary() -> Vocabulary:
    return Vocabulary.of(WORDS, {"fi": {"luku": 12}})


@pytest.mark.parametrize(
    ("typed", "word", "cost"),
    [
        ("kissa", "kissa", 0),
        ("kisa", "kissa", 0.5),  # a letter not doubled
        ("kissaa", "kissa", 0.5),  # a letter doubled
        ("kisxa", "kissa", 0.8),  # x is beside s
        ("kispa", "kissa", 1),
        ("kissla", "kissa", 1),
        ("kisas", "kissa", 1),  # two letters changed places
        ("kissä", "kissa", 0.4),  # dots
        ("bissa", "kissa", 1.5),  # hardly anyone begins a word wrongly
        ("koira", "kissa", 3),  # above the limit, so any number above it
    ],
)
def test_slips_are_weighed(typed: str, word: str, cost: float) -> None:
    assert distance(typed, word, 2) == pytest.approx(cost) or (cost > 2 and distance(typed, word, 2) > 2)


@given(st.text("abcåäö", min_size=1, max_size=8), st.text("abcåäö", min_size=1, max_size=8))
def test_only_the_same_word_costs_nothing(one: str, other: str) -> None:
    assert (distance(one, other, 9) == 0) == (one == other)


@pytest.mark.parametrize(
    ("word", "sound"),
    [
        ("microcontroller", "mikrokontroler"),
        ("mikrokontroller", "mikrokontroler"),
        ("eksponentti", "eksponenti"),
        ("exponent", "eksponent"),
        ("philosophy", "filosofi"),
        ("paraabeli", "parabeli"),
    ],
)
def test_loans_sound_alike(word: str, sound: str) -> None:
    assert skeleton(word) == sound


def test_kinship_tells_loans_from_strangers() -> None:
    def share(one: str, other: str) -> float:
        return kinship(skeleton(one), [skeleton(other)])[0]

    assert share("mikrokontrolleri", "microcontroller") > 0.7
    assert share("telescope", "teleskop") > 0.7
    assert share("kontrolleri", "kontti") < 0.5


@pytest.mark.parametrize(
    ("typed", "language", "meant"),
    [
        ("paraabelli", "fi", "paraabeli"),
        ("eksponettifunktio", "fi", "eksponenttifunktio"),
        ("timvinkl", "sv", "timvinkel"),
        ("entrophy", "en", "entropy"),
        ("frction", "en", "friction"),  # both are one letter away: the commoner one
    ],
)
def test_the_likeliest_word_comes_first(typed: str, language: str, meant: str) -> None:
    assert vocabulary().near(typed, language)[0].word == meant


def test_short_words_and_strange_ones_are_near_nothing() -> None:
    assert vocabulary().near("tim", "sv") == ()
    assert vocabulary().near("qqqqqqqq", "en") == ()
    assert vocabulary().near("a" * 1000, "en") == ()
    assert Vocabulary().near("entrophy", "en") == ()


@pytest.mark.parametrize("word", ["mikrokontrolleri", "mikrokontroller"])
def test_a_loan_is_found_in_another_language(word: str) -> None:
    assert [near.word for near in vocabulary().cognates(word, "en", 0.6)] == ["microcontroller"]


def test_documents_are_counted_by_language() -> None:
    held = vocabulary()
    assert (held.documents("luku"), held.documents("luku", "fi"), held.documents("luku", "sv")) == (12, 12, 0)
    assert held.has_word("murtolukuja")
    assert not held.has_word("luku")  # only as a part
    assert held.documents("'; DROP TABLE held; --") == 0


def test_a_file_holds_the_same(tmp_path: Path) -> None:
    path = tmp_path / "words.sqlite3"
    Vocabulary.write(path, WORDS, {})
    assert Vocabulary.read(path).near("paraabelli", "fi") == vocabulary().near("paraabelli", "fi")

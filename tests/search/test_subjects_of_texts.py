"""Concepts that a text is about, by how often, where and how rarely elsewhere their names stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import pytest

from search.lexicon import Lexicon
from search.query import Knowledge
from search.spelling import Vocabulary
from search.subjects_of_texts import MOST_PROPOSED, proposals

NAMES = Lexicon.of(
    [
        ("fraction", {"fi": ("murtoluvut",), "sv": ("bråktal",), "en": ("fractions",)}),
        ("cold war", {"fi": ("kylmä sota",), "sv": ("kalla kriget",), "en": ("cold war",)}),
        ("war", {"fi": ("sota",), "sv": ("krig",), "en": ("war",)}),
        ("task", {"fi": ("tehtävät", "harjoitus"), "sv": ("uppgifter",), "en": ("tasks",)}),
        ("intrinsic value", {"fi": ("itseisarvo (filosofia)",)}),
        ("depression", {"fi": ("lama (mielentila)",)}),
        ("recession", {"fi": ("lama (talous)",)}),
        ("variable", {"fi": ("muuttujat",)}),
        ("Oman", {"fi": ("Oman",)}),
        ("England", {"fi": ("Englanti",)}),
        ("SALDO", {"fi": ("SALDO",)}),
        ("exercise", {"fi": ("harjoitukset",)}),
        *((f"animal {n}", {"fi": (f"eläin{n}",)}) for n in range(20)),
    ]
)


def proposed(
    language: str = "fi",
    documents: int = 0,
    held: Mapping[str, int] | None = None,
    **texts: Sequence[str],
) -> list[str]:
    knowledge = Knowledge(NAMES, Vocabulary.of({}, {language: Counter(held or {})}))
    return [one.uri for one in proposals(texts, language, knowledge, documents)]


@pytest.mark.parametrize(
    ("language", "title"),
    [("fi", "Murtolukujen laskeminen"), ("sv", "Räkna med bråktal"), ("en", "Adding a fraction")],
)
def test_names_are_found_in_any_form(language: str, title: str) -> None:
    assert proposed(language, title=[title]) == ["fraction"]


def test_where_a_longer_name_stands_its_words_do_not() -> None:
    assert proposed(title=["Kylmän sodan loppu"]) == ["cold war"]
    assert set(proposed(title=["Kylmän sodan loppu ja uusi sota"])) == {"cold war", "war"}


def test_a_title_says_more_than_the_text_and_often_more_than_once() -> None:
    assert proposed(title=["Murtoluvut"], body=["Sota.", "Taas sota."]) == ["fraction", "war"]
    assert proposed(body=["Murtoluvut ja sota ja sota.", "Sota.", "Taas sota."]) == ["war"]


def test_what_every_text_says_counts_for_little() -> None:
    held = {"murtoluku": 2, "muuttuja": 90}
    pieces = ["Muuttuja, murtoluku", "Muuttuja ja murtoluku", "Muuttuja"]
    assert proposed(documents=100, held=held, headings=pieces) == ["fraction"]
    # In a small index nothing is known of that.
    assert proposed(documents=10, held=held, headings=pieces) == ["variable", "fraction"]


def test_what_every_lesson_speaks_of_comes_after_its_subject() -> None:
    assert proposed(title=["Murtoluvut"], headings=["Tehtävä"] * 8) == ["fraction", "task"]


def test_what_stands_in_brackets_must_be_in_the_text_too() -> None:
    assert proposed(title=["Itseisarvo"]) == []
    assert proposed(title=["Itseisarvo filosofiassa"]) == ["intrinsic value"]
    assert proposed(title=["Lamaan johti pörssi ja talous"]) == ["recession"]


def test_a_proper_name_has_a_capital_and_an_abbreviation_only_capitals() -> None:
    assert proposed(title=["Oman kylän halki"]) == []
    assert proposed(title=["Englannin kieli"]) == ["England"]
    assert proposed(title=["Tilin saldo"]) == []
    assert proposed(title=["Ohjelma SALDO"]) == ["SALDO"]


def test_a_concepts_own_name_comes_before_anothers_other_name() -> None:
    assert proposed(title=["Harjoitus"]) == ["exercise"]


def test_not_more_are_proposed_than_somebody_looks_through() -> None:
    title = " ".join(f"eläin{n}" for n in range(20))
    assert len(proposed(title=[title])) == MOST_PROPOSED


@pytest.mark.parametrize("text", ["", "   ", "1 2 3", "ja on se", "x" * 5000, "\ud800 ☃ murto-"])
def test_a_text_about_nothing_known_proposes_nothing(text: str) -> None:
    assert proposed(title=[text], body=[text]) == []


def test_another_language_proposes_nothing() -> None:
    assert proposed("de", title=["Murtoluvut"]) == []

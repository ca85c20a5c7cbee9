"""Concepts that a text is about, by how often, where and how rarely elsewhere their names stand."""

from __future__ import annotations

from collections import Counter

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
        ("exercise", {"fi": ("harjoitukset",)}),
        *((f"animal {n}", {"fi": (f"eläin{n}",)}) for n in range(20)),
    ]
)


def proposed(
    language: str = "fi", documents: int = 0, held: dict[str, int] | None = None, **texts: str
) -> list[str]:
    knowledge = Knowledge(NAMES, Vocabulary.of({}, {language: Counter(held or {})}))
    pieces = {field: [text] for field, text in texts.items()}
    return [one.uri for one in proposals(pieces, language, knowledge, documents)]


@pytest.mark.parametrize(
    ("language", "title"),
    [("fi", "Murtolukujen laskeminen"), ("sv", "Räkna med bråktal"), ("en", "Adding a fraction")],
)
def test_names_are_found_in_any_form(language: str, title: str) -> None:
    assert proposed(language, title=title) == ["fraction"]


def test_where_a_longer_name_stands_its_words_do_not() -> None:
    assert proposed(title="Kylmän sodan loppu") == ["cold war"]
    assert set(proposed(title="Kylmän sodan loppu ja uusi sota")) == {"cold war", "war"}


def test_a_title_says_more_than_the_text_and_often_more_than_once() -> None:
    assert proposed(title="Murtoluvut", body="sota ja sota") == ["fraction", "war"]
    assert proposed(body="Murtoluvut. Sota, sota ja sota.") == ["war"]


def test_what_every_text_says_counts_for_little() -> None:
    held = {"murtoluku": 2, "tehtävä": 90}
    text = "Tehtävä, tehtävä, tehtävä. Murtoluku ja murtoluku."
    assert proposed(documents=100, held=held, headings=text) == ["fraction"]
    # In a small index nothing is known of that.
    assert proposed(documents=10, held=held, headings=text) == ["task", "fraction"]


def test_a_concepts_own_name_comes_before_anothers_other_name() -> None:
    assert proposed(title="Harjoitus") == ["exercise"]


def test_not_more_are_proposed_than_somebody_looks_through() -> None:
    title = " ".join(f"eläin{n}" for n in range(20))
    assert len(proposed(title=title)) == MOST_PROPOSED


@pytest.mark.parametrize("text", ["", "   ", "1 2 3", "ja on se", "x" * 5000, "\ud800 ☃ murto-"])
def test_a_text_about_nothing_known_proposes_nothing(text: str) -> None:
    assert proposed(title=text, body=text) == []


def test_another_language_proposes_nothing() -> None:
    assert proposed("de", title="Murtoluvut") == []

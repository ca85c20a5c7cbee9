"""A query word in one form meets a document that holds another: the forms of both share a term."""

from __future__ import annotations

import pytest

from search.analysis import analyse
from search.query import parse

PAIRS = [
    ("fi", "murtolukuja", "murtoluvut"),
    ("fi", "silmukoissa", "silmukka"),
    ("fi", "käsitteitä", "käsite"),
    ("fi", "yhtälöitä", "yhtälön"),
    ("fi", "kalenterista", "kalenterit"),
    ("fi", "eläimistä", "eläinten"),
    ("fi", "tekemään", "teki"),
    ("fi", "äidinkielessä", "äidinkieli"),
    ("fi", "Pythonilla", "Pythonissa"),
    ("fi", "pelillistämistä", "pelillistäminen"),
    ("fi", "EU:ssa", "EU:n"),
    ("fi", "tv:ssä", "tv"),
    ("fi", "luku", "murtoluvuista"),
    ("fi", "vene", "kilpailuveneitä"),
    ("fi", "murtolukulasku", "murtoluvut"),
    ("fi", "opetus", "S2-opetuksessa"),
    ("fi", "S2", "S2-opetuksessa"),
    ("fi", "2026", "12.5.2026"),
    ("fi", "2026-05-12", "12.5.2026"),
    ("fi", "Helsinki", "helsinkiin"),
    # Words made of one another.
    ("fi", "ratkaisuja", "ratkaiseminen"),
    ("fi", "ohjelmoimaan", "ohjelmoinnissa"),
    ("en", "reflection", "reflected"),
    ("sv", "bråktalen", "bråktal"),
    ("sv", "tal", "bråktalen"),
    ("sv", "teleskopens", "teleskop"),
    ("sv", "typer", "typ"),
    ("sv", "vinklar", "vinkel"),
    ("sv", "vinkel", "vinklarna"),
    ("sv", "vinkel", "timvinkeln"),
    ("sv", "upphov", "upphovsrätt"),
    ("sv", "böckerna", "bok"),
    ("sv", "filer", "fil"),
    ("sv", "plan", "planerna"),
    ("sv", "funktionsanrop", "funktionsanropet"),
    ("en", "fractions", "fraction"),
    ("en", "children", "child's"),
    ("en", "projectiles", "projectile"),
    ("en", "reflected", "reflecting"),
    ("en", "analysis", "analyses"),
    ("en", "known", "well-known"),
]


@pytest.mark.parametrize("visitor", ["fi", "sv", "en"])
@pytest.mark.parametrize(("language", "typed", "written"), PAIRS)
def test_a_query_meets_another_form_of_its_word(visitor, language, typed, written):
    (group,) = parse(typed, visitor).groups
    asked = {alternative.term for alternative in group.alternatives}
    held = {form for token in analyse(written, language) for form in (token.main, *token.extra)}
    assert asked & held


@pytest.mark.parametrize(
    ("language", "typed", "written"),
    [
        ("fi", "kissa", "koira"),
        ("fi", "luku", "lupa"),
        ("sv", "hov", "upphovsrätt"),
        ("sv", "gram", "program"),
        ("sv", "ring", "programmering"),
        ("en", "art", "party"),
    ],
)
def test_a_query_does_not_meet_a_word_that_only_looks_alike(language, typed, written):
    (group,) = parse(typed, language).groups
    asked = {alternative.term for alternative in group.alternatives}
    held = {form for token in analyse(written, language) for form in (token.main, *token.extra)}
    assert not asked & held


@pytest.mark.parametrize(
    ("language", "typed", "written"),
    [
        ("fi", '"toisen asteen yhtälö"', "Ratkaise toisen asteen yhtälöitä."),
        ("sv", '"andra gradens ekvation"', "Lös andra gradens ekvationer."),
        ("en", '"cold war"', "The cold wars of history"),
    ],
)
def test_a_phrase_meets_its_words_side_by_side_in_other_forms(language, typed, written):
    (group,) = parse(typed, "en").groups
    main = " ".join(token.main for token in analyse(written, language))
    assert any(f" {alternative.term} " in f" {main} " for alternative in group.alternatives)

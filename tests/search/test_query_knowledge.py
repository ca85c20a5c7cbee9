"""What a query gains from knowing other names of things, and which words have hits."""

from __future__ import annotations

import time

import pytest

from search.analysis.reading import forms_of
from search.lexicon import Lexicon
from search.query import Knowledge, parse
from search.query.alternatives import whole_parts
from search.query.tree import Group, Query
from search.spelling import Vocabulary
from tests.search.hostile import HOSTILE

NAMES = [
    ("yso:1", {"fi": ("kylmä sota",), "sv": ("kalla kriget",), "en": ("cold war",)}),
    ("yso:2", {"fi": ("sota",), "sv": ("krig",), "en": ("war",)}),
    ("yso:3", {"fi": ("sonaatti",), "sv": ("sonat",), "en": ("sonata",)}),
    ("yso:4", {"fi": ("muoto",), "sv": ("form",), "en": ("form",)}),
    ("yso:5", {"fi": ("aaveet",), "sv": ("spöken",), "en": ("ghosts",)}),
]
WORDS = {
    "fi": {"kylmä": 5, "sota": 9, "murtolukuja": 3, "paraabeli": 6, "sonaatti": 1, "talo": 4, "hissi": 1},
    "sv": {"kalla": 2, "kriget": 3, "krig": 4, "bråktal": 3, "parabel": 1, "sonatform": 1},
    "en": {"cold": 4, "war": 7, "fraction": 3, "sonata": 2, "form": 30, "bacterial": 3, "microcontroller": 1},
}
TERMS = {
    "fi": {"murtoluku": 3, "luku": 12},
    "sv": {"kall": 2, "sonat": 2, "form": 3, "timvinkl": 2},
    "en": {"microcontrol": 1},
}
KNOWN = Knowledge(Lexicon.of(NAMES), Vocabulary.of(WORDS, TERMS))


def asked(typed: str, language: str = "fi") -> Query:
    return parse(typed, language, knowledge=KNOWN)


def terms(group: Group, *forms: str) -> set[str]:
    return {a.term for a in group.alternatives if a.form in forms}


@pytest.mark.parametrize("typed", ["kylmä sota", "kylmän sodan", "kylmästä sodasta"])
def test_the_longest_name_is_said_whole_and_never_word_by_word(typed: str) -> None:
    for group in asked(typed).groups:
        assert terms(group, "concept") == {"kalla krig", "cold war"}


def test_a_word_outside_the_longer_name_has_its_own() -> None:
    first, second = asked("talo sodassa").groups
    assert terms(first, "concept") == set()
    assert terms(second, "concept") == {"krig", "war"}


def test_a_name_without_hits_is_not_asked_for() -> None:
    assert terms(asked("aaveet").groups[0], "concept") == set()


def test_a_compound_without_a_name_goes_by_its_parts() -> None:
    (group,) = asked("sonaattimuoto").groups
    together = {a.term for a in group.alternatives if a.together and a.language}
    assert together == {"sonat form", "sonata form"}
    assert terms(group, "concept") == {"sonatform"}  # as Swedish would write it


def test_a_word_without_a_name_goes_by_its_looks() -> None:
    assert terms(asked("mikrokontrollereita").groups[0], "cognate") == {"microcontroller"}
    assert terms(asked("parabel", "sv").groups[0], "cognate") == {"paraabeli"}


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("paraabelli", "paraabeli"),
        ("Kylmä  paraabelli!", "Kylmä  paraabeli!"),
        ("paraabeli", ""),
        ("murtoluku", ""),  # stands nowhere as it is, but its base form does
        ("hissit", ""),  # a dictionary's word
        ("xyzzyx", ""),
        ("MAA55", ""),
        ('"paraabelli"', ""),  # a quoted phrase is meant as it is
        ("-paraabelli sota", ""),
    ],
)
def test_a_word_without_hits_is_spelled_as_one_with_hits(typed: str, spelled: str) -> None:
    assert asked(typed).spelled == spelled


def test_a_correction_is_asked_for_too_and_is_worth_less() -> None:
    (group,) = asked("paraabelli").groups
    weights = {a.term: a.weight for a in group.alternatives if a.form == "spelling"}
    assert 0.5 < weights["paraabeli"] < 1
    assert "parabel" in {a.term for a in group.alternatives}  # and, corrected, in other languages


def test_a_misspelt_compound_is_corrected_half_by_half() -> None:
    assert asked("talosonatti").spelled == "talosonaatti"


def test_a_word_that_looks_like_a_stem_is_still_misspelt() -> None:
    known = Knowledge(Lexicon(), Vocabulary.of({"sv": {"timvinkel": 4}}, {"sv": {"timvinkl": 2}}))
    assert parse("timvinkl", "sv", knowledge=known).spelled == "timvinkel"


def test_a_stem_with_hits_does_not_make_a_word_right() -> None:
    known = Knowledge(Lexicon(), Vocabulary.of({"sv": {"programmering": 4, "program": 9}}, {}))
    assert parse("programering", "sv", knowledge=known).spelled == "programmering"


def test_another_inflection_of_an_unknown_word_is_no_correction() -> None:
    known = Knowledge(Lexicon(), Vocabulary.of({"fi": {"kanarixlintu": 4}}, {"fi": {"kanarixlint": 4}}))
    assert parse("kanarixlintuja", "fi", knowledge=known).spelled == ""


@pytest.mark.parametrize(
    ("word", "language", "parts"),
    [
        ("rautatietoiminto", "fi", ("rautatie", "toiminto")),
        ("murtolukulasku", "fi", ("murtoluku", "lasku")),
        ("aallonpituus", "fi", ("aalto", "pituus")),
        ("kehitysmaatutkimus", "fi", ("kehitysmaa", "tutkimus")),
        ("evolutionsteori", "sv", ("evolution", "teori")),
        ("vene", "fi", ()),
    ],
)
def test_a_compound_is_cut_where_its_parts_make_the_whole(
    word: str, language: str, parts: tuple[str, ...]
) -> None:
    assert whole_parts(forms_of(word, language)) == parts


def test_it_is_known_in_which_languages_a_word_can_be_said() -> None:
    first, second = asked("talo sota").groups
    assert first.languages == ("fi",)
    assert second.languages == ("fi", "sv", "en")


def test_two_forms_of_one_word_are_asked_for_once() -> None:
    assert [group.text for group in asked("talossa sodassa taloja").groups] == ["talossa", "sodassa"]


def test_without_knowledge_nothing_is_added() -> None:
    (group,) = parse("paraabelli", "fi").groups
    assert terms(group, "concept", "cognate", "spelling") == set()
    assert group.languages == ()


@pytest.mark.parametrize("typed", [*HOSTILE, "paraabelli " * 200, " ".join(f"sanna{n}x" for n in range(300))])
def test_whatever_is_typed_is_read_quickly(typed: str) -> None:
    times = []
    for _ in range(3):
        began = time.process_time()
        asked(typed)
        times.append(time.process_time() - began)
    assert min(times) < 0.1

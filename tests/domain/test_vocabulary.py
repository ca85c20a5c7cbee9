"""The closed lists and labels in three languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oer.domain import vocabulary
from oer.domain.adoption import STATES
from oer.domain.text import LANGUAGES, Label
from oer.domain.vocabulary import LEVELS, PILOT_THEMES, SUBJECTS, Vocabulary

EVERY = [value for value in vars(vocabulary).values() if isinstance(value, Vocabulary)] + [STATES]


@pytest.mark.parametrize("closed_list", EVERY, ids=lambda each: each.name)
def test_every_term_has_its_own_code_and_a_name_in_every_language(closed_list: Vocabulary) -> None:
    codes = closed_list.codes()
    assert codes
    assert len(set(codes)) == len(codes) == len(closed_list)
    for term in closed_list:
        assert all(term.label.in_language(language).strip() for language in LANGUAGES)
        assert term.code == term.code.strip()


@pytest.mark.parametrize("closed_list", EVERY, ids=lambda each: each.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_terms_of_a_list_share_a_name(closed_list: Vocabulary, language: str) -> None:
    names = [term.label.in_language(language) for term in closed_list]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("closed_list", EVERY, ids=lambda each: each.name)
def test_a_narrower_term_stands_after_its_parent(closed_list: Vocabulary) -> None:
    seen: set[str] = set()
    for term in closed_list:
        assert not term.parent or term.parent in seen
        seen.add(term.code)


@pytest.mark.parametrize(
    ("code", "above"),
    [
        ("grade-3", ("basic-3-6", "basic")),
        ("basic-7-9", ("basic",)),
        ("basic", ()),
        ("vocational", ("upper-secondary",)),
        ("unheard-of", ()),
    ],
)
def test_the_stages_of_school_stand_under_each_other(code: str, above: tuple[str, ...]) -> None:
    assert LEVELS.ancestors(code) == above


def test_every_grade_of_basic_education_is_under_its_group() -> None:
    grades = {term.code: term.parent for term in LEVELS if term.code.startswith("grade-")}
    groups = {1: "basic-1-2", 2: "basic-1-2"} | dict.fromkeys(range(3, 7), "basic-3-6")
    assert grades == {f"grade-{number}": groups.get(number, "basic-7-9") for number in range(1, 10)}


def test_the_levels_of_the_import_format_are_still_there() -> None:
    imported = ("preprimary", "basic-1-2", "basic-3-6", "basic-7-9", "upper-secondary", "higher")
    assert all(code in LEVELS for code in imported)


def test_wider_terms_are_added_once() -> None:
    assert LEVELS.with_ancestors(["grade-3", "grade-4", "basic-1-2"]) == (
        *("grade-3", "basic-3-6", "basic", "grade-4", "basic-1-2"),
    )


@pytest.mark.parametrize(
    ("level", "declared", "meet"),
    [
        ("basic-3-6", ["grade-3"], True),  # declared more narrowly
        ("basic-3-6", ["basic"], True),  # declared more widely
        ("basic-3-6", ["basic-7-9", "grade-1"], False),
        ("grade-3", ["grade-4"], False),
        ("basic", [], False),
    ],
)
def test_levels_meet_when_one_is_within_the_other(level: str, declared: list[str], meet: bool) -> None:
    assert LEVELS.overlap(level, declared) is meet


def test_the_lists_names_tell_them_apart() -> None:
    assert len({each.name for each in EVERY}) == len(EVERY)


def test_a_term_is_found_by_its_code() -> None:
    assert "basic-1-2" in LEVELS
    assert "basic-10" not in LEVELS
    assert LEVELS.get("basic-1-2").label.sv == "Årskurserna 1–2"
    assert LEVELS.get("basic-10") is None


def test_the_programmes_themes_are_the_six_of_the_city() -> None:
    assert len(PILOT_THEMES) == 6
    assert PILOT_THEMES.label("textbook-free", "fi") == "Oppikirjaton koulu"


@given(st.text())
def test_an_unknown_code_is_its_own_label(code: str) -> None:
    if code not in SUBJECTS:
        assert SUBJECTS.label(code, "fi") == code


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("fi", "f"),
        ("sv", "s"),
        ("en", "e"),
        ("sv-fi", "s"),
        ("en-GB", "e"),
        ("de", "f"),
        ("", "f"),
        ("fil", "f"),
    ],
)
def test_a_label_speaks_the_interface_languages_and_finnish_otherwise(language: str, name: str) -> None:
    assert Label("f", "s", "e").in_language(language) == name

"""The languages of captions, and what films call them."""

import pytest
from django.utils import translation

from media.captions.languages import _SHORT, UNKNOWN, choices, from_container, name


@pytest.mark.parametrize(
    ("tags", "code"),
    [
        ("fin fi fi-FI FIN", "fi"),
        ("swe sv", "sv"),
        ("por pt pt-BR", "pt"),
        ("tur", "tr"),
        ("vie", "vi"),
        ("fas per fa", "fa"),
        ("kur", "ku"),
        ("zho chi zh-Hant", "zh"),
        ("lav", "lv"),
        ("hun", "hu"),
        ("ron rum", "ro"),
        ("sme", "se"),
        ("smn", "smn"),
        ("nor", "no"),
    ],
)
def test_a_films_tag_is_the_language_it_says(tags: str, code: str) -> None:
    assert {from_container(tag) for tag in tags.split()} == {code}


def test_every_language_offered_is_known_by_the_tag_of_films() -> None:
    assert {code for code, _label in choices() if len(code) == 2} == set(_SHORT.values())


@pytest.mark.parametrize("tag", ["", "und", "UND", " "])
def test_a_tag_that_says_nothing_is_no_language(tag: str) -> None:
    assert from_container(tag) == ""


@pytest.mark.parametrize("tag", ["amh", "tlh", "mul", "zxx", "qaa", "x"])
def test_a_language_that_is_not_offered_is_not_taken_for_another(tag: str) -> None:
    assert from_container(tag) == UNKNOWN


@pytest.mark.parametrize(
    ("page", "kurdish", "unknown"),
    [
        ("fi", "kurdî (kurdi)", "Ei kerrottu"),
        ("sv", "kurdî (kurdiska)", "Inte angivet"),
        ("en", "kurdî (Kurdish)", "Not said"),
    ],
)
def test_a_language_is_offered_by_its_own_name_and_the_readers(page: str, kurdish: str, unknown: str) -> None:
    with translation.override(page):
        assert (dict(choices())["ku"], name(UNKNOWN)) == (kurdish, unknown)

"""Filling the sentences of a criteria set: templates in three languages, values that know theirs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from oer.domain.text import LANGUAGES, Label

#: How the text of the page itself is named where a file's name would stand.
PAGE_TEXT = Label("sivun teksti", "sidans text", "the page text")


def fill(template: Label, values: Mapping[str, Any]) -> Label:
    """The template's sentence in each language with the values in place.

    Raises KeyError when the template names a value that is not given.
    """
    return Label(**{language: _filled(template, values, language) for language in LANGUAGES})


def words(value: Any, language: str) -> str:
    """One value as a reader of this language writes it."""
    if isinstance(value, Label):
        return value.in_language(language)
    if isinstance(value, (list, tuple, frozenset, set)):
        items = sorted(value) if isinstance(value, (set, frozenset)) else value
        return ", ".join(words(item, language) for item in items)
    if isinstance(value, float):
        text = f"{value:.1f}".removesuffix(".0")
        return text if language == "en" else text.replace(".", ",")
    if isinstance(value, dt.date):
        return f"{value.day} {value:%B %Y}" if language == "en" else f"{value.day}.{value.month}.{value.year}"
    return str(value)


def _filled(template: Label, values: Mapping[str, Any], language: str) -> str:
    shown = {key: words(value, language) for key, value in values.items()}
    return template.in_language(language).format_map(shown)

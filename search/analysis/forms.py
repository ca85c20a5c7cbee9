"""What one word can be found by."""

from __future__ import annotations

from typing import NamedTuple


class Forms(NamedTuple):
    """A word's forms in one language, without a place in a text."""

    #: Folded surface.
    surface: str
    #: Base forms, the likeliest first; one stem when the word is not `known`.
    lemmas: tuple[str, ...] = ()
    #: Base forms of a compound's parts.
    parts: tuple[str, ...] = ()
    #: Weaker kin: the stem, or the word this one is made from ("ratkaista" of "ratkaisu").
    related: tuple[str, ...] = ()
    #: False when the word is in no dictionary of the language.
    known: bool = True

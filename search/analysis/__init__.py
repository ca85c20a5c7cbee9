"""All that the search knows of languages. Pure: text in, tokens out; no database, no settings."""

from __future__ import annotations

from search.analysis.finnish import reader
from search.analysis.reading import forms_of
from search.analysis.token import Token
from search.analysis.words import find_words

__all__ = ["Token", "analyse", "voikko_available"]


def analyse(text: str, language: str) -> list[Token]:
    """The words of `text` in order, read as `language` (a BCP 47 tag).

    Finnish, Swedish and English words get base forms and compound parts; those of other languages are folded
    only. Never raises on any text.
    """
    tokens = []
    for match in find_words(text):
        word = match.group()
        surface, lemmas, parts, related, _ = forms_of(word, language)
        tokens.append(Token(word, match.start(), match.end(), surface, lemmas, parts, related))
    return tokens


def voikko_available() -> bool:
    """True when Finnish is read by Voikko; False when the library or its dictionary cannot be loaded."""
    return reader() is not None

"""Small word lists beside the code, as text: words separated by white space, `#` begins a comment line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent


def word_list(name: str) -> frozenset[str]:
    """The words of `<name>.txt`. Raises FileNotFoundError when there is no such list."""
    lines = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=32)
def word_pairs(name: str) -> Mapping[str, tuple[str, ...]]:
    """The first word of each line -> the words after it, in the file of that name."""
    lines = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if line and not line.startswith("#"))
    return {word: tuple(others) for word, *others in rows}


@lru_cache(maxsize=32)
def stopwords(language: str) -> frozenset[str]:
    """Words of `language` that say nothing of what is sought; none for a language without a list."""
    return word_list(f"stopwords.{language}") if language in ("fi", "sv", "en") else frozenset()

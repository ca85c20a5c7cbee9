"""Names of things meet any inflection of themselves, in memory and from a file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from search.lexicon import Lexicon

ROWS = [
    ("yso:1", {"fi": ("kylmä sota",), "sv": ("kalla kriget",), "en": ("cold war",)}),
    ("yso:2", {"fi": ("murtoluvut",), "sv": ("bråktal",), "en": ("fractions",)}),
    ("yso:3", {"fi": ("lama", "taantuma"), "sv": ("recession",), "en": ("depression (economic events)",)}),
]


def told(lexicon: Lexicon, term: str, language: str) -> set[tuple[str, str]]:
    return {(name.language, name.term) for name in lexicon.names(term, language)}


@pytest.mark.parametrize(
    ("term", "language", "other"),
    [
        ("kylmä sota", "fi", ("en", "cold war")),
        ("kylmä sota", "fi", ("sv", "kalla krig")),  # as the index holds "kalla kriget"
        ("murtoluku", "fi", ("en", "fraction")),
        ("fraction", "en", ("fi", "murtoluku")),
        ("lama", "fi", ("en", "depression")),  # without what stands in brackets
        ("taantuma", "fi", ("en", "depression")),  # by a name that is not the preferred one
        ("taantuma", "fi", ("fi", "lama")),
    ],
)
def test_a_name_is_found_by_its_main_forms(term: str, language: str, other: tuple[str, str]) -> None:
    assert other in told(Lexicon.of(ROWS), term, language)


def test_a_name_is_looked_up_in_its_own_language_only() -> None:
    assert told(Lexicon.of(ROWS), "fraction", "fi") == set()
    assert told(Lexicon(), "fraction", "en") == set()


def test_a_file_tells_the_same_and_a_failed_writing_leaves_it(tmp_path: Path) -> None:
    path = tmp_path / "names.sqlite3"
    Lexicon.write(path, ROWS)

    def broken():
        yield ROWS[1]
        raise RuntimeError("the source broke off")

    with pytest.raises(RuntimeError):
        Lexicon.write(path, broken())
    assert told(Lexicon.read(path), "kylmä sota", "fi") == told(Lexicon.of(ROWS), "kylmä sota", "fi")
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_no_lexicon_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "names.sqlite3"
    path.write_text("not a database, but long enough to be looked at " * 20)
    with pytest.raises(sqlite3.Error):
        Lexicon.read(path)

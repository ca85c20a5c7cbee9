"""Names of things that some document holds, by how they begin: what may be offered while someone types."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from search import lookup_file
from search.analysis.words import find_words, fold
from search.lexicon.lexicon import Labelled, Lexicon
from search.spelling import Vocabulary

#: Of so many texts that hold the words of a name, about one holds the name.
_APART = 5
#: Names that begin alike are looked at, the commonest of them.
_READ = 60

_SCHEMA = """
    CREATE TABLE offered (
        number INTEGER PRIMARY KEY, concept INTEGER, language TEXT, label TEXT, documents INTEGER
    );
    CREATE TABLE beginning (text TEXT, place INTEGER, number INTEGER);
"""
_INDEX = """
    CREATE INDEX beginning_by_text ON beginning (text, place, number);
    CREATE INDEX offered_by_concept ON offered (concept);
"""
_BEGINNING = """
    SELECT DISTINCT concept, language, label, documents FROM beginning JOIN offered USING (number)
    WHERE text >= ? AND text < ? ORDER BY place > 0, documents DESC, label LIMIT ?
"""


class Offered(NamedTuple):
    """A name of a thing."""

    concept: int
    language: str
    label: str
    #: About as many documents hold some name of it.
    documents: int


class Offers:
    """Names with hits; an empty one offers nothing.

    How many documents hold a name is told by its words, so a name of several may have no hits after all.
    """

    def __init__(self, tables: sqlite3.Connection | None = None) -> None:
        self._tables = tables

    @classmethod
    def of(cls, lexicon: Lexicon, vocabulary: Vocabulary) -> Offers:
        """Those in memory."""
        return cls(lookup_file.in_memory(_SCHEMA, lambda tables: _fill(tables, lexicon, vocabulary)))

    @classmethod
    def read(cls, path: Path) -> Offers:
        """Those in this file. Raises sqlite3.Error when it cannot be read."""
        return cls(lookup_file.read(path))

    @staticmethod
    def write(path: Path, lexicon: Lexicon, vocabulary: Vocabulary) -> None:
        """Put the names with hits into a file."""
        lookup_file.write(path, _SCHEMA, lambda tables: _fill(tables, lexicon, vocabulary))

    def beginning(self, text: str, languages: Sequence[str], most: int) -> list[Offered]:
        """Names of which some word begins like the folded text, each thing once, in the likeliest language.

        Names that begin so themselves come first, then the commonest.
        """
        if self._tables is None or not text:
            return []
        rows = self._tables.execute(_BEGINNING, (text, f"{text}\U0010ffff", _READ))
        found: dict[int, Offered] = {}
        for row in rows:
            one = Offered(*row)
            other = found.get(one.concept)
            if other is None or _rank(one, languages) < _rank(other, languages):
                found[one.concept] = one
        each_once = {fold_name(one.label): one for one in reversed(list(found.values()))}
        return list(reversed(each_once.values()))[:most]

    def named(self, concepts: Iterable[int], languages: Sequence[str]) -> list[Offered]:
        """The likeliest name of each of these things that has hits, in the likeliest language."""
        found = []
        for concept in dict.fromkeys(concepts):
            if names := self._names(concept):
                found.append(min(names, key=lambda name: _rank(name, languages)))
        return found

    def other_names(self, names: Sequence[Offered]) -> list[Offered]:
        """The other names of the same things."""
        return [other for name in names for other in self._names(name.concept) if other.label != name.label]

    def _names(self, concept: int) -> list[Offered]:
        """All names of a thing, the preferred one of each language first."""
        if self._tables is None:
            return []
        rows = self._tables.execute(
            "SELECT concept, language, label, documents FROM offered WHERE concept = ? ORDER BY number",
            (concept,),
        )
        return [Offered(*row) for row in rows]


def fold_name(name: str) -> str:
    """The form in which beginnings are compared: folded words joined by single spaces."""
    return " ".join(fold(match.group()) for match in find_words(name))


def _rank(one: Offered, languages: Sequence[str]) -> int:
    return list(languages).index(one.language) if one.language in languages else len(languages)


def _fill(tables: sqlite3.Connection, lexicon: Lexicon, vocabulary: Vocabulary) -> None:
    held = {(term, language): documents for term, language, documents in vocabulary.terms()}

    def documents(name: Labelled) -> int:
        words = name.term.split()
        fewest = min(held.get((word, name.language), 0) for word in words)
        # Few of the texts that hold all words of a name hold them side by side.
        return fewest if len(words) == 1 else -(-fewest // _APART)

    for number, (offered, beginnings) in enumerate(_offered(lexicon.labels(), documents), start=1):
        tables.execute("INSERT INTO offered VALUES (?, ?, ?, ?, ?)", (number, *offered))
        rows = [(text, place, number) for place, text in enumerate(beginnings)]
        tables.executemany("INSERT INTO beginning VALUES (?, ?, ?)", rows)
    tables.executescript(_INDEX)


def _offered(
    names: Iterable[Labelled], documents: Callable[[Labelled], int]
) -> Iterator[tuple[Offered, list[str]]]:
    """The names of every concept of which some name is held, each with its beginnings."""
    for concept, some in groupby(names, key=lambda name: name.concept):
        called = list(some)
        if most := max(documents(name) for name in called):
            for name in called:
                words = fold_name(name.label).split(" ")
                beginnings = [" ".join(words[at:]) for at in range(len(words))]
                yield Offered(concept, name.language, name.label, most), beginnings

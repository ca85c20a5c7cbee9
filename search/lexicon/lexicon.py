"""Names of concepts in the form in which indexes hold words, so that any inflection of a name meets it; and
what dictionaries give for the words that name no concept."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from oer.domain.text import LANGUAGES
from search import lookup_file
from search.analysis.reading import forms_of
from search.analysis.words import find_words
from search.lexicon.bilingual import Entry

#: A concept as its source has it: its URI, and its names by language, the preferred one first.
Row = tuple[str, Mapping[str, tuple[str, ...]]]

#: Words of the longest name that is of use in a search.
MOST_WORDS = 5
#: One word may name many things; of more, only the first in the vocabulary's order.
MOST_CONCEPTS = 4

_SCHEMA = """
    CREATE TABLE name (concept INTEGER, language TEXT, term TEXT, rank INTEGER, label TEXT);
    CREATE TABLE thing (concept INTEGER PRIMARY KEY, uri TEXT);
    CREATE TABLE told_apart (concept INTEGER, language TEXT, qualifier TEXT, PRIMARY KEY (concept, language));
    CREATE TABLE translation (language TEXT, word TEXT, other TEXT, name TEXT, rank INTEGER);
"""
_INDEXES = """
    CREATE INDEX name_by_term ON name (language, term, concept);
    CREATE INDEX name_by_concept ON name (concept, rank);
    CREATE INDEX translation_by_word ON translation (language, word, other, rank, name);
"""
_SAME_THING = """
    SELECT concept, language, term FROM name WHERE concept IN (
        SELECT DISTINCT concept FROM name WHERE language = ? AND term = ? ORDER BY rank, concept LIMIT ?
    ) ORDER BY rank, concept
"""
_MEANT = """
    SELECT term, uri, rank, label, coalesce(qualifier, '') FROM name JOIN thing USING (concept)
    LEFT JOIN told_apart USING (concept, language)
    WHERE language = ? AND term IN (%s) ORDER BY rank, concept
"""
#: Terms that are asked for at a time.
_AT_A_TIME = 500
_TRANSLATIONS = """
    SELECT other, name FROM translation WHERE language = ? AND word = ? GROUP BY other, name
    ORDER BY min(rank), name
"""
#: Terms whose names, and words whose translations are remembered.
_REMEMBERED = 4_096
#: Translations of a word that are of use; those found backwards, by the word that is given as a translation,
#: come after the others; and the language through which Swedish and English words are found, and how many.
MOST_TRANSLATIONS, _BACKWARDS, _BETWEEN, _MOST_BETWEEN = 6, 8, "fi", 2
#: "depression (economic events)": what stands in brackets tells concepts apart and is in no text.
_QUALIFIER = re.compile(r"\s*\([^)]*\)")


class Name(NamedTuple):
    """What a concept is called."""

    concept: int
    language: str
    #: Analysed words joined by single spaces.
    term: str


class Meant(NamedTuple):
    """A concept that a term names."""

    uri: str
    #: 0 when the term is the concept's own name, more for its other names.
    rank: int
    #: The name as people write it.
    label: str
    #: What stands in brackets behind the concept's own name, or empty: it tells of which of several things.
    qualifier: str


class Labelled(NamedTuple):
    """A name as people write it."""

    concept: int
    language: str
    term: str
    #: 0 for the concept's own name, more for others.
    rank: int
    label: str


class Lexicon:
    """Concepts and their names; an empty one knows nothing."""

    def __init__(self, tables: sqlite3.Connection | None = None) -> None:
        self._tables = tables
        # Queries share their words, and every page and every choice of a facet asks for all of them again.
        self._listed = lru_cache(_REMEMBERED)(self._looked_up)
        self._same_thing = lru_cache(_REMEMBERED)(self._named)

    @classmethod
    def of(cls, rows: Iterable[Row], entries: Iterable[Entry] = ()) -> Lexicon:
        """A lexicon in memory."""
        return cls(lookup_file.in_memory(_SCHEMA, lambda tables: _fill(tables, rows, entries)))

    @classmethod
    def read(cls, path: Path) -> Lexicon:
        """The lexicon in this file. Raises sqlite3.Error when it cannot be read."""
        return cls(lookup_file.read(path))

    @staticmethod
    def write(path: Path, rows: Iterable[Row], entries: Iterable[Entry] = ()) -> None:
        """Put a lexicon of these concepts and dictionary entries into a file."""
        lookup_file.write(path, _SCHEMA, lambda tables: _fill(tables, rows, entries))

    def names(self, term: str, language: str) -> tuple[Name, ...]:
        """Every name, in every language, of the concepts that `term` names in `language`."""
        return self._same_thing(term, language)

    def _named(self, term: str, language: str) -> tuple[Name, ...]:
        rows = self._tables.execute(_SAME_THING, (language, term, MOST_CONCEPTS)) if self._tables else ()
        return tuple(Name(*row) for row in rows)

    def concepts(self, terms: Iterable[str], language: str) -> dict[str, list[Meant]]:
        """The concepts that each of the terms names in `language`, the surest first; terms that name none are
        left out."""
        found: dict[str, list[Meant]] = {}
        asked = iter(dict.fromkeys(terms))
        while self._tables is not None and (some := list(islice(asked, _AT_A_TIME))):
            places = ", ".join("?" * len(some))
            for term, *meant in self._tables.execute(_MEANT % places, (language, *some)):
                found.setdefault(term, []).append(Meant(*meant))
        return found

    def translations(self, word: str, language: str, other: str) -> tuple[str, ...]:
        """What dictionaries give in `other` for a word (or several) in base form, the commonest first.

        The dictionaries between Swedish and English are small: there, what they lack is looked up by way of
        Finnish.
        """
        listed = self._listed(word, language)
        found = listed.get(other, ())
        if not found and _BETWEEN not in (language, other):
            between = listed.get(_BETWEEN, ())[:_MOST_BETWEEN]
            onwards = (self._listed(step, _BETWEEN).get(other, ())[:_MOST_BETWEEN] for step in between)
            found = tuple(dict.fromkeys(name for names in onwards for name in names))
        return found

    def _looked_up(self, word: str, language: str) -> Mapping[str, tuple[str, ...]]:
        """Other language -> what dictionaries give, the commonest first."""
        found: dict[str, tuple[str, ...]] = {}
        for other, name in self._tables.execute(_TRANSLATIONS, (language, word)) if self._tables else ():
            if len(listed := found.get(other, ())) < MOST_TRANSLATIONS:
                found[other] = (*listed, name)
        return found

    def labels(self) -> Iterator[Labelled]:
        """Every name as people write it, concept by concept, those of one language by their rank."""
        if self._tables is not None:
            rows = self._tables.execute(
                "SELECT concept, language, term, rank, label FROM name ORDER BY concept, language, rank"
            )
            yield from (Labelled(*row) for row in rows)


def term_of(words: Iterable[str], language: str) -> str:
    """The words in main forms, as the main streams of indexes hold them."""
    return " ".join(_main(word, language) for word in words)


def _main(word: str, language: str) -> str:
    forms = forms_of(word, language)
    return forms.lemmas[0] if forms.lemmas else forms.surface


def _fill(tables: sqlite3.Connection, rows: Iterable[Row], entries: Iterable[Entry]) -> None:
    def noted() -> Iterator[Row]:
        for concept, row in enumerate(rows):
            tables.execute("INSERT INTO thing VALUES (?, ?)", (concept, row[0]))
            for language, names in row[1].items():
                if names and (found := _QUALIFIER.search(names[0])):
                    qualifier = found.group().strip(" ()")
                    tables.execute("INSERT INTO told_apart VALUES (?, ?, ?)", (concept, language, qualifier))
            yield row

    tables.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?)", _names(noted()))
    tables.executemany("INSERT INTO translation VALUES (?, ?, ?, ?, ?)", _translations(entries))
    tables.executescript(_INDEXES)


def _names(rows: Iterable[Row]) -> Iterator[tuple[int, str, str, int, str]]:
    for concept, (_uri, names) in enumerate(rows):
        seen: set[tuple[str, str]] = set()
        for language in LANGUAGES:
            for rank, name in enumerate(names.get(language, ())):
                label = _QUALIFIER.sub("", name).strip()
                words = [match.group() for match in find_words(label)]
                term = term_of(words, language)
                if 0 < len(words) <= MOST_WORDS and (language, term) not in seen:
                    seen.add((language, term))
                    yield concept, language, term, rank, label


def _translations(entries: Iterable[Entry]) -> Iterator[tuple[str, str, str, str, int]]:
    for entry in entries:
        word = entry.word.casefold()
        for rank, name in enumerate(entry.names):
            yield entry.language, word, entry.other, name, rank
            yield entry.other, name.casefold(), entry.language, entry.word, rank + _BACKWARDS

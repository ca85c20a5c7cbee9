"""The words of the index by language, each with the number of documents that hold it."""

from __future__ import annotations

import json
import math
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from heapq import nlargest
from pathlib import Path
from typing import NamedTuple

import numpy as np

from search import lookup_file
from search.spelling.likeness import distance, grams, kinship, shared_at_least, skeleton, slipped

#: Words of a language beyond these are left out, the rarest first.
MOST_WORDS = 200_000
#: Letters of a run by which words that look alike are found.
RUN = 3
#: Words that look most alike are compared in earnest.
COMPARED = 80
#: Runs that one slip spoils at most.
_SPOILT = 4
SHORTEST, LONGEST = 4, 40
#: In so short a word one slip spoils nearly every run of letters: there, all slips are tried.
SLIPPED = 8
#: So many words are told at most that another one may stand for.
MOST_NEAR = 10
#: How much a commoner word is likelier: what one slip costs, for e times as many documents.
COMMONNESS = 0.1

_SCHEMA = """
    CREATE TABLE held (
        term TEXT, language TEXT, documents INTEGER, is_word INTEGER, PRIMARY KEY (term, language)
    ) WITHOUT ROWID;
    CREATE TABLE word (number INTEGER PRIMARY KEY, word TEXT, documents INTEGER, skeleton TEXT);
    CREATE TABLE run (language TEXT, run TEXT, words BLOB, PRIMARY KEY (language, run)) WITHOUT ROWID;
"""

_WORDS_WITH = "SELECT words FROM run WHERE language = ? AND run IN (SELECT value FROM json_each(?))"
_NUMBERED = """
    SELECT word, documents, skeleton FROM word WHERE number IN (SELECT value FROM json_each(?))
"""
#: Terms whose numbers of documents are remembered, and words of which is remembered what is like them.
_HELD_REMEMBERED, _WORDS_REMEMBERED = 10_000, 4_000

#: Language -> word or term -> documents that hold it.
Counts = Mapping[str, Mapping[str, int]]


class Near(NamedTuple):
    """A word of the index that another word may stand for."""

    word: str
    documents: int
    #: What the slips between the two cost, from 0.
    cost: float = 0.0
    #: How alike they look, up to 1.
    likeness: float = 1.0


class Vocabulary:
    """Words of documents that were indexed; an empty one holds nothing."""

    def __init__(self, tables: sqlite3.Connection | None = None) -> None:
        self._tables = tables
        # A query asks for a word again and again: in one language, in any, as a word, as a part.
        self._held = lru_cache(_HELD_REMEMBERED)(self._looked_up)
        # Queries share their words, and every page and every choice of a facet asks for all of them again.
        self._near = lru_cache(_WORDS_REMEMBERED)(self._compared)
        self._cognates = lru_cache(_WORDS_REMEMBERED)(self._likened)

    @classmethod
    def of(cls, words: Counts, terms: Counts) -> Vocabulary:
        """A vocabulary in memory: words as they stand in texts, and all terms that find something."""
        return cls(lookup_file.in_memory(_SCHEMA, lambda tables: _fill(tables, words, terms)))

    @classmethod
    def read(cls, path: Path) -> Vocabulary:
        """The vocabulary in this file. Raises sqlite3.Error when it cannot be read."""
        return cls(lookup_file.read(path))

    @staticmethod
    def write(path: Path, words: Counts, terms: Counts) -> None:
        """Put a vocabulary into a file."""
        lookup_file.write(path, _SCHEMA, lambda tables: _fill(tables, words, terms))

    def forget(self) -> None:
        """Forget what was asked: to measure what the first one to ask waits for."""
        for remembering in (self._held, self._near, self._cognates):
            remembering.cache_clear()

    @property
    def is_empty(self) -> bool:
        """Whether it can say nothing, not even that a word is held nowhere."""
        return self._tables is None

    def documents(self, term: str, language: str = "") -> int:
        """How many documents hold an analysed term, in one language or in any."""
        held = self._held(term)
        return held.get(language, (0,))[0] if language else sum(count for count, _ in held.values())

    def beginning(self, beginning: str, most: int) -> list[Near]:
        """The words that begin so, in any language, the commonest first."""
        return self._words("term >= ? AND term < ?", (beginning, _after(beginning)), most)

    def nearly_beginning(self, beginning: str, most: int) -> list[Near]:
        """The words that begin so but for one slip: a letter too much, too little, wrong, or two swapped.

        The first letter is taken to be right, unless it is swapped or one too much.
        """
        found: dict[str, Near] = {}
        for pattern in _slips(beginning):
            fixed = pattern.partition("?")[0]
            bounds = (fixed, _after(fixed), f"{pattern}*")
            some = self._words("term >= ? AND term < ? AND term GLOB ?", bounds, most)
            found.update((near.word, near) for near in some)
        return nlargest(most, found.values(), key=lambda near: near.documents)

    def _words(self, which: str, values: tuple[str, ...], most: int) -> list[Near]:
        if self._tables is None:
            return []
        rows = self._tables.execute(
            f"SELECT term, sum(documents) AS n FROM held WHERE {which} AND is_word"  # noqa: S608
            " GROUP BY term ORDER BY n DESC, term LIMIT ?",
            (*values, most),
        )
        return [Near(word, documents, cost=1.0) for word, documents in rows]

    def terms(self) -> Iterator[tuple[str, str, int]]:
        """Every term with its language and the number of documents that hold it."""
        if self._tables is not None:
            yield from self._tables.execute("SELECT term, language, documents FROM held")

    def has_word(self, word: str) -> bool:
        """Whether a folded word stands in some text as it is."""
        return any(is_word for _, is_word in self._held(word).values())

    def _looked_up(self, term: str) -> dict[str, tuple[int, bool]]:
        if self._tables is None:
            return {}
        rows = self._tables.execute("SELECT language, documents, is_word FROM held WHERE term = ?", (term,))
        return {language: (documents, bool(is_word)) for language, documents, is_word in rows}

    def near(self, word: str, language: str, most: int = 3) -> tuple[Near, ...]:
        """Words of one language that `word`, misspelt, may stand for, the likeliest first."""
        return self._near(word, language)[:most] if SHORTEST <= len(word) <= LONGEST else ()

    def cognates(self, word: str, language: str, least: float, most: int = 3) -> tuple[Near, ...]:
        """Words of one language that look like `word` of another one, the likest first."""
        return self._cognates(word, language, least)[:most] if SHORTEST <= len(word) <= LONGEST else ()

    def _compared(self, word: str, language: str) -> tuple[Near, ...]:
        allowed = 1.0 if len(word) <= 5 else 1.6 if len(word) <= 7 else 2.0
        alike = self._alike(skeleton(word), language, lambda runs: runs - _SPOILT * math.ceil(allowed))
        likely = {other: documents for other, documents, _skeleton in alike}
        if len(word) <= SLIPPED:
            likely = dict(self._slipped(word, language)) | likely
        found = []
        for other, documents in likely.items():
            if (cost := distance(word, other, allowed)) <= allowed:
                found.append(Near(other, documents, cost=cost))
        found.sort(key=lambda near: near.cost - COMMONNESS * math.log1p(near.documents))
        return tuple(found[:MOST_NEAR])

    def _likened(self, word: str, language: str, least: float) -> tuple[Near, ...]:
        bones = skeleton(word)
        alike = self._alike(bones, language, lambda runs: shared_at_least(runs, least))
        shares = kinship(bones, (others for _other, _documents, others in alike))
        found = [
            Near(other, documents, likeness=share)
            for (other, documents, _skeleton), share in zip(alike, shares, strict=True)
            if share >= least
        ]
        found.sort(key=lambda near: (-near.likeness, -near.documents))
        return tuple(found[:MOST_NEAR])

    def _slipped(self, word: str, language: str) -> list[tuple[str, int]]:
        """The words of a language that are one slip away."""
        if self._tables is None:
            return []
        return self._tables.execute(
            "SELECT term, documents FROM held WHERE language = ? AND is_word"
            " AND term IN (SELECT value FROM json_each(?))",
            (language, json.dumps(list(slipped(word)))),
        ).fetchall()

    def _alike(self, bones: str, language: str, least: Callable[[int], int]) -> list[tuple[str, int, str]]:
        """The words of a language whose skeletons share most runs of letters with `bones`, `least` of them or
        more; each with its number of documents and its skeleton. Among equals the commoner ones."""
        runs = grams(bones, RUN)
        rows = self._tables.execute(_WORDS_WITH, (language, json.dumps(list(runs)))) if self._tables else ()
        postings = [np.frombuffer(numbers, np.uintc) for (numbers,) in rows]
        if self._tables is None or not postings:
            return []
        every = np.concatenate(postings)
        first = every.min()
        shared = np.bincount(every - first)
        likely = np.flatnonzero(shared >= max(1, least(len(runs))))
        # Words are numbered by falling commonness, and the sort keeps equals in their order.
        best = likely[np.argsort(-shared[likely], kind="stable")[:COMPARED]] + first
        return self._tables.execute(_NUMBERED, (json.dumps(best.tolist()),)).fetchall()


def _after(beginning: str) -> str:
    """What sorts after every word that begins so."""
    return f"{beginning}\U0010ffff"


def _slips(typed: str) -> list[str]:
    """Patterns of what may have been meant by letters with one slip in them; `?` is any letter."""
    found: dict[str, None] = {}
    for at in range(len(typed)):
        found[typed[:at] + typed[at + 1 :]] = None
        found[typed[:at] + typed[at + 1 : at + 2] + typed[at] + typed[at + 2 :]] = None
        if at:
            found[f"{typed[:at]}?{typed[at + 1 :]}"] = None
            found[f"{typed[:at]}?{typed[at:]}"] = None
    found.pop(typed, None)
    return [pattern for pattern in found if pattern and not pattern.startswith("?")]


def _fill(tables: sqlite3.Connection, words: Counts, terms: Counts) -> None:
    for counts, is_word in ((words, True), (terms, False)):
        for language, some in counts.items():
            tables.executemany(
                "INSERT INTO held VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE"
                " SET documents = max(documents, excluded.documents)",
                ((term, language, documents, is_word) for term, documents in some.items()),
            )
    number = 0
    for language, some in words.items():
        commonest = nlargest(MOST_WORDS, some.items(), key=lambda item: (item[1], item[0]))
        postings: dict[str, array[int]] = defaultdict(lambda: array("I"))
        for word, documents in commonest:
            number += 1
            bones = skeleton(word)
            tables.execute("INSERT INTO word VALUES (?, ?, ?, ?)", (number, word, documents, bones))
            for run in grams(bones, RUN):
                postings[run].append(number)
        tables.executemany(
            "INSERT INTO run VALUES (?, ?, ?)",
            ((language, run, numbers.tobytes()) for run, numbers in postings.items()),
        )

"""The embedded engine: tantivy on a folder, no server.

There is one writer at a time, whichever process it lives in; readers look at each search whether something
was committed. What was not committed when a process died was never there: the sync owes it still.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import TypeVar

import tantivy

from search.engines.base import EngineAway, Found
from search.engines.embedded_index import (
    SCHEMA_FORM,
    answer,
    open_index,
    totals,
    versions_held,
    words_held,
)
from search.engines.embedded_writing import FAILURES, EmbeddedIndexes
from search.engines.shape import shape
from search.query.tree import FACETS, Query
from search.spelling.vocabulary import Counts

#: How often a reader starts anew when the generation it opens is taken away under it.
_TRIES = 3
_Read = TypeVar("_Read")


class EmbeddedEngine(EmbeddedIndexes):
    """An `Engine` in the folder `path`, for documents of the given form."""

    def __init__(self, path: Path, form: str) -> None:
        super().__init__(path, form)
        self._opened: tuple[Path, tantivy.Index] | None = None
        self._opening = Lock()

    def search(self, query: Query, without: frozenset[str] = frozenset()) -> Found:
        """One page of hits, the total and the counts."""
        nothing, wanted = Found(facets={name: {} for name in FACETS}), shape(query)
        if wanted.hopeless:
            return nothing
        return self._reading(lambda index: answer(index, query, wanted, without), nothing)

    def totals(self, queries: Sequence[Query], without: frozenset[str] = frozenset()) -> tuple[int, ...]:
        """How many documents meet each query."""
        return self._reading(lambda index: totals(index, queries, without), (0,) * len(queries))

    def versions(self) -> Mapping[str, int]:
        """The version of every document."""
        nothing: dict[str, int] = {}
        return self._reading(versions_held, nothing)

    def words(self) -> tuple[Counts, Counts]:
        """The words of all texts, and the other terms that find something; see `search.spelling`."""
        nothing: tuple[Counts, Counts] = ({}, {})
        return self._reading(words_held, nothing)

    def ready(self) -> bool:
        """Whether the folder can be read."""
        try:
            self._reading(lambda index: index.searcher().num_docs, 0)
        except EngineAway:
            return False
        return True

    def _reading(self, read: Callable[[tantivy.Index], _Read], nothing: _Read) -> _Read:
        """What `read` finds in the index as committed so far; `nothing` before the first index is made."""
        for attempt in range(_TRIES):
            generation = self._folder.current()
            if generation is None:
                return nothing
            if not self._folder.has_fields(generation, SCHEMA_FORM):
                # Asked by the places of our fields it would answer with others', or not at all.
                raise EngineAway(
                    "The index has the fields of another version, until the worker has built ours."
                )
            try:
                return read(self._reader(generation))
            except FAILURES as failure:
                self._opened = None
                if attempt == _TRIES - 1:
                    raise EngineAway(f"The index folder cannot be read: {failure}") from failure
        return nothing

    def _reader(self, generation: Path) -> tantivy.Index:
        with self._opening:
            if self._opened is None or self._opened[0] != generation:
                self._opened = (generation, open_index(generation, create=False))
            index = self._opened[1]
        index.reload()
        return index

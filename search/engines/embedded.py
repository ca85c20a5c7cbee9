"""The embedded engine: tantivy on a folder, no server.

There is one writer at a time, whichever process it lives in; readers look at each search whether something
was committed. What was not committed when a process died was never there: the sync owes it still.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import TypeVar

import tantivy

from search.documents import Document
from search.engines.base import EngineAway, Found
from search.engines.embedded_index import (
    answer,
    open_index,
    tantivy_document,
    totals,
    versions_held,
    words_held,
)
from search.engines.folder import IndexFolder
from search.engines.shape import shape
from search.query.tree import FACETS, Query
from search.spelling.vocabulary import Counts

#: Memory of the writer, in bytes; one thread, since the machine serves readers too.
_WRITER_MEMORY = 50_000_000
#: How often a reader starts anew when the generation it opens is taken away under it.
_TRIES = 3
#: What tantivy raises.
_FAILURES = (ValueError, OSError)

_Read = TypeVar("_Read")


class EmbeddedEngine:
    """An `Engine` in the folder `path`, for documents of the given form."""

    name = "embedded"

    def __init__(self, path: Path, form: str) -> None:
        self._folder = IndexFolder(path, form)
        self._opened: tuple[Path, tantivy.Index] | None = None
        self._opening = Lock()

    def put(self, documents: Sequence[Document]) -> Mapping[str, str]:
        """Add or replace documents; nothing is ever refused here."""
        with self._writing() as (index, writer):
            held = versions_held(index, [document.id for document in documents])
            newest: dict[str, Document] = {}
            for document in documents:
                if document.version >= held.get(document.id, 0):
                    held[document.id] = document.version
                    newest[document.id] = document
            for document in newest.values():
                writer.delete_documents_by_term("id", document.id)
                writer.add_document(tantivy_document(document))
        return {}

    def remove(self, versions: Mapping[str, int]) -> None:
        """Take documents out, unless a newer one is held."""
        with self._writing() as (index, writer):
            for identifier, version in versions_held(index, list(versions)).items():
                if version <= versions[identifier]:
                    writer.delete_documents_by_term("id", identifier)

    def search(self, query: Query, without: frozenset[str] = frozenset()) -> Found:
        """One page of hits, the total and the counts."""
        nothing = Found(facets={name: {} for name in FACETS})
        if shape(query).hopeless:
            return nothing
        return self._reading(lambda index: answer(index, query, without), nothing)

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

    def generation(self) -> str:
        """The name of the folder in use; an empty index is made when none can be read."""
        with self._folder.writing(), _as_engine_away("read"):
            return self._current_or_new().name

    def outdated(self) -> bool:
        """Whether the folder in use was built for another form of documents."""
        current = self._folder.current()
        return current is not None and self._folder.is_outdated(current)

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Fill a new folder and change over to it; other writers wait."""
        with self._folder.writing():
            generation = self._folder.begin()
            try:
                with _as_engine_away("written"), _writer(open_index(generation)) as writer:
                    for document in documents:
                        writer.delete_documents_by_term("id", document.id)
                        writer.add_document(tantivy_document(document))
            except BaseException:
                shutil.rmtree(generation, ignore_errors=True)
                raise
            self._folder.change_over(generation)

    def clear(self) -> None:
        """Change over to an empty folder."""
        self.rebuild(())

    def ready(self) -> bool:
        """Whether the folder can be read."""
        try:
            self._reading(lambda index: index.searcher().num_docs, 0)
        except EngineAway:
            return False
        return True

    @contextmanager
    def _writing(self) -> Iterator[tuple[tantivy.Index, tantivy.IndexWriter]]:
        """The index in use and its only writer, which commits at the end."""
        with self._folder.writing(), _as_engine_away("written"):
            index = open_index(self._current_or_new())
            with _writer(index) as writer:
                yield index, writer

    def _current_or_new(self) -> Path:
        """The generation in use, or an empty one in place of none or of a broken one; to be called locked."""
        generation = self._folder.current()
        if generation is not None and _is_sound(generation):
            return generation
        generation = self._folder.begin()
        open_index(generation)
        self._folder.change_over(generation)
        return generation

    def _reading(self, read: Callable[[tantivy.Index], _Read], nothing: _Read) -> _Read:
        """What `read` finds in the index as committed so far; `nothing` before the first index is made."""
        for attempt in range(_TRIES):
            generation = self._folder.current()
            if generation is None:
                return nothing
            try:
                return read(self._reader(generation))
            except _FAILURES as failure:
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


@contextmanager
def _writer(index: tantivy.Index) -> Iterator[tantivy.IndexWriter]:
    """A writer that commits when all went well, and lets go of the index in any case."""
    writer = index.writer(_WRITER_MEMORY, 1)
    try:
        yield writer
        writer.commit()
    except BaseException:
        with suppress(*_FAILURES):
            writer.rollback()
        raise
    finally:
        with suppress(*_FAILURES):
            writer.wait_merging_threads()


@contextmanager
def _as_engine_away(done: str) -> Iterator[None]:
    try:
        yield
    except _FAILURES as failure:
        raise EngineAway(f"The index folder cannot be {done}: {failure}") from failure


def _is_sound(generation: Path) -> bool:
    try:
        open_index(generation, create=False).searcher()
    except _FAILURES:
        return False
    return True

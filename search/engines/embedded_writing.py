"""The embedded engine's writing side: making generations, filling them, changing over.

Everything is written by one writer at a time, whichever process it lives in. What was not committed when a
process died was never there: the sync owes it still.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import tantivy

from search.documents import Document
from search.engines.base import EngineAway, Held
from search.engines.embedded_index import (
    SCHEMA_FORM,
    documents_held,
    open_index,
    tantivy_document,
    versions_held,
)
from search.engines.folder import IndexFolder

#: Memory of the writer, in bytes; one thread, since the machine serves readers too.
_WRITER_MEMORY = 50_000_000
#: What tantivy raises.
FAILURES = (ValueError, OSError)


class EmbeddedWriter:
    """Writes to one generation; nothing is there for readers before `commit`."""

    def __init__(self, index: tantivy.Index) -> None:
        self._writer = index.writer(_WRITER_MEMORY, 1)
        self._written = False

    def put(self, documents: Iterable[Document]) -> Mapping[str, str]:
        """Add or replace documents; nothing is ever refused here."""
        for document in documents:
            self._writer.delete_documents_by_term("id", document.id)
            self._writer.add_document(tantivy_document(document))
            self._written = True
        return {}

    def remove(self, versions: Mapping[str, int]) -> None:
        """Take out the documents with these ids."""
        for identifier in versions:
            self._writer.delete_documents_by_term("id", identifier)
            self._written = True

    def commit(self) -> None:
        """Make what was written last, and findable."""
        if self._written:
            self._writer.commit()
            self._written = False

    def close(self, *, commit: bool) -> None:
        """Let go of the index; what is not committed is forgotten unless told otherwise."""
        try:
            if commit:
                self.commit()
            else:
                with suppress(*FAILURES):
                    self._writer.rollback()
        finally:
            with suppress(*FAILURES):
                self._writer.wait_merging_threads()


class EmbeddedIndexes:
    """The generations in the folder `path`, for documents of the given form."""

    name = "embedded"
    #: Seconds for which readers may need a former generation, to open its files.
    grace = 1.0

    def __init__(self, path: Path, form: str) -> None:
        self._folder = IndexFolder(path, f"{form}{SCHEMA_FORM}")

    def put(self, documents: Sequence[Document]) -> Mapping[str, str]:
        """Add or replace documents in the index in use, unless newer ones are held; nothing is refused."""
        with self._writing_in_use() as (index, writer):
            held = versions_held(index, [document.id for document in documents])
            newest: dict[str, Document] = {}
            for document in documents:
                if document.version >= held.get(document.id, 0):
                    held[document.id] = document.version
                    newest[document.id] = document
            return writer.put(newest.values())

    def remove(self, versions: Mapping[str, int]) -> None:
        """Take documents out of the index in use, unless newer ones are held."""
        with self._writing_in_use() as (index, writer):
            held = versions_held(index, list(versions)).items()
            writer.remove({id_: version for id_, version in held if version <= versions[id_]})

    def generation(self) -> str:
        """The name of the folder in use; empty when there is none that can be read."""
        while (current := self._folder.current()) is not None and not _is_sound(current):
            # It may have been changed over and removed just now.
            if self._folder.current() == current:
                return ""
        return current.name if current else ""

    def outdated(self) -> bool:
        """Whether the folder in use was built for another form of documents."""
        current = self._folder.current()
        return current is not None and self._folder.is_outdated(current)

    def begin(self) -> str:
        """A new folder with an empty index, not in use yet."""
        with as_engine_away("written"):
            generation = self._folder.begin()
            open_index(generation)
            return generation.name

    def usable(self, generation: str) -> bool:
        """Whether the folder is there, can be read and is for the present form of documents."""
        folder = self._folder.path / generation
        return bool(generation) and not self._folder.is_outdated(folder) and _is_sound(folder)

    @contextmanager
    def writing(self, generation: str) -> Iterator[EmbeddedWriter]:
        """The writer of a generation; of the one in use it is the only one while it lasts."""
        with self._folder.writing(generation), as_engine_away("written"):
            writer = EmbeddedWriter(open_index(self._folder.path / generation, create=False))
            done = False
            try:
                yield writer
                done = True
            finally:
                writer.close(commit=done)

    def held(self, generation: str, beginning: str = "") -> Mapping[str, Held]:
        """What a generation holds of ids that begin so."""
        with as_engine_away("read"):
            return documents_held(open_index(self._folder.path / generation, create=False), beginning)

    def change_over(self, generation: str) -> None:
        """Take a generation into use."""
        with self._folder.writing(generation), as_engine_away("written"):
            self._folder.change_over(self._folder.path / generation)

    def generations(self) -> Collection[str]:
        """All there are, also what a killed process left half-made."""
        return self._folder.generations()

    def drop(self, generation: str) -> None:
        """Remove a generation that is not in use."""
        shutil.rmtree(self._folder.path / generation, ignore_errors=True)

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Fill a new folder, change over to it and remove every other one."""
        generation = self.begin()
        try:
            with self.writing(generation) as writer:
                writer.put(documents)
        except BaseException:
            self.drop(generation)
            raise
        self.change_over(generation)
        for other in self.generations():
            if other != generation:
                self.drop(other)

    def clear(self) -> None:
        """Change over to an empty folder."""
        self.rebuild(())

    @contextmanager
    def _writing_in_use(self) -> Iterator[tuple[tantivy.Index, EmbeddedWriter]]:
        if not (generation := self.generation()):
            generation = self.begin()
            self.change_over(generation)
        with self.writing(generation) as writer:
            yield open_index(self._folder.path / generation, create=False), writer


@contextmanager
def as_engine_away(done: str) -> Iterator[None]:
    """tantivy's failures as the one that callers know."""
    try:
        yield
    except FAILURES as failure:
        raise EngineAway(f"The index folder cannot be {done}: {failure}") from failure


def _is_sound(generation: Path) -> bool:
    try:
        open_index(generation, create=False).searcher()
    except FAILURES:
        return False
    return True

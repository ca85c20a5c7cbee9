"""What every engine can do, and the values that go in and come out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from search.documents import Document
from search.query.tree import Query

#: No engine pages further than this many hits.
WINDOW = 10_000
#: At most this many values of one facet are counted, the commonest ones.
FACET_VALUES = 100


class EngineAway(Exception):
    """The engine cannot be asked or written to now: nobody answers, it is too slow, locked or read-only."""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of an engine's answer; ids only, since an index is never trusted with content."""

    #: How many documents there are.
    total: int = 0
    #: How many hits there are to page through: fewer than documents where families are folded.
    rows: int = 0
    #: (record id, score), best first.
    hits: tuple[tuple[str, float], ...] = ()
    #: Facet name -> value -> number of documents; a facet's own choice does not shrink its own counts.
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    #: Nothing met the query as it stands: these meet it in part (see `Query.loose`).
    loosened: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """What an index says of a document that it holds."""

    version: int
    #: `Document.digest` of what it was given.
    digest: int


class Writer(Protocol):
    """Writes to one index, newest last: whoever uses it has read what it puts after it was opened."""

    def put(self, documents: Iterable[Document]) -> Mapping[str, str]:
        """Add or replace documents; id -> reason for each that was refused."""

    def remove(self, versions: Mapping[str, int]) -> None:
        """Take out the documents with these ids, last held in these versions."""

    def commit(self) -> None:
        """Make what was written last; findable, if the index is in use."""


class Engine(Protocol):
    """An index of documents. Every method raises `EngineAway` when the engine cannot do its work now."""

    #: `embedded` or `elasticsearch`.
    name: str
    #: Seconds for which readers may need an index after a change-over.
    grace: float

    def put(self, documents: Sequence[Document]) -> Mapping[str, str]:
        """Add or replace documents, findable on return; id -> reason for each that was refused.

        A document older than the one held is passed over silently.
        """

    def remove(self, versions: Mapping[str, int]) -> None:
        """Take out the documents with these ids, unless one newer than the given version is held."""

    def search(self, query: Query, without: frozenset[str] = frozenset()) -> Found:
        """Answer a query as if the ids in `without` were not there: not in hits, total or counts."""

    def totals(self, queries: Sequence[Query], without: frozenset[str] = frozenset()) -> tuple[int, ...]:
        """How many documents meet each query, as it stands: no hits, no counts, one round trip for all."""

    def versions(self) -> Mapping[str, int]:
        """The version of every document of the index in use."""

    def held(self, generation: str, beginning: str = "") -> Mapping[str, Held]:
        """What an index holds of the ids that begin so."""

    def generation(self) -> str:
        """A name of the index in use, empty when there is none; another one means another index."""

    def outdated(self) -> bool:
        """True when the index in use was built for another form of documents, and must be rebuilt."""

    def begin(self) -> str:
        """The name of a new, empty index beside the one in use."""

    def usable(self, generation: str) -> bool:
        """Whether an index is there and is for the present form of documents."""

    def writing(self, generation: str) -> AbstractContextManager[Writer]:
        """The writer of an index; what it wrote is last and findable at the end, unless that is an error."""

    def change_over(self, generation: str) -> None:
        """Take an index into use in one step; no read fails meanwhile, and the former one stays."""

    def generations(self) -> Collection[str]:
        """All indexes, in use or not, also what a killed process left."""

    def drop(self, generation: str) -> None:
        """Remove an index that is not in use."""

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Make a new index of these documents, change over and remove all others. Nobody else may build."""

    def clear(self) -> None:
        """Change over to an empty index."""

    def ready(self) -> bool:
        """Whether the engine can answer now. Never raises."""

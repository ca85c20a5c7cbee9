"""What every engine can do, and the values that go in and come out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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

    total: int = 0
    #: (record id, score), best first.
    hits: tuple[tuple[str, float], ...] = ()
    #: Facet name -> value -> number of documents; a facet's own choice does not shrink its own counts.
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    #: Nothing met the query as it stands: these meet it in part (see `Query.loose`).
    loosened: bool = False


class Engine(Protocol):
    """An index of documents. Every method raises `EngineAway` when the engine cannot do its work now."""

    #: `embedded` or `elasticsearch`.
    name: str

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
        """The version held of every document."""

    def generation(self) -> str:
        """A name of the index in use; another one means that another index holds other documents."""

    def outdated(self) -> bool:
        """True when the index in use was built for another form of documents, and must be rebuilt."""

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Build a new index beside the one in use, then change over at once; no read fails meanwhile."""

    def clear(self) -> None:
        """Change over to an empty index."""

    def ready(self) -> bool:
        """Whether the engine can answer now. Never raises."""

"""Elasticsearch 8, for installations of many machines; nothing but what the server's core has.

The mapping needs no plug-in and no language analyser: streams hold analysed terms already. The alias names
the index in use; web processes only read, and fall back when there is no alias.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from elasticsearch import ApiError, TransportError

from search.engines.base import EngineAway, Found
from search.engines.elastic_client import as_engine_away
from search.engines.elastic_tree import READ, as_found, search_request
from search.engines.elastic_writing import ElasticIndexes
from search.engines.shape import shape
from search.query.tree import FACETS, Query

#: A reader waits this long, then the embedded engine answers; seconds.
READ_TIMEOUT = 1.0


class ElasticEngine(ElasticIndexes):
    """An `Engine` at `url`, under the alias `alias`, for documents of the given form.

    A search is waited for `patience` seconds.
    """

    def __init__(self, url: str, alias: str, form: str, patience: float = READ_TIMEOUT) -> None:
        super().__init__(url, alias, form, patience)

    def search(self, query: Query, without: frozenset[str] = frozenset()) -> Found:
        """One page of hits, the total and the counts, in one request."""
        wanted = shape(query)
        if wanted.hopeless:
            return Found(facets={name: {} for name in FACETS})
        with as_engine_away():
            request = search_request(query, wanted, without)
            return as_found(self._reader.search(index=self._alias, body=request, filter_path=READ).body)

    def totals(self, queries: Sequence[Query], without: frozenset[str] = frozenset()) -> tuple[int, ...]:
        """How many documents meet each query, in one request."""
        shapes = [shape(query) for query in queries]
        meant = [
            (query, wanted) for query, wanted in zip(queries, shapes, strict=True) if not wanted.hopeless
        ]
        if not meant:
            return (0,) * len(queries)
        with as_engine_away():
            searches: list[Mapping[str, Any]] = []
            for query, wanted in meant:
                bare = replace(query, counted=(), page=1, size=0)
                searches += [{}, search_request(bare, wanted, without)]
            answers = self._reader.msearch(index=self._alias, searches=searches).body["responses"]
            if failed := [answer["error"] for answer in answers if "error" in answer]:
                raise EngineAway(f"Elasticsearch does not count: {failed[0]}")
            found = iter([answer["hits"]["total"]["value"] for answer in answers])
        return tuple(0 if wanted.hopeless else next(found) for wanted in shapes)

    def versions(self) -> Mapping[str, int]:
        """The version of every document."""
        generation = self.generation()
        return {id_: one.version for id_, one in self.held(generation).items()} if generation else {}

    def ready(self) -> bool:
        """Whether the index in use can be searched."""
        try:
            self._reader.count(index=self._alias)
        except (ApiError, TransportError):
            return False
        return True

"""The engines as they come, without anything of ours around them: what our figures are put beside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from search.documents import Document
from search.engines.elastic_tree import MAPPING, SETTINGS, search_request
from search.engines.embedded_index import answer, open_index, tantivy_document
from search.engines.shape import shape
from search.query.tree import Query

_MEMORY = 50_000_000

#: Names of the request's parts that the client's method calls otherwise.
_CALLED = {"_source": "source", "from": "from_"}


class RawTantivy:
    """tantivy on a folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._index = open_index(folder)

    def fill(self, documents: Sequence[Document]) -> None:
        """Add all in one commit."""
        writer = self._index.writer(_MEMORY, 1)
        for document in documents:
            writer.add_document(tantivy_document(document))
        writer.commit()
        writer.wait_merging_threads()

    def asking(self, query: Query) -> Callable[[], object]:
        """Asks once, with counts, as tantivy answers."""
        return lambda: answer(self._index, query, shape(query), frozenset())


class RawElasticsearch:
    """Elasticsearch through its own client, on an index or an alias."""

    def __init__(self, url: str, index: str) -> None:
        self._client = Elasticsearch(url, request_timeout=60)
        self._index = index

    def fill(self, documents: Sequence[Document]) -> None:
        """Add all to a new index in bulk, then make them findable."""
        self._client.indices.create(index=self._index, mappings=dict(MAPPING), settings=dict(SETTINGS))
        actions = ({"_id": one.id, "_source": _source(one)} for one in documents)
        bulk(self._client, actions, index=self._index, chunk_size=500)
        self._client.indices.refresh(index=self._index)

    def asking(self, query: Query) -> Callable[[], object]:
        """Asks once, with counts: one request, made ready beforehand."""
        body = search_request(query, shape(query), frozenset())
        parts = {_CALLED.get(name, name): value for name, value in body.items()}
        return lambda: self._client.search(index=self._index, **parts)


def _source(document: Document) -> dict[str, Any]:
    facets = {name: list(values) for name, values in document.facets.items()}
    return {**document.streams, **facets, **document.numbers, "id": document.id}

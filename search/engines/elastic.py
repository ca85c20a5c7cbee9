"""Elasticsearch 8, for installations of many machines; nothing but what the server's core has.

The mapping needs no plug-in and no language analyser: streams hold analysed terms already. The alias names
the index in use; web processes only read, and fall back when there is no alias.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.dsl import MultiSearch
from elasticsearch.helpers import scan, streaming_bulk

from search.documents import Document
from search.engines.base import EngineAway, Found
from search.engines.elastic_tree import MAPPING, SETTINGS, as_found, search_request
from search.engines.shape import shape
from search.query.tree import FACETS, Query

#: A reader waits this long, then the embedded engine answers; seconds.
READ_TIMEOUT = 1.0
WRITE_TIMEOUT = 30.0
_BULK_DOCUMENTS = 500
_BULK_BYTES = 10 * 1024 * 1024
#: A newer document is held already: nothing to do.
_CONFLICT = 409
_NOT_FOUND = 404
#: The document itself is at fault; everything else is the server's state and passes.
_REFUSED = 400


class ElasticEngine:
    """An `Engine` at `url`, under the alias `alias`, for documents of the given form.

    A search is waited for `patience` seconds.
    """

    name = "elasticsearch"

    def __init__(self, url: str, alias: str, form: str, patience: float = READ_TIMEOUT) -> None:
        self._alias = alias
        self._form = form
        self._patience = patience
        client = Elasticsearch(url, retry_on_timeout=False, max_retries=0)
        self._reader = client.options(request_timeout=patience)
        self._writer = client.options(request_timeout=WRITE_TIMEOUT)

    def put(self, documents: Sequence[Document]) -> Mapping[str, str]:
        """Add or replace documents under their external version; findable on return."""
        with _as_engine_away():
            self._index_in_use()
            return self._bulk(self._alias, (_index_action(document) for document in documents))

    def remove(self, versions: Mapping[str, int]) -> None:
        """Take documents out under their external version."""
        with _as_engine_away():
            self._index_in_use()
            self._bulk(self._alias, (_delete_action(id_, version) for id_, version in versions.items()))

    def search(self, query: Query, without: frozenset[str] = frozenset()) -> Found:
        """One page of hits, the total and the counts, in one request."""
        if shape(query).hopeless:
            return Found(facets={name: {} for name in FACETS})
        with _as_engine_away():
            request = search_request(query, without).using(self._reader).index(self._alias)
            return as_found(request.execute().to_dict())

    def totals(self, queries: Sequence[Query], without: frozenset[str] = frozenset()) -> tuple[int, ...]:
        """How many documents meet each query, in one request."""
        meant = [query for query in queries if not shape(query).hopeless]
        if not meant:
            return (0,) * len(queries)
        with _as_engine_away():
            request = MultiSearch(using=self._reader, index=self._alias)
            for query in meant:
                bare = replace(query, counted=(), page=1, size=0)
                request = request.add(search_request(bare, without))
            found = iter([answer.hits.total.value for answer in request.execute()])
        return tuple(0 if shape(query).hopeless else next(found) for query in queries)

    def versions(self) -> Mapping[str, int]:
        """The version of every document."""
        with _as_engine_away():
            index = self._index_in_use()
            body = {"query": {"match_all": {}}, "_source": False, "version": True}
            found = scan(self._writer, query=body, index=index, size=5000)
            return {hit["_id"]: hit["_version"] for hit in found}

    def generation(self) -> str:
        """The index behind the alias and its own id, so that a new one under an old name is told apart."""
        with _as_engine_away():
            index = self._index_in_use()
            settings = self._writer.indices.get_settings(index=index)
            return f"{index}/{settings[index]['settings']['index']['uuid']}"

    def outdated(self) -> bool:
        """Whether the index in use was built for another form of documents."""
        with _as_engine_away():
            return not self._index_in_use().startswith(f"{self._alias}-{self._form}-")

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Fill a new index, then move the alias in one step and delete the others."""
        with _as_engine_away():
            self._index_in_use()
            index = f"{self._alias}-{self._form}-{time.time_ns():x}"
            self._writer.indices.create(index=index, mappings=MAPPING, settings=SETTINGS)
            try:
                self._bulk(index, (_index_action(document) for document in documents), refresh=False)
                self._writer.indices.refresh(index=index)
            except BaseException:
                self._writer.options(ignore_status=_NOT_FOUND).indices.delete(index=index)
                raise
            self._change_over(index)

    def clear(self) -> None:
        """Change over to an empty index."""
        self.rebuild(())

    def ready(self) -> bool:
        """Whether the index in use can be searched."""
        try:
            self._reader.count(index=self._alias)
        except (ApiError, TransportError):
            return False
        return True

    def _index_in_use(self) -> str:
        """The index behind the alias, made empty when there is none."""
        if name := self._behind_alias():
            return name
        # Two processes that find nothing make the same name, and one of them is told that it exists.
        first = f"{self._alias}-{self._form}-0"
        self._writer.options(ignore_status=_REFUSED).indices.create(
            index=first, mappings=MAPPING, settings=SETTINGS
        )
        self._writer.indices.put_alias(index=first, name=self._alias)
        return first

    def _behind_alias(self) -> str:
        # With the reader's short patience: a server that hangs must not hold up the index worker.
        try:
            found = self._reader.indices.get_alias(name=self._alias)
        except NotFoundError:
            return ""
        return str(sorted(found)[-1])

    def _change_over(self, index: str) -> None:
        others = [name for name in self._writer.indices.get(index=f"{self._alias}-*") if name != index]
        moves: list[dict[str, Any]] = [{"add": {"index": index, "alias": self._alias}}]
        moves += [{"remove": {"index": name, "alias": self._alias, "must_exist": False}} for name in others]
        self._writer.indices.update_aliases(actions=moves)
        # A search that has begun on a former index may end there; none takes longer than this.
        time.sleep(self._patience)
        for name in others:
            self._writer.options(ignore_status=_NOT_FOUND).indices.delete(index=name)

    def _bulk(self, index: str, actions: Iterable[dict[str, Any]], *, refresh: bool = True) -> dict[str, str]:
        """Write, make findable unless told not to, and say which documents were refused and why."""
        refused: dict[str, str] = {}
        outcomes = streaming_bulk(
            self._writer,
            actions,
            index=index,
            chunk_size=_BULK_DOCUMENTS,
            max_chunk_bytes=_BULK_BYTES,
            raise_on_error=False,
            require_alias=index == self._alias,
            refresh=refresh,
        )
        for done, outcome in outcomes:
            result = next(iter(outcome.values()))
            if done or _is_settled(result):
                continue
            if result["status"] != _REFUSED:
                raise EngineAway(f"Elasticsearch does not write: {result.get('error')}")
            refused[result["_id"]] = str(result["error"].get("reason", ""))
        return refused


def _is_settled(result: Mapping[str, Any]) -> bool:
    """Nothing is left to do: a newer document is held, or the document to delete is not there."""
    status = result["status"]
    return status == _CONFLICT or (status == _NOT_FOUND and "error" not in result)


def _index_action(document: Document) -> dict[str, Any]:
    source = {
        **document.streams,
        **{name: list(found) for name, found in document.facets.items()},
        "id": document.id,
        "published_at": document.published_at,
        "changed_at": document.changed_at,
    }
    version = {"version": document.version, "version_type": "external_gte"}
    return {"_op_type": "index", "_id": document.id, "_source": source, **version}


def _delete_action(identifier: str, version: int) -> dict[str, Any]:
    return {"_op_type": "delete", "_id": identifier, "version": version, "version_type": "external_gte"}


@contextmanager
def _as_engine_away() -> Iterator[None]:
    try:
        yield
    except (ApiError, TransportError) as failure:
        raise EngineAway(f"Elasticsearch is away: {failure}") from failure

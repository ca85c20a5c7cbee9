"""Elasticsearch's writing side: making indexes, filling them, moving the alias.

The alias names the index in use. Beside it each index has an alias of its own, by which it is written: a
bulk request that asks for an alias fails when the index is gone, instead of making one of unknown mapping.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError
from elasticsearch.helpers import parallel_bulk, streaming_bulk

from search.documents import Document
from search.engines.base import EngineAway, Held
from search.engines.elastic_client import as_engine_away, elastic_client
from search.engines.elastic_tree import MAPPING, SETTINGS

#: Seconds to wait for a write to the index in use, and for what is done after it: a connection that died
#: silently must not cost more, since the other engine's turn comes after.
WRITE_TIMEOUT = 5.0
#: Seconds to wait for a write to an index that nobody searches yet.
_BUILD_TIMEOUT = 60.0
_BULK_DOCUMENTS = 500
#: From so many on documents go in two requests side by side.
_MANY = 20
_BULK_BYTES = 10 * 1024 * 1024
_LISTED = 5_000
#: A newer document is held already: nothing to do.
_CONFLICT = 409
_NOT_FOUND = 404
#: The document itself is at fault; everything else is the server's state and passes.
_REFUSED = 400
#: While it is filled nobody searches an index, so nothing is to be made findable.
_BUILDING = {**SETTINGS, "index.refresh_interval": "-1"}
_MAPPING_FORM = hashlib.sha256(json.dumps([MAPPING, SETTINGS], sort_keys=True).encode()).hexdigest()[:8]


class ElasticWriter:
    """Writes to one index; findable at the latest after `commit`."""

    def __init__(self, client: Elasticsearch, index: str) -> None:
        self._client = client
        self._index = index

    def put(self, documents: Iterable[Document]) -> Mapping[str, str]:
        """Add or replace documents under their external version; id -> reason for each refused."""
        rest, refused = iter(documents), dict[str, str]()
        while some := list(islice(rest, _BULK_DOCUMENTS)):
            refused |= self._bulk([_index_action(document) for document in some])
        return refused

    def remove(self, versions: Mapping[str, int]) -> None:
        """Take documents out under their external version."""
        self._bulk([_delete_action(identifier, version) for identifier, version in versions.items()])

    def commit(self) -> None:
        """Make what was written findable."""
        self._client.indices.refresh(index=self._index)

    def _bulk(self, actions: Sequence[dict[str, Any]]) -> dict[str, str]:
        refused: dict[str, str] = {}
        for done, outcome in self._outcomes(actions):
            result = next(iter(outcome.values()))
            if done or _is_settled(result):
                continue
            if result["status"] != _REFUSED:
                raise EngineAway(f"Elasticsearch does not write: {result.get('error')}")
            refused[result["_id"]] = str(result["error"].get("reason", ""))
        return refused

    def _outcomes(self, actions: Sequence[dict[str, Any]]) -> Iterable[tuple[bool, dict[str, Any]]]:
        """Of many, half are written down while others are indexed; versions make their order no matter."""
        how: dict[str, Any] = {
            **{"index": _write_alias(self._index), "require_alias": True, "raise_on_error": False},
            "max_chunk_bytes": _BULK_BYTES,
        }
        if len(actions) < _MANY:
            return streaming_bulk(self._client, actions, **how)
        half = -(-min(len(actions), _BULK_DOCUMENTS) // 2)
        return parallel_bulk(self._client, actions, thread_count=2, queue_size=2, chunk_size=half, **how)


class ElasticIndexes:
    """The indexes at `url` under the alias `alias`, for documents of the given form."""

    name = "elasticsearch"

    def __init__(self, url: str, alias: str, form: str, patience: float) -> None:
        self._alias = alias
        self._prefix = f"{alias}-{form}{_MAPPING_FORM}-"
        #: Seconds for which readers need a former index: no search that began on it takes longer.
        self.grace = patience
        client = elastic_client(url)
        self._reader = client.options(request_timeout=patience)
        self._writer = client.options(request_timeout=WRITE_TIMEOUT)
        self._builder = client.options(request_timeout=_BUILD_TIMEOUT)

    def put(self, documents: Sequence[Document]) -> Mapping[str, str]:
        """Add or replace documents in the index in use; findable on return."""
        with self.writing(self._in_use()) as writer:
            return writer.put(documents)

    def remove(self, versions: Mapping[str, int]) -> None:
        """Take documents out of the index in use."""
        with self.writing(self._in_use()) as writer:
            writer.remove(versions)

    def generation(self) -> str:
        """The index behind the alias and its own id, so that a new one under an old name is told apart."""
        with as_engine_away():
            index = self._behind_alias()
            return f"{index}/{self._own_id(index)}" if index else ""

    def outdated(self) -> bool:
        """Whether the index in use was built for another form of documents."""
        with as_engine_away():
            index = self._behind_alias()
            return bool(index) and not index.startswith(self._prefix)

    def begin(self) -> str:
        """A new, empty index, not in use yet."""
        index = f"{self._prefix}{time.time_ns():x}"
        with as_engine_away():
            self._builder.indices.create(
                index=index, mappings=MAPPING, settings=_BUILDING, aliases={_write_alias(index): {}}
            )
            return f"{index}/{self._own_id(index)}"

    def usable(self, generation: str) -> bool:
        """Whether the index is there and for the present form of documents."""
        index, _, own_id = generation.partition("/")
        if not index.startswith(self._prefix):
            return False
        with as_engine_away():
            try:
                return self._own_id(index) == own_id
            except NotFoundError:
                return False

    @contextmanager
    def writing(self, generation: str) -> Iterator[ElasticWriter]:
        """A writer to an index; all is findable at the end."""
        index = generation.partition("/")[0]
        with as_engine_away():
            in_use = index == self._behind_alias()
            writer = ElasticWriter(self._writer if in_use else self._builder, index)
            yield writer
            writer.commit()

    def held(self, generation: str, beginning: str = "") -> Mapping[str, Held]:
        """What an index holds of ids that begin so."""
        index, found = generation.partition("/")[0], dict[str, Held]()
        with as_engine_away():
            self._builder.indices.refresh(index=index)
            after: list[Any] | None = None
            while True:
                hits = self._page(index, beginning, after)
                found |= {hit["_id"]: Held(hit["_version"], hit["_source"].get("digest", 0)) for hit in hits}
                if len(hits) < _LISTED:
                    return found
                after = hits[-1]["sort"]

    def change_over(self, generation: str) -> None:
        """Move the alias in one step; the others stay for readers that are still at them."""
        index = generation.partition("/")[0]
        with as_engine_away():
            self._builder.indices.put_settings(index=index, settings={"index.refresh_interval": None})
            self._builder.indices.refresh(index=index)
            others = [name for name in self._names() if name != index]
            moves: list[dict[str, Any]] = [{"add": {"index": index, "alias": self._alias}}]
            moves += [
                {"remove": {"index": name, "alias": self._alias, "must_exist": False}} for name in others
            ]
            self._builder.indices.update_aliases(actions=moves)

    def generations(self) -> Collection[str]:
        """All there are, also what a killed process left half-made."""
        with as_engine_away():
            # All in one request: asked one by one, an index may go before its turn comes.
            found = self._writer.indices.get_settings(index=f"{self._alias}-*", name="index.uuid")
            return [f"{name}/{_uuid(found[name])}" for name in self._ours(found)]

    def drop(self, generation: str) -> None:
        """Delete an index that is not in use."""
        with as_engine_away():
            index = generation.partition("/")[0]
            self._writer.options(ignore_status=_NOT_FOUND).indices.delete(index=index)

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Fill a new index, move the alias and delete every other one."""
        generation = self.begin()
        try:
            with self.writing(generation) as writer:
                writer.put(documents)
        except BaseException:
            self.drop(generation)
            raise
        self.change_over(generation)
        if others := [other for other in self.generations() if other != generation]:
            time.sleep(self.grace)
        for other in others:
            self.drop(other)

    def clear(self) -> None:
        """Change over to an empty index."""
        self.rebuild(())

    def _in_use(self) -> str:
        """The index in use, made empty when there is none."""
        if not (generation := self.generation()):
            generation = self.begin()
            self.change_over(generation)
        return generation

    def _behind_alias(self) -> str:
        # With the reader's short patience: a server that hangs must not hold up the index worker.
        try:
            found = self._reader.indices.get_alias(name=self._alias)
        except NotFoundError:
            return ""
        return str(sorted(found)[-1])

    def _own_id(self, index: str) -> str:
        return _uuid(self._reader.indices.get_settings(index=index)[index])

    def _names(self) -> list[str]:
        return self._ours(self._builder.indices.get_alias(index=f"{self._alias}-*"))

    def _ours(self, names: Iterable[str]) -> list[str]:
        """The indexes of this alias, not those of another whose name begins alike."""
        ours = re.compile(rf"{re.escape(self._alias)}-[^-]+-[^-]+")
        return sorted(name for name in names if ours.fullmatch(name))

    def _page(self, index: str, beginning: str, after: list[Any] | None) -> list[dict[str, Any]]:
        answer = self._builder.search(
            index=index,
            query={"prefix": {"id": beginning}} if beginning else {"match_all": {}},
            sort=[{"id": "asc"}],
            size=_LISTED,
            source_includes=["digest"],
            version=True,
            search_after=after,
            track_total_hits=False,
        )
        return list(answer["hits"]["hits"])


def _uuid(settings: Mapping[str, Any]) -> str:
    """The own id of an index, of its settings as Elasticsearch tells them."""
    return str(settings["settings"]["index"]["uuid"])


def _write_alias(index: str) -> str:
    return f"{index}-write"


def _is_settled(result: Mapping[str, Any]) -> bool:
    """Nothing is left to do: a newer document is held, or the document to delete is not there."""
    status = result["status"]
    return status == _CONFLICT or (status == _NOT_FOUND and "error" not in result)


def _index_action(document: Document) -> dict[str, Any]:
    source = {
        **document.streams,
        **{name: list(found) for name, found in document.facets.items()},
        "id": document.id,
        "digest": document.digest,
        **document.numbers,
    }
    version = {"version": document.version, "version_type": "external_gte"}
    return {"_op_type": "index", "_id": document.id, "_source": source, **version}


def _delete_action(identifier: str, version: int) -> dict[str, Any]:
    return {"_op_type": "delete", "_id": identifier, "version": version, "version_type": "external_gte"}

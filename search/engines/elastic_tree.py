"""The mapping of the Elasticsearch index, and a query's tree in Elasticsearch's terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from elasticsearch.dsl import Search, function, query

from search.engines.base import FACET_VALUES, WINDOW, Found
from search.engines.shape import (
    ALL_BONUS,
    OWN_LANGUAGE,
    TIE_BREAKER,
    Clause,
    Clauses,
    Shape,
    Together,
    Written,
    order_of,
    shape,
)
from search.query.tree import FACETS, TEXT_FIELDS, Query, streams_of

_MAIN = {"type": "text", "analyzer": "whitespace"}
_EXTRA = {"type": "text", "analyzer": "whitespace", "index_options": "freqs"}
#: Only sorted by.
_NUMBER = {"type": "long", "index": False}
#: Up to so many families are counted exactly, or all but; it is the most that can be asked for.
_COUNTED_FAMILIES = 40_000
_STREAMS = [stream for field in TEXT_FIELDS for stream in streams_of(field)]

MAPPING: Mapping[str, Any] = {
    "dynamic": "strict",
    # Only ids are ever read back: texts stand in the catalogue.
    "_source": {"excludes": _STREAMS},
    "properties": {
        "id": {"type": "keyword"},
        "digest": {"type": "long", "index": False, "doc_values": False},
        **dict.fromkeys(("newest", "adopted"), _NUMBER),
        # Indexed, since what stands for a family is looked up by it.
        "family": {"type": "long"},
        "worth": {"type": "float", "index": False},
        **{stream: _MAIN if stream in TEXT_FIELDS else _EXTRA for stream in _STREAMS},
        **{facet: {"type": "keyword"} for facet in FACETS},
    },
}
#: A score is multiplied by what else is known of the work.
_WORTH = function.FieldValueFactor(field="worth", missing=1)
SETTINGS: Mapping[str, Any] = {
    "index.number_of_shards": 1,
    "index.auto_expand_replicas": "0-1",
    "index.max_result_window": WINDOW,
    # How long a deletion's version is remembered, so that a belated older document does not come back.
    "index.gc_deletes": "1h",
}


def search_request(wanted: Query, without: frozenset[str]) -> Search[Any]:
    """The whole search as one request: filters come after the counts, each under the others' filters."""
    filters = {name: _any_of(name, chosen) for name, chosen in wanted.filters.items() if chosen}
    words, order = _words(shape(wanted), without), order_of(wanted)
    if wanted.fold or not order:
        words = query.FunctionScore(query=words, functions=[_WORTH], boost_mode="multiply")
    request: Search[Any] = Search().query(words)
    if filters:
        request = request.post_filter(query.Bool(filter=list(filters.values())))
    for name in wanted.counted:
        others = [found for other, found in filters.items() if other != name]
        counted = request.aggs.bucket(name, "filter", query.Bool(filter=others))
        counted.bucket("values", "terms", field=name, size=FACET_VALUES)
    if order:
        request = request.sort(f"-{order}")
    if wanted.fold:
        request = _folded(request, order, list(filters.values()))
    offset = (wanted.page - 1) * wanted.size
    size = max(0, min(wanted.size, WINDOW - offset))
    request = request.extra(from_=offset if size else 0, size=size, track_total_hits=True)
    return request.source(False)


def _folded(request: Search[Any], order: str, filters: list[query.Query]) -> Search[Any]:
    """One hit a family: its place is that of its first, and its best by score stands for it."""
    families = request.aggs.bucket("families", "filter", query.Bool(filter=filters))
    families.metric("rows", "cardinality", field="family", precision_threshold=_COUNTED_FAMILIES)
    collapse: dict[str, Any] = {"field": "family"}
    if order:
        best = {"name": "best", "size": 1, "_source": False, "sort": ["_score", {"newest": "desc"}]}
        collapse["inner_hits"] = best
    return request.extra(collapse=collapse)


def as_found(answer: Mapping[str, Any]) -> Found:
    """The answer as the engine's value."""
    hits, counts = answer["hits"], answer.get("aggregations", {})
    total = hits["total"]["value"]
    return Found(
        total=total,
        rows=min(counts["families"]["rows"]["value"], WINDOW) if "families" in counts else total,
        hits=tuple((_standing(hit), hit["_score"] or 0.0) for hit in hits["hits"]),
        facets={
            name: _counted(counts[name]["values"]["buckets"]) if name in counts else {} for name in FACETS
        },
    )


def _standing(hit: Mapping[str, Any]) -> str:
    """The id of the hit, or of that member of its family which stands for it."""
    inner = hit.get("inner_hits")
    return str(inner["best"]["hits"]["hits"][0]["_id"] if inner else hit["_id"])


def _counted(buckets: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    return {bucket["key"]: bucket["doc_count"] for bucket in buckets}


def _words(wanted: Shape, without: frozenset[str]) -> query.Query:
    """The part of the tree that ranks, and what must not be there."""
    must: list[query.Query] = [_group(clauses) for clauses in wanted.required]
    should: list[query.Query] = []
    if wanted.optional:
        some = [_group(clauses) for clauses in wanted.optional]
        must.append(query.Bool(should=some, minimum_should_match=wanted.needed))
    if wanted.lifted:
        every = [_group(clauses) for clauses in wanted.lifted]
        should.append(query.Bool(must=every, boost=ALL_BONUS))
    if wanted.language:
        own = _any_of("language", [wanted.language])
        should.append(query.ConstantScore(filter=own, boost=OWN_LANGUAGE))
    for one in wanted.likings:
        should.append(query.ConstantScore(filter=_any_of(one.facet, one.values), boost=one.worth))
    if wanted.matches_all:
        must.append(query.MatchAll())
    must_not: list[query.Query] = [_group(clauses) for clauses in wanted.excluded]
    if without:
        must_not.append(_any_of("id", without))
    return query.Bool(must=must, should=should, must_not=must_not)


def _any_of(field: str, values: Iterable[str]) -> query.Query:
    names: dict[str, Any] = {field: sorted(values)}
    return query.Terms(**names)


def _group(clauses: Clauses) -> query.Query:
    return query.DisMax(queries=[_clause(clause) for clause in clauses], tie_breaker=TIE_BREAKER)


def _clause(clause: Clause | Together | Written) -> query.Query:
    if isinstance(clause, Written):
        return query.ConstantScore(filter=_any_of("language", [clause.language]), boost=0.0)
    if isinstance(clause, Together):
        return query.Bool(must=[_group(word) for word in clause.words])
    text = " ".join(clause.words)
    if clause.prefix:
        return query.Prefix(**{clause.stream: {"value": text, "boost": clause.boost}})
    if len(clause.words) > 1:
        return query.MatchPhrase(**{clause.stream: {"query": text, "boost": clause.boost}})
    return query.Term(**{clause.stream: {"value": text, "boost": clause.boost}})

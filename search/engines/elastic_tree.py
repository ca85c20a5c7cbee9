"""The mapping of the Elasticsearch index, and a query's tree in Elasticsearch's terms.

The request is written as it is sent: a query has hundreds of clauses, and to make an object of each takes
longer than all else that is ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

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
)
from search.query.tree import FACETS, TEXT_FIELDS, Query, streams_of

Json = dict[str, Any]

#: What `as_found` reads of an answer; the rest is not sent.
READ = (
    "hits.total.value",
    "hits.hits._id",
    "hits.hits._score",
    "hits.hits.inner_hits.best.hits.hits._id",
    "aggregations.*.values.buckets",
    "aggregations.families.rows.value",
)

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
_WORTH = {"field_value_factor": {"field": "worth", "missing": 1}}
SETTINGS: Mapping[str, Any] = {
    "index.number_of_shards": 1,
    "index.auto_expand_replicas": "0-1",
    "index.max_result_window": WINDOW,
    # How long a deletion's version is remembered, so that a belated older document does not come back.
    "index.gc_deletes": "1h",
}


def search_request(wanted: Query, shaped: Shape, without: frozenset[str]) -> Json:
    """The whole search as one request: filters come after the counts, each under the others' filters.

    `shaped` is the query's shape.
    """
    filters = {name: _any_of(name, chosen) for name, chosen in wanted.filters.items() if chosen}
    words, order = _words(shaped, without), order_of(wanted)
    if wanted.fold or not order:
        words = {"function_score": {"query": words, "functions": [_WORTH], "boost_mode": "multiply"}}
    aggregations: Json = {}
    for name in wanted.counted:
        others = [found for other, found in filters.items() if other != name]
        values = {"values": {"terms": {"field": name, "size": FACET_VALUES}}}
        aggregations[name] = {"filter": {"bool": {"filter": others}}, "aggs": values}
    offset = (wanted.page - 1) * wanted.size
    size = max(0, min(wanted.size, WINDOW - offset))
    request: Json = {"query": words, "from": offset if size else 0, "size": size, "track_total_hits": True}
    if filters:
        request["post_filter"] = {"bool": {"filter": list(filters.values())}}
    if order:
        request["sort"] = [{order: "desc"}]
    if wanted.fold:
        aggregations["families"] = _families(list(filters.values()))
        request["collapse"] = _one_a_family(order)
    if aggregations:
        request["aggs"] = aggregations
    return {**request, "_source": False}


def _families(filters: list[Json]) -> Json:
    rows = {"cardinality": {"field": "family", "precision_threshold": _COUNTED_FAMILIES}}
    return {"filter": {"bool": {"filter": filters}}, "aggs": {"rows": rows}}


def _one_a_family(order: str) -> Json:
    """One hit a family: its place is that of its first, and its best by score stands for it."""
    collapse: Json = {"field": "family"}
    if order:
        best = {"name": "best", "size": 1, "_source": False, "sort": ["_score", {"newest": "desc"}]}
        collapse["inner_hits"] = best
    return collapse


def as_found(answer: Mapping[str, Any]) -> Found:
    """The answer as the engine's value."""
    hits, counts = answer["hits"], answer.get("aggregations", {})
    found = hits.get("hits", ())
    total = hits["total"]["value"]
    return Found(
        total=total,
        rows=min(counts["families"]["rows"]["value"], WINDOW) if "families" in counts else total,
        hits=tuple((_standing(hit), hit.get("_score") or 0.0) for hit in found),
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


def _words(wanted: Shape, without: frozenset[str]) -> Json:
    """The part of the tree that ranks, and what must not be there."""
    must = [_group(clauses) for clauses in wanted.required]
    should: list[Json] = []
    if wanted.optional:
        some = [_group(clauses) for clauses in wanted.optional]
        must.append({"bool": {"should": some, "minimum_should_match": wanted.needed}})
    if wanted.lifted:
        every = [_group(clauses) for clauses in wanted.lifted]
        should.append({"bool": {"must": every, "boost": ALL_BONUS}})
    should += [_group(clauses) for clauses in wanted.near]
    if wanted.language:
        should.append(_always(_any_of("language", [wanted.language]), OWN_LANGUAGE))
    should += [_always(_any_of(one.facet, one.values), one.worth) for one in wanted.likings]
    if wanted.matches_all:
        must.append({"match_all": {}})
    must_not = [_group(clauses) for clauses in wanted.excluded]
    if without:
        must_not.append(_any_of("id", without))
    return {"bool": {"must": must, "should": should, "must_not": must_not}}


def _always(found: Json, worth: float) -> Json:
    return {"constant_score": {"filter": found, "boost": worth}}


def _any_of(field: str, values: Iterable[str]) -> Json:
    return {"terms": {field: sorted(values)}}


@lru_cache(maxsize=1_024)
def _group(clauses: Clauses) -> Json:
    # Every page and every choice of a facet asks for the same words again; nobody changes what is in here.
    return {"dis_max": {"queries": [_clause(clause) for clause in clauses], "tie_breaker": TIE_BREAKER}}


def _clause(clause: Clause | Together | Written) -> Json:
    if isinstance(clause, Clause):
        if clause.prefix:
            return {"prefix": {clause.stream: {"value": clause.words[0], "boost": clause.boost}}}
        if len(clause.words) == 1:
            return {"term": {clause.stream: {"value": clause.words[0], "boost": clause.boost}}}
        return {"match_phrase": {clause.stream: {"query": " ".join(clause.words), "boost": clause.boost}}}
    if isinstance(clause, Together):
        return {"bool": {"must": [_group(word) for word in clause.words]}}
    return _always(_any_of("language", [clause.language]), 0.0)

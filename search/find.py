"""From a query to a page of results: the engine finds ids, the catalogue says what they are."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from oer.catalogue.models import CatalogueEntry
from oer.domain.record import Record
from search import choice
from search.engines.base import WINDOW, Engine, EngineAway, Found
from search.facets import facets
from search.hits import hit
from search.query.tree import Query
from search.results import Results
from search.sync import withdrawn_but_held

logger = logging.getLogger("search")


def find(query: Query) -> Results:
    """One page of what the query finds.

    What an engine says is never trusted: entries that are not live are neither shown nor counted, though the
    index may hold them a moment longer. Two database queries, however many hits there are; raises EngineAway
    when no engine answers.
    """
    found, engine = _ask(query)
    records = _live_records([identifier for identifier, _ in found.hits])
    hits = tuple(
        hit(records[identifier], score, query) for identifier, score in found.hits if identifier in records
    )
    total = found.total - (len(found.hits) - len(hits))
    return Results(
        total=total,
        hits=hits,
        facets=facets(found.facets, query),
        page=query.page,
        pages=-(-min(total, WINDOW) // query.size),
        engine=engine.name,
        degraded=engine.name != choice.names()[-1],
    )


def find_titles(query: Query) -> list[str]:
    """The titles of what the query finds, each once; none without words, and none when no engine answers."""
    if not query.groups:
        return []
    try:
        found, _engine = _ask(query)
    except EngineAway:
        return []
    records = _live_records([identifier for identifier, _ in found.hits])
    titles = (records[identifier].title for identifier, _ in found.hits if identifier in records)
    return list(dict.fromkeys(titles))


def _ask(query: Query) -> tuple[Found, Engine]:
    """The answer of the first engine that gives one."""
    away: EngineAway | None = None
    for engine in choice.answering():
        breaker = choice.breaker(engine.name)
        try:
            found = engine.search(query, withdrawn_but_held(engine.name))
        except EngineAway as failure:
            breaker.failed(failure)
            away = failure
        else:
            breaker.succeeded()
            return found, engine
    raise EngineAway("No engine answers.") from away


def _live_records(identifiers: Sequence[str]) -> dict[str, Record]:
    """The records of those entries that anyone may see now, in one query."""
    entries = CatalogueEntry.objects.live().in_bulk(identifiers)
    return {str(entry.pk): entry.as_record() for entry in entries.values()}

"""From a query to a page of results: the engine finds ids, the catalogue says what they are."""

from __future__ import annotations

import dataclasses
import logging

from search import choice
from search.answering import first_answer
from search.engines.asking import found_by
from search.engines.base import WINDOW, Engine, EngineAway
from search.facets import facets
from search.families import families_of
from search.hits import hit
from search.keeping import shown
from search.query import parse
from search.query.alternatives import word_group
from search.query.tree import Group, Query
from search.results import Results

logger = logging.getLogger("search")


def find(query: Query) -> Results:
    """One page of what the query finds.

    What an engine says is never trusted: entries that are not live are neither shown nor counted, though the
    index may hold them a moment longer. Two database queries, however many hits there are, one more when what
    some of them show is not kept, one more for their families; raises EngineAway when no engine answers.
    """
    answered = first_answer(lambda engine, without: found_by(engine, query, without))
    found, engine = answered.answer, answered.engine
    entries = shown([identifier for identifier, _ in found.hits])
    hits = tuple(
        hit(entries[identifier], score, query) for identifier, score in found.hits if identifier in entries
    )
    if query.fold:
        kin = families_of([one.record for one in hits])
        hits = tuple(dataclasses.replace(one, family=kin.get(one.record.id)) for one in hits)
    dropped = len(found.hits) - len(hits)
    return Results(
        total=found.total - dropped,
        hits=hits,
        facets=facets(found.facets, query),
        page=query.page,
        pages=-(-min(found.rows - dropped, WINDOW) // query.size),
        rows=found.rows - dropped,
        suggestion=_better_spelling(query, engine, answered.without),
        engine=engine.name,
        degraded=engine.name != choice.names()[-1],
        loosened=found.loosened,
    )


def _better_spelling(query: Query, engine: Engine, without: frozenset[str]) -> str:
    """The query in a spelling that finds something which anyone may see, each corrected word included."""
    if not query.spelled:
        return ""
    words = tuple(_itself(word, query.language) for word in query.corrected)
    asked = parse(query.spelled, query.language, filters=query.filters)
    try:
        (total,) = engine.totals((dataclasses.replace(asked, groups=(*words, *asked.groups)),), without)
    except EngineAway:
        return ""
    return query.spelled if total else ""


def _itself(word: str, language: str) -> Group:
    """The word as it is written, or a compound by all its parts."""
    group = word_group(word, language)
    kept = tuple(a for a in group.alternatives if a.form == "surface" or a.together)
    return dataclasses.replace(group, alternatives=kept, required=True)

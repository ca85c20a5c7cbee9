"""How an engine is asked, whichever it is."""

from __future__ import annotations

import dataclasses

from search.engines.base import Engine, Found
from search.query.tree import Query


def found_by(engine: Engine, query: Query, without: frozenset[str] = frozenset()) -> Found:
    """What the engine finds; when that is nothing, what meets the words in part. Raises EngineAway."""
    found = engine.search(query, without)
    if found.total or not query.groups:
        return found
    found = engine.search(dataclasses.replace(query, loose=True), without)
    return dataclasses.replace(found, loosened=True)

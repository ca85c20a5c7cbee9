"""More like this: records that have a record's telling words, its subject, level and language."""

from __future__ import annotations

import dataclasses
from uuid import UUID

from oer.domain.record import Record
from search.answering import first_answer
from search.engines.base import Engine, Found
from search.keeping import shown
from search.knowing import knowledge
from search.telling import liked, query_for

#: As many as fit in a row under a page.
SHOWN = 6
#: So many more are asked for, since of a family only one is shown.
_SPARE = 12
#: What has less than this share of what the record itself scores has little in common with it.
LEAST_LIKENESS = 0.1


@dataclasses.dataclass(frozen=True, slots=True)
class Likeness:
    """A record that is like another one."""

    record: Record
    score: float


def similar(record: Record, most: int = SHOWN) -> tuple[Likeness, ...]:
    """The records most like this one, which anyone may see: neither itself nor of its family, of another
    family one.

    Asks an engine once, and the database twice. Raises EngineAway when no engine answers.
    """
    query = query_for(record, knowledge(), size=most + _SPARE)
    if not query.groups:
        return ()

    def ask(engine: Engine, without: frozenset[str]) -> Found:
        return engine.search(query, without)

    found = dict(first_answer(ask).answer.hits)
    entries = shown(list(found))
    # A page knows not what family it is of; the catalogue does.
    itself = entries.get(str(record.id))
    families: set[UUID] = {record.id, _family(itself.record if itself else record)}
    # The record meets every word of itself: the others are measured by it, in words alone.
    least = LEAST_LIKENESS * (found[str(record.id)] - liked(record, record)) if itself else 0.0
    kept: list[Likeness] = []
    for identifier, score in found.items():
        other = entries[identifier].record if identifier in entries else None
        if other is None or _family(other) in families or score - liked(record, other) < least:
            continue
        families.add(_family(other))
        kept.append(Likeness(other, score))
    return tuple(kept[:most])


def _family(record: Record) -> UUID:
    return record.family or record.id

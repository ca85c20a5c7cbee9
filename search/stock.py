"""What an engine holds, as the database knows it, and which of its indexes is built, used or over.

A row is written before its document is and its version after, so that whatever dies in between nothing is
held that the database does not know of.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone

from oer.catalogue.models import CatalogueEntry, EntryState
from search.engines.base import Engine, EngineAway, Held
from search.models import EngineIndex, IndexedEntry, IndexState

logger = logging.getLogger("search")

#: How long a process that builds may be silent before it is taken to be dead.
_SILENCE = dt.timedelta(seconds=60)
#: Ids a search can leave out; past this many owed removals the read-back alone keeps them away.
_LEFT_OUT = 10_000
#: Rows written or deleted at a time.
_ROWS = 2_000
_DIGITS = "0123456789abcdef"


class Busy(Exception):
    """Another process builds this engine's next index."""


def beginnings(documents: int) -> Iterator[str]:
    """Beginnings of ids, in order, that part so many documents into portions that memory takes easily."""
    digits = 1 if documents < 50_000 else 2 if documents < 2_000_000 else 3
    yield from (f"{number:0{digits}x}" for number in range(16**digits))


def within(beginning: str) -> tuple[UUID, UUID]:
    """The first and the last id that begins so."""
    return UUID(beginning.ljust(32, "0")), UUID(beginning.ljust(32, "f"))


def in_use(engine: Engine) -> EngineIndex | None:
    """The index in use, None when there is none; of one not seen before, what it holds is taken down."""
    generation = engine.generation()
    if not generation:
        return None
    index, _new = EngineIndex.objects.get_or_create(
        engine=engine.name, generation=generation, defaults={"state": IndexState.FOUND}
    )
    if index.state == IndexState.FOUND:
        _take_down(engine, index)
    if index.state != IndexState.IN_USE:
        take_into_use(engine, index)
    return index


def is_behind(engine: Engine) -> bool:
    """Whether the index in use is lacking, unknown or of another form. Raises EngineAway."""
    generation = engine.generation()
    known = EngineIndex.objects.filter(engine=engine.name, generation=generation, state=IndexState.IN_USE)
    return not generation or engine.outdated() or not known.exists()


def take_into_use(engine: Engine, index: EngineIndex) -> None:
    """Write down that readers are led to this index now."""
    kept = timezone.now() + dt.timedelta(seconds=kept_for(engine))
    with transaction.atomic():
        others = EngineIndex.objects.filter(engine=engine.name, state=IndexState.IN_USE).exclude(pk=index.pk)
        others.update(state=IndexState.FORMER, until=kept)
        index.state, index.builder, index.until = IndexState.IN_USE, None, None
        index.save()


def kept_for(engine: Engine) -> float:
    """Seconds for which an index stays after its time: twice what a search that began on it may take."""
    return 2 * engine.grace


@contextmanager
def building(engine: Engine, *, anew: bool) -> Iterator[EngineIndex]:
    """The index that is built beside the one in use, by nobody else meanwhile.

    One that a dead process left is gone on with, unless it is to be made anew. Raises Busy.
    """
    index = _claim(engine)
    if index.generation and (anew or not engine.usable(index.generation)):
        _forget(engine, index.generation)
        index.generation = ""
    if not index.generation:
        index.generation = engine.begin()
        keep_alive(index)
    try:
        yield index
    except BaseException:
        let_go(index)
        raise


def let_go(index: EngineIndex) -> None:
    """Leave an unfinished index to the next process at once, which goes on where this one stopped."""
    mine = EngineIndex.objects.filter(pk=index.pk, state=IndexState.BUILDING, builder=index.builder)
    mine.update(until=timezone.now())


def keep_alive(index: EngineIndex) -> None:
    """Say that the builder of this index lives. Raises EngineAway when another has taken its place."""
    index.until = timezone.now() + _SILENCE
    mine = EngineIndex.objects.filter(pk=index.pk, state=IndexState.BUILDING, builder=index.builder)
    if not mine.update(until=index.until, generation=index.generation):
        raise EngineAway(f"Another process has taken over building the {index.engine} index.")


def tidy(engine: Engine) -> list[str]:
    """Remove what is over: former indexes that no reader needs, and what a killed rebuild left."""
    # Listed first: what is begun later has a row that says so, and what comes into use, too.
    found = engine.generations()
    rows = {row.generation: row for row in EngineIndex.objects.filter(engine=engine.name)}
    kept = {
        name
        for name, row in rows.items()
        if row.state == IndexState.IN_USE or (row.until and row.until > timezone.now())
    }
    used = engine.generation()
    if not used or any(rows[name].state == IndexState.BUILDING for name in kept):
        return []
    over = sorted({*found, *rows} - kept - {used})
    for generation in over:
        _forget(engine, generation)
        EngineIndex.objects.filter(engine=engine.name, generation=generation).delete()
    return over


def announce(index: EngineIndex, identifiers: Iterable[UUID]) -> None:
    """Write down that the index may hold these from now on, in an unknown version."""
    IndexedEntry.objects.bulk_create(
        (IndexedEntry(index=index, entry_id=identifier, version=0) for identifier in identifiers),
        batch_size=_ROWS,
        ignore_conflicts=True,
    )


def write_down(index: EngineIndex, versions: Mapping[UUID, int]) -> None:
    """Write down in which versions the index holds these; 0 when that is not known."""
    IndexedEntry.objects.bulk_create(
        (
            IndexedEntry(index=index, entry_id=identifier, version=version)
            for identifier, version in versions.items()
        ),
        batch_size=_ROWS,
        update_conflicts=True,
        unique_fields=["index", "entry_id"],
        update_fields=["version"],
    )


def strike_out(index: EngineIndex, versions: Mapping[UUID, int]) -> None:
    """Write down that the index does not hold these any more, unless they were given to it again."""
    rows = IndexedEntry.objects.filter(index=index, entry_id__in=list(versions))
    gone = [
        pk for pk, id_, version in rows.values_list("pk", "entry_id", "version") if version <= versions[id_]
    ]
    IndexedEntry.objects.filter(pk__in=gone).delete()


def withdrawn_but_held(engine_name: str) -> frozenset[str]:
    """Ids an engine may still hold though nobody may see them any more: a search leaves them out."""
    with connection.cursor() as cursor:
        cursor.execute(*_withdrawn_but_held(connection.vendor, engine_name))
        # SQLite keeps ids as text without hyphens.
        return frozenset(str(UUID(str(identifier))) for (identifier,) in cursor.fetchall())


@cache
def _withdrawn_but_held(vendor: str, engine_name: str) -> tuple[str, tuple[Any, ...]]:
    """The query in SQL: every search asks it, and Django takes five times as long to write it as a database
    to answer it."""
    indexes = EngineIndex.objects.filter(engine=engine_name)
    held = IndexedEntry.objects.filter(index__in=indexes.values("pk"), entry_id=OuterRef("pk"))
    hidden = CatalogueEntry.objects.filter(Q(state=EntryState.WITHDRAWN) | Q(expires_at__lte=Now()))
    identifiers = hidden.filter(Exists(held)).values_list("pk", flat=True)[:_LEFT_OUT]
    return identifiers.query.sql_with_params()


def _claim(engine: Engine) -> EngineIndex:
    now, builder = timezone.now(), uuid4()
    try:
        with transaction.atomic():
            left = EngineIndex.objects.select_for_update().filter(
                engine=engine.name, state=IndexState.BUILDING
            )
            index = left.first()
            if index is None:
                index = EngineIndex(engine=engine.name, state=IndexState.BUILDING)
            elif index.until and index.until > now:
                raise Busy(f"Another process builds the {engine.name} index.")
            index.builder, index.until = builder, now + _SILENCE
            index.save()
    except IntegrityError:
        raise Busy(f"Another process has just begun to build the {engine.name} index.") from None
    return index


def _take_down(engine: Engine, index: EngineIndex) -> None:
    """What an index holds that came from elsewhere: a copy, another installation, a hand."""
    for beginning in _DIGITS:
        held: Mapping[str, Held] = engine.held(index.generation, beginning)
        write_down(index, {UUID(identifier): one.version for identifier, one in held.items()})


def _forget(engine: Engine, generation: str) -> None:
    """Remove an index, and then what was written down of it."""
    if generation:
        engine.drop(generation)
    rows = IndexedEntry.objects.filter(index__engine=engine.name, index__generation=generation)
    while some := list(rows.values_list("pk", flat=True)[:_ROWS]):
        IndexedEntry.objects.filter(pk__in=some).delete()

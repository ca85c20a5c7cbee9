"""Bringing an engine into step with the catalogue: what it holds is compared with what is live.

Nothing here remembers a position: a run that dies anywhere is gone on with by the next one. An index that was
lost, or is of another form, is built anew beside the one in use, which answers meanwhile.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from oer.catalogue.models import CatalogueEntry
from search import stock
from search.documents import Document, document
from search.engines.base import Engine, Writer
from search.keeping import forget, keep
from search.models import EngineIndex, IndexedEntry, IndexState
from search.stock import withdrawn_but_held

__all__ = ["Synced", "rebuild", "sync", "withdrawn_but_held"]

logger = logging.getLogger("search")

#: Entries read at a time, and ids looked up at a time.
BATCH, WINDOW = 25, 2_000
#: Documents are written when so many are made, or after so many seconds of making them.
CHUNK, _CHUNK_SECONDS = 250, 0.25
#: Seconds after which a writer lets others write, too.
_TURN = 20.0

#: Told how many entries are done so far; may raise to stop the run.
Report = Callable[[int], None]


@dataclass
class Synced:
    """What a run did."""

    put: int = 0
    removed: int = 0
    #: Entry id -> why the engine or the analysis would not take it.
    refused: dict[str, str] = field(default_factory=dict)
    #: There was more to do than time.
    unfinished: bool = False


def sync(engine: Engine, report: Report = lambda done: None, seconds: float = float("inf")) -> Synced:
    """Do all that the engine is owed, or begin with it when it takes longer than `seconds`.

    Raises EngineAway when it cannot be written to, and Busy while another process builds its only index.
    """
    done, until = Synced(), time.monotonic() + seconds
    index = stock.in_use(engine)
    if index is None or engine.outdated():
        _build(engine, done, report, until, anew=False)
        index = None if done.unfinished else stock.in_use(engine)
    if index is not None:
        _fill(engine, index, done, report, until)
    if not done.unfinished:
        stock.tidy(engine)
    return done


def rebuild(engine: Engine, report: Report = lambda done: None) -> Synced:
    """Build the index anew beside the one in use, change over, catch up, and remove the former one.

    Raises EngineAway when it cannot be written to, and Busy while another process does the same.
    """
    done, former = Synced(), engine.generation()
    _build(engine, done, report, float("inf"), anew=True)
    if former:
        time.sleep(stock.kept_for(engine))
    caught_up = sync(engine, report)
    return Synced(done.put + caught_up.put, caught_up.removed, done.refused | caught_up.refused)


def _build(engine: Engine, done: Synced, report: Report, until: float, *, anew: bool) -> None:
    """Fill a new index until nothing is owed to it, and only then lead readers to it."""
    with stock.building(engine, anew=anew) as index:
        _fill(engine, index, done, report, until)
        if done.unfinished:
            stock.let_go(index)
        else:
            engine.change_over(index.generation)
            stock.take_into_use(engine, index)


def _fill(engine: Engine, index: EngineIndex, done: Synced, report: Report, until: float) -> None:
    """Put and remove until nothing is owed to this index."""
    while True:
        gone, owed = _gone(index), _owed(index, done)[:WINDOW]
        newest_first = list(owed.values_list("pk", "changed_at"))
        if not gone and not newest_first:
            return
        if time.monotonic() > until:
            done.unfinished = True
            return
        with engine.writing(index.generation) as writer:
            run = _Run(index, writer, done, report)
            run.remove(gone)
            if newest_first:
                run.newest = newest_first[0][1]
                run.put([identifier for identifier, _changed in newest_first], until)
            run.commit()


class Pace:
    """When to commit: soon for what people wait for, seldom for what takes long anyway."""

    def __init__(self, *, searched: bool) -> None:
        self._seconds, self._documents = (1.5, 2_500) if searched else (10.0, 5_000)
        self._last = float("-inf") if searched else time.monotonic()

    def due(self, documents: int, *, fresh: bool = False) -> bool:
        """Whether so many documents that are not committed yet are to be committed now."""
        waited = time.monotonic() - self._last
        return documents >= self._documents or waited >= (0.3 if fresh else self._seconds)

    def committed(self) -> None:
        """It was done."""
        self._last = time.monotonic()


class _Run:
    """One turn of a writer."""

    def __init__(self, index: EngineIndex, writer: Writer, done: Synced, report: Report) -> None:
        self._index, self._writer, self._done, self._report = index, writer, done, report
        self._pace = Pace(searched=index.state == IndexState.IN_USE)
        self._put: dict[UUID, int] = {}
        self._removed: dict[UUID, int] = {}
        #: When the newest entry was changed that this run knows of.
        self.newest: object = None

    def remove(self, versions: dict[UUID, int]) -> None:
        """Take out documents whose entry is not live."""
        if versions:
            forget(versions)
            self._writer.remove({str(identifier): version for identifier, version in versions.items()})
            self._removed |= versions

    def put(self, identifiers: list[UUID], until: float) -> None:
        """Put these entries, and before them what is changed meanwhile: a publication does not wait."""
        until = min(until, time.monotonic() + _TURN)
        made: list[Document] = []
        began, at = time.monotonic(), 0
        while at < len(identifiers) and time.monotonic() < until:
            fresh = self._fresh()
            batch = fresh or identifiers[at : at + BATCH]
            at += 0 if fresh else len(batch)
            made += self._documents(batch)
            if fresh or len(made) >= CHUNK or time.monotonic() - began > _CHUNK_SECONDS:
                self._write(made)
                if self._pace.due(len(self._put), fresh=bool(fresh)):
                    self.commit()
                made, began = [], time.monotonic()
        self._write(made)

    def commit(self) -> None:
        """Make last what was written, and then write it down."""
        if not self._put and not self._removed:
            return
        self._writer.commit()
        self._pace.committed()
        stock.write_down(self._index, self._put)
        stock.strike_out(self._index, self._removed)
        if self._index.state == IndexState.BUILDING:
            stock.keep_alive(self._index)
        self._done.put += len(self._put)
        self._done.removed += len(self._removed)
        self._put, self._removed = {}, {}
        self._report(self._done.put + self._done.removed)

    def _write(self, documents: list[Document]) -> None:
        if not documents:
            return
        stock.announce(self._index, [UUID(one.id) for one in documents])
        keep(documents)
        refused = self._writer.put(documents)
        for identifier, reason in refused.items():
            _refuse(self._done, identifier, reason)
        self._put |= {UUID(one.id): one.version for one in documents if one.id not in refused}

    def _fresh(self) -> list[UUID]:
        """Entries changed since this run knows of, newest first."""
        owed = _owed(self._index, self._done).filter(changed_at__gt=self.newest)
        found = list(owed.values_list("pk", "changed_at")[:BATCH])
        if found:
            self.newest = found[0][1]
        return [identifier for identifier, _changed in found]

    def _documents(self, identifiers: list[UUID]) -> list[Document]:
        entries = CatalogueEntry.objects.live().filter(pk__in=identifiers).order_by("-changed_at")
        return _documents(list(entries), self._done)


def _owed(index: EngineIndex, done: Synced) -> QuerySet[CatalogueEntry]:
    """Live entries of which the index does not hold the present version, newest first."""
    held = IndexedEntry.objects.filter(index=index, entry_id=OuterRef("pk"), version=OuterRef("version"))
    owed = CatalogueEntry.objects.live().exclude(pk__in=list(done.refused)).filter(~Exists(held))
    return owed.order_by("-changed_at")


def _gone(index: EngineIndex) -> dict[UUID, int]:
    """Ids that the index may hold though their entry is not live, each with the newest version known."""
    live = CatalogueEntry.objects.live().filter(pk=OuterRef("entry_id"))
    owed = IndexedEntry.objects.filter(index=index).filter(~Exists(live))
    versions = dict(owed.values_list("entry_id", "version")[:WINDOW])
    tombstones = CatalogueEntry.objects.filter(pk__in=list(versions)).values_list("pk", "version")
    return versions | {pk: max(version, versions[pk]) for pk, version in tombstones}


def _documents(entries: list[CatalogueEntry], done: Synced) -> list[Document]:
    """The entries' documents; one whose record cannot be read must not hold up the others."""
    found = []
    for entry in entries:
        try:
            found.append(document(entry.as_record(), entry.version))
        except Exception as failure:  # noqa: BLE001
            _refuse(done, str(entry.pk), repr(failure))
    return found


def _refuse(done: Synced, identifier: str, reason: str) -> None:
    logger.error("Entry %s cannot be indexed: %s", identifier, reason)
    done.refused[identifier] = reason

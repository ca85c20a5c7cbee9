"""Bringing an engine into step with the catalogue: what it holds is compared with what is live.

Nothing here remembers a position: a run that dies anywhere is repeated by the next one. An index that was
lost, rebuilt or restored is noticed by its generation, and its true contents are taken down before comparing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from oer.catalogue.models import CatalogueEntry, EntryState
from search.documents import Document, document
from search.engines.base import Engine
from search.models import EngineIndex, IndexedEntry

logger = logging.getLogger("search")

#: Entries written to an engine at a time.
BATCH = 100
#: Ids a search can leave out; past this many owed removals the read-back alone keeps them away.
_LEFT_OUT = 10_000

#: Told how many entries are done so far; may raise to stop the run.
Report = Callable[[int], None]


@dataclass
class Synced:
    """What a run did."""

    put: int = 0
    removed: int = 0
    #: Entry id -> why the engine or the analysis would not take it.
    refused: dict[str, str] = field(default_factory=dict)


def sync(engine: Engine, report: Report = lambda done: None) -> Synced:
    """Do all that the engine is owed. Raises EngineAway when it cannot be written to."""
    done = Synced()
    if engine.outdated():
        engine.rebuild(_all_documents(done))
    generation = _take_stock(engine)
    while True:
        removed = _remove_some(engine, generation)
        put = _put_some(engine, generation, done)
        if not removed and not put:
            return done
        done.removed, done.put = done.removed + removed, done.put + put
        report(done.put + done.removed)
        generation = _take_stock(engine)


def rebuild(engine: Engine, report: Report = lambda done: None) -> Synced:
    """Build the index anew beside the old one, change over, and catch up with what changed meanwhile."""
    done = Synced()
    engine.rebuild(_all_documents(done))
    caught_up = sync(engine, report)
    held = IndexedEntry.objects.filter(engine=engine.name).count()
    return Synced(held, caught_up.removed, done.refused | caught_up.refused)


def withdrawn_but_held(engine_name: str) -> frozenset[str]:
    """Ids an engine may still hold though nobody may see them any more: a search leaves them out."""
    held = IndexedEntry.objects.filter(engine=engine_name, entry_id=OuterRef("pk"))
    hidden = CatalogueEntry.objects.filter(Q(state=EntryState.WITHDRAWN) | Q(expires_at__lte=timezone.now()))
    identifiers = hidden.filter(Exists(held)).values_list("pk", flat=True)[:_LEFT_OUT]
    return frozenset(str(identifier) for identifier in identifiers)


def _take_stock(engine: Engine) -> str:
    """The engine's generation; of one not seen before, what it holds is written down first."""
    generation = engine.generation()
    known = EngineIndex.objects.filter(engine=engine.name, generation=generation)
    if known.exists():
        return generation
    versions = engine.versions()
    with transaction.atomic():
        EngineIndex.objects.update_or_create(engine=engine.name, defaults={"generation": generation})
        IndexedEntry.objects.filter(engine=engine.name).delete()
        IndexedEntry.objects.bulk_create(
            (
                IndexedEntry(engine=engine.name, entry_id=UUID(identifier), version=version)
                for identifier, version in versions.items()
            ),
            batch_size=500,
        )
    return generation


def _put_some(engine: Engine, generation: str, done: Synced) -> int:
    """Put one batch of live entries of which the engine does not hold the present version."""
    held = IndexedEntry.objects.filter(
        engine=engine.name, entry_id=OuterRef("pk"), version=OuterRef("version")
    )
    owed = CatalogueEntry.objects.live().exclude(pk__in=list(done.refused)).filter(~Exists(held))
    # Newest first: what someone has just published does not wait behind an import.
    entries = list(owed.order_by("-changed_at")[:BATCH])
    batch = _documents(entries, done)
    refused = engine.put(batch) if batch else {}
    for identifier, reason in refused.items():
        _refuse(done, identifier, reason)
    taken = {UUID(one.id): one.version for one in batch if one.id not in refused}
    _write_down(engine, generation, taken)
    return len(entries)


def _remove_some(engine: Engine, generation: str) -> int:
    """Take out one batch of documents whose entry is not live."""
    live = CatalogueEntry.objects.live().filter(pk=OuterRef("entry_id"))
    owed = IndexedEntry.objects.filter(engine=engine.name).filter(~Exists(live))
    versions = dict(owed.values_list("entry_id", "version")[:BATCH])
    if not versions:
        return 0
    tombstones = dict(CatalogueEntry.objects.filter(pk__in=versions).values_list("pk", "version"))
    newest = {id_: max(version, tombstones.get(id_, 0)) for id_, version in versions.items()}
    engine.remove({str(identifier): version for identifier, version in newest.items()})
    with transaction.atomic():
        if _is_current(engine, generation):
            IndexedEntry.objects.filter(engine=engine.name, entry_id__in=list(newest)).delete()
    return len(newest)


def _write_down(engine: Engine, generation: str, versions: Mapping[UUID, int]) -> None:
    with transaction.atomic():
        if not _is_current(engine, generation):
            return
        IndexedEntry.objects.bulk_create(
            (
                IndexedEntry(engine=engine.name, entry_id=identifier, version=version)
                for identifier, version in versions.items()
            ),
            update_conflicts=True,
            unique_fields=["engine", "entry_id"],
            update_fields=["version"],
        )


def _is_current(engine: Engine, generation: str) -> bool:
    """False when another index came into use meanwhile: what the former was given is not held."""
    index = EngineIndex.objects.select_for_update().filter(engine=engine.name).first()
    return index is not None and index.generation == generation


def _all_documents(done: Synced) -> Iterator[Document]:
    for entry in CatalogueEntry.objects.live().order_by("pk").iterator(chunk_size=BATCH):
        yield from _documents([entry], done)


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

"""What hits show, kept in the database when documents are made, and read for a page of hits in one query.

It stands beside the catalogue and not in an engine, so that both engines share it, and is good for one
version of its entry only: of another one the record itself is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from oer.catalogue.models import CatalogueEntry
from oer.domain.record import Record
from search.documents import Document, form, pieces
from search.meeting import Meeting, met_as_kept, met_by_reading
from search.models import KeptReading
from search.query.tree import Group


class Shown(NamedTuple):
    """An entry that anyone may see: its record, perhaps without passages, and its words' places if kept."""

    record: Record
    places: bytes = b""
    #: The entry's, where its places are kept: with the form they are in it says what they are.
    version: int = 0

    def meet(self, groups: tuple[Group, ...]) -> Meeting:
        """Where its texts meet these groups of a query."""
        if self.places:
            return met_as_kept(self.places, groups)
        return met_by_reading(pieces(self.record), groups)


def shown(identifiers: Sequence[str]) -> dict[str, Shown]:
    """Those of the entries that anyone may see now, by id. One query, two when not all of them are kept."""
    found: dict[str, Shown] = {}
    others: list[UUID] = []
    for pk, version, kept_version, kept_form, card, places in _kept().filter(pk__in=identifiers):
        if (kept_version, kept_form) == (version, form()):
            found[str(pk)] = Shown(_record(card), bytes(places), version)
        else:
            others.append(pk)
    if others:
        read = CatalogueEntry.objects.live().filter(pk__in=others)
        found |= {str(entry.pk): Shown(entry.as_record()) for entry in read}
    return found


@cache
def _kept() -> QuerySet[CatalogueEntry, tuple[Any, ...]]:
    """Of every live entry what is kept; made once, since every search narrows it."""
    kept = ("version", "form", "card", "places")
    return CatalogueEntry.objects.live().values_list(
        "pk", "version", *(f"kept_reading__{name}" for name in kept)
    )


@lru_cache(maxsize=4_096)
def _record(card: str) -> Record:
    return Record.from_json(json.loads(card))


def keep(documents: Iterable[Document]) -> None:
    """Keep what hits on these documents show, where it is not kept yet."""
    made = {UUID(one.id): one for one in documents}
    kept = KeptReading.objects.filter(pk__in=list(made), form=form()).values_list("pk", "version")
    for pk, version in kept:
        if version == made[pk].version:
            del made[pk]
    KeptReading.objects.bulk_create(
        (
            KeptReading(entry_id=pk, version=one.version, form=form(), card=one.card, places=one.places)
            for pk, one in made.items()
        ),
        update_conflicts=True,
        unique_fields=["entry"],
        update_fields=["version", "form", "card", "places"],
    )


def forget(identifiers: Iterable[UUID]) -> None:
    """Keep nothing of these entries any more."""
    KeptReading.objects.filter(pk__in=list(identifiers)).delete()

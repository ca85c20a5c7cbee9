"""Records and catalogue entries for tests of the search, without pages."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

from oer.catalogue.models import CatalogueEntry, EntryState
from oer.catalogue.signals import entry_changed
from oer.domain.record import Keyword, Passage, Record

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)


def record(title: str = "Murtolukuja lukusuoralla", body: str = "", **values: Any) -> Record:
    """A published material; `keywords` may be plain words, `age` is in days."""
    age = dt.timedelta(days=values.pop("age", 0))
    words = values.pop("keywords", ())
    passages = (Passage(kind="body", text=body),) if body else ()
    return Record(
        **{
            "id": uuid4(),
            "kind": "material",
            "title": title,
            "description": "",
            "language": "fi",
            "path": "materials/murtolukuja/",
            "licence": "CC-BY-4.0",
            "keywords": tuple(Keyword(label=word) for word in words),
            "passages": passages,
            "published_at": NOW - age,
            "changed_at": NOW - age,
            **values,
        }
    )


def publish(published: Record) -> CatalogueEntry:
    """The entry of this record, one version on, announced as the catalogue announces it."""
    entry = CatalogueEntry.objects.filter(pk=published.id).first() or CatalogueEntry(
        pk=published.id, version=0
    )
    entry.state, entry.uses, entry.family = EntryState.LIVE, published.uses, published.family or published.id
    entry.tell(published.to_json())
    return _announced(entry)


def withdraw(entry: CatalogueEntry) -> CatalogueEntry:
    """The entry as a tombstone, announced as the catalogue announces it."""
    entry.refresh_from_db()
    entry.state, entry.record, entry.brief = EntryState.WITHDRAWN, {}, {}
    return _announced(entry)


def _announced(entry: CatalogueEntry) -> CatalogueEntry:
    entry.version += 1
    entry.save()
    entry_changed.send(sender=CatalogueEntry, entry=entry)
    return entry

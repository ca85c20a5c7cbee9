"""Keeping the catalogue in step with the page tree.

A page is catalogued if its type has `record() -> Record`; the catalogue knows no page type. A page is public
when it is live, not expired and under no view restriction: everything else is a tombstone.

What a change means for other entries (families, uses, naming of sources) is written in the same transaction.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any, Protocol, runtime_checkable
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from oer.catalogue import lineage
from oer.catalogue.models import Basis, CatalogueEntry, EntryState
from oer.catalogue.signals import entry_changed
from oer.domain.record import Record


@runtime_checkable
class Catalogued(Protocol):
    """A page the world may know of once it is published."""

    def record(self) -> Record: ...


def refresh(page: Page) -> CatalogueEntry | None:
    """Write the page's record, or its tombstone; None for a page of a type that is not catalogued.

    The page is read from the database: what somebody is still editing in memory is nobody else's business.
    """
    specific = Page.objects.filter(pk=page.pk).specific().first()
    if specific is None:
        return withdraw(page.translation_key)
    if not isinstance(specific, Catalogued):
        return None
    if not _is_public(specific):
        return withdraw(page.translation_key)
    return _write(specific, specific.record())


def refresh_subtree(page: Page) -> int:
    """Refresh a page and everything below it; how many entries there are.

    Moving, renaming or restricting a page changes its descendants' addresses or audience, and Wagtail
    announces the page only.
    """
    found = 0
    for descendant in page.get_descendants(inclusive=True).iterator(chunk_size=200):
        found += refresh(descendant) is not None
    return found


def withdraw(identifier: UUID) -> CatalogueEntry | None:
    """Turn an entry into a tombstone; None when there never was one."""
    with transaction.atomic():
        lineage.wait_for_others([identifier])
        entry = CatalogueEntry.objects.select_for_update().filter(id=identifier).first()
        if entry and entry.state == EntryState.LIVE:
            entry.state, entry.record, entry.brief, entry.expires_at = EntryState.WITHDRAWN, {}, {}, None
            _save_changed(entry)
            sources = entry.bases.values_list("source", flat=True)
            _save_neighbours(lineage.changed_sources(sources, ()))
            _save_told(lineage.changed_derivatives(identifier, public=False))
    return entry


def forget(identifier: UUID) -> None:
    """Withdraw a work whose page is gone for good: nothing is a derivative of it any more."""
    with transaction.atomic():
        entry = withdraw(identifier)
        Basis.objects.filter(source=identifier).delete()
        if entry is None:
            return
        entry.bases.all().delete()
        CatalogueEntry.objects.filter(id=identifier).update(parent=None, family=identifier, uses=0)
        for child in CatalogueEntry.objects.filter(parent=identifier).order_by("id"):
            bases = dict(child.bases.values_list("place", "source"))
            live = child.state == EntryState.LIVE
            child.parent = lineage.parent_of(child.as_record(), bases) if live else None
            child.save(update_fields=["parent"])
            _settle(child)


def withdraw_all(identifiers: Iterable[UUID]) -> None:
    """Turn each of these into a tombstone, in one transaction."""
    with transaction.atomic():
        live = CatalogueEntry.objects.filter(id__in=list(identifiers), state=EntryState.LIVE)
        for identifier in live.values_list("id", flat=True):
            withdraw(identifier)


def rebuild() -> int:
    """Bring every entry up to date and bury those whose page is gone; how many are live afterwards."""
    seen: set[UUID] = set()
    for page in Page.objects.live().iterator(chunk_size=200):
        entry = refresh(page)
        if entry and entry.state == EntryState.LIVE:
            seen.add(entry.id)
    gone = CatalogueEntry.objects.filter(state=EntryState.LIVE).values_list("id", flat=True)
    withdraw_all(set(gone) - seen)
    with transaction.atomic():
        _save_neighbours(lineage.all_changed())
    return len(seen)


def _is_public(page: Page) -> bool:
    expired = page.expired or (page.expire_at is not None and page.expire_at <= timezone.now())
    return bool(page.live) and not expired and not is_restricted(page)


def is_restricted(page: Page) -> bool:
    """Whether the page, or one above it, is for some people only."""
    ancestors = Page.objects.ancestor_of(page, inclusive=True)
    return PageViewRestriction.objects.filter(page__in=ancestors).exists()


def _write(page: Page, record: Record) -> CatalogueEntry:
    bases = lineage.bases_of(page)
    with transaction.atomic():
        lineage.wait_for_others([record.id, *bases.values()])
        entry = CatalogueEntry.objects.select_for_update().filter(id=record.id).first()
        if entry is None:
            entry = CatalogueEntry(id=record.id, version=0, state=EntryState.WITHDRAWN)
        came = entry.state != EntryState.LIVE
        before = {} if entry.version == 0 else dict(entry.bases.values_list("place", "source"))
        data = lineage.with_public_sources(record.to_json(), bases)
        parent = lineage.parent_of(record, bases)
        families = {}
        if entry.version == 0 or entry.parent != parent:
            families = lineage.families_around(entry, parent)
        news = _news(entry, data, page)
        entry.parent, entry.family = parent, families.get(entry.id, entry.family)
        entry.state, entry.page_id, entry.expires_at = EntryState.LIVE, page.pk, page.expire_at
        entry.tell(data)
        if came:
            entry.uses = lineage.uses_of([entry.id])[entry.id]
        if news or families:
            _save_changed(entry, told=news == "record")
        _write_bases(entry, before, bases)
        if came or before != bases:
            _save_neighbours(lineage.changed_sources(before.values(), bases.values()))
        if came:
            _save_told(lineage.changed_derivatives(entry.id, public=True))
        _save_neighbours(lineage.changed_kin(families, without=entry.id))
    return entry


#: A change of nothing but how many schools use a case: no news to those who follow what is new here.
_TALLY = "tally"


def _news(entry: CatalogueEntry, data: dict[str, Any], page: Page) -> str:
    """What there is to tell of the entry: empty, `_TALLY`, or `record`."""
    if (entry.state, entry.page_id, entry.expires_at) != (EntryState.LIVE, page.pk, page.expire_at):
        return "record"
    # Compared as values: what a version of ours writes differently than the one before is no news.
    try:
        held, now = Record.from_json(entry.record), Record.from_json(data)
    except (KeyError, TypeError, ValueError):
        # A damaged row is written anew.
        return "record"
    if held == now:
        return ""
    return _TALLY if dataclasses.replace(held, adoptions=now.adoptions) == now else "record"


def _write_bases(entry: CatalogueEntry, before: dict[int, UUID], bases: dict[int, UUID]) -> None:
    if before != bases:
        entry.bases.all().delete()
        Basis.objects.bulk_create(
            Basis(entry=entry, place=place, source=source) for place, source in bases.items()
        )


def _settle(entry: CatalogueEntry) -> None:
    """Put the entry, and all below it, into the family that follows from its parent."""
    families = lineage.families_around(entry, entry.parent)
    _save_neighbours(lineage.changed_kin(families, without=UUID(int=0)))


def _save_told(entries: Iterable[CatalogueEntry]) -> None:
    for entry in entries:
        _save_changed(entry)


def _save_neighbours(entries: Iterable[CatalogueEntry]) -> None:
    """Save what a change elsewhere made of these; of a tombstone nobody hears."""
    for entry in entries:
        if entry.state == EntryState.LIVE:
            _save_changed(entry, told=False)
        else:
            entry.save(update_fields=["family", "uses"])


def _save_changed(entry: CatalogueEntry, *, told: bool = True) -> None:
    """Save the next version and announce it; `told`: to those who follow what is new, too."""
    entry.version += 1
    if told:
        entry.changed_at = timezone.now()
    entry.save()
    entry_changed.send(sender=CatalogueEntry, entry=entry)

"""Keeping the catalogue in step with the page tree.

A page is catalogued if its type has `record() -> Record`; the catalogue knows no page type. A page is public
when it is live, not expired and under no view restriction: everything else is a tombstone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, runtime_checkable
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from oer.catalogue.models import CatalogueEntry, EntryState
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
        entry = CatalogueEntry.objects.select_for_update().filter(id=identifier).first()
        if entry and entry.state == EntryState.LIVE:
            entry.state, entry.record, entry.expires_at = EntryState.WITHDRAWN, {}, None
            _save_changed(entry)
    return entry


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
    return len(seen)


def _is_public(page: Page) -> bool:
    expired = page.expired or (page.expire_at is not None and page.expire_at <= timezone.now())
    return bool(page.live) and not expired and not _is_restricted(page)


def _is_restricted(page: Page) -> bool:
    ancestors = Page.objects.ancestor_of(page, inclusive=True)
    return PageViewRestriction.objects.filter(page__in=ancestors).exists()


def _write(page: Page, record: Record) -> CatalogueEntry:
    data = record.to_json()
    with transaction.atomic():
        entry = CatalogueEntry.objects.select_for_update().filter(id=record.id).first()
        if entry is None:
            entry = CatalogueEntry(id=record.id, version=0, state=EntryState.WITHDRAWN)
        known = (entry.state, entry.record, entry.page_id, entry.expires_at)
        if known == (EntryState.LIVE, data, page.pk, page.expire_at):
            return entry
        entry.state, entry.record, entry.page_id = EntryState.LIVE, data, page.pk
        entry.kind, entry.language, entry.expires_at = record.kind, record.language, page.expire_at
        _save_changed(entry)
    return entry


def _save_changed(entry: CatalogueEntry) -> None:
    entry.version += 1
    entry.changed_at = timezone.now()
    entry.save()
    entry_changed.send(sender=CatalogueEntry, entry=entry)

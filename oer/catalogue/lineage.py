"""Which works build on which: families, how often a work is used, and which sources may be named.

A family is a work with everything that was adapted or translated from it, directly or by way of others. Each
work has at most one parent, so that a collection of many sources does not make one family of them all. Works
that are not public keep their place: two translations stay together when their original is withdrawn.

Nothing here saves: what changes in other entries is given back to `oer.catalogue.refresh`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, runtime_checkable
from uuid import UUID

from django.db import connection
from django.db.models import Count, F

from oer.catalogue.models import Basis, CatalogueEntry, EntryState
from oer.domain.record import Record

#: How a work may be built on that makes a family, the closest first.
KINSHIP = ("translated", "adapted")
#: As many ids as any database takes in one question.
_AT_ONCE = 500


@runtime_checkable
class Derived(Protocol):
    """A page that builds on others here."""

    def source_ids(self) -> Sequence[UUID | None]:
        """For each of its record's `is_based_on` the id of that work's page here, published or not."""


def wait_for_others(identifiers: Iterable[UUID]) -> None:
    """Until this transaction ends, nobody else writes what follows from these works: of two published at
    once neither would otherwise see the other. SQLite lets one write at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # In one order, or two might wait for each other.
            for key in sorted({(identifier.int >> 64) - 2**63 for identifier in identifiers}):
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def bases_of(page: object) -> dict[int, UUID]:
    """Place in the record's `is_based_on` -> id of the work there, for those that have a page here."""
    if not isinstance(page, Derived):
        return {}
    return {place: source for place, source in enumerate(page.source_ids()) if source}


def parent_of(record: Record, bases: Mapping[int, UUID]) -> UUID | None:
    """The work it translates, else the first that it adapts."""
    for relation in KINSHIP:
        for place, source in sorted(bases.items()):
            if record.is_based_on[place].relation == relation and source != record.id:
                return source
    return None


def with_public_sources(data: dict[str, Any], bases: Mapping[int, UUID]) -> dict[str, Any]:
    """The record's data with the ids of those sources only that anyone may see."""
    public = set(CatalogueEntry.objects.live().filter(id__in=bases.values()).values_list("id", flat=True))
    for place, source in enumerate(data["is_based_on"]):
        here = bases.get(place)
        source["id"] = str(here) if here in public else None
    return data


def uses_of(identifiers: Iterable[UUID]) -> dict[UUID, int]:
    """How many live works build on each of these."""
    wanted = list(identifiers)
    live = Basis.objects.filter(source__in=wanted, entry__state=EntryState.LIVE).exclude(entry=F("source"))
    counted = live.values_list("source").annotate(number=Count("entry", distinct=True))
    return dict.fromkeys(wanted, 0) | dict(counted)


def families_around(entry: CatalogueEntry, parent: UUID | None) -> dict[UUID, UUID]:
    """The family of the entry under this parent, and of every entry whose family may follow from its own."""
    concerned = {entry.id, entry.family} - {None}
    members = CatalogueEntry.objects.filter(family__in=concerned).values_list("id", "parent")
    parents: dict[UUID, UUID | None] = {**dict(members), entry.id: parent}
    above = {source for source in parents.values() if source and source not in parents}
    known = CatalogueEntry.objects.filter(id__in=above, family__isnull=False)
    families = {one: family for one, family in known.values_list("id", "family") if family} if above else {}
    return {identifier: _root(identifier, parents, families) for identifier in parents}


def changed_sources(before: Iterable[UUID], after: Iterable[UUID]) -> list[CatalogueEntry]:
    """Those of these works whose `uses` are others now, locked and set."""
    identifiers = {*before, *after}
    if not identifiers:
        return []
    counts = uses_of(identifiers)
    changed = [entry for entry in _locked(identifiers) if entry.uses != counts[entry.id]]
    for entry in changed:
        entry.uses = counts[entry.id]
    return changed


def changed_kin(families: Mapping[UUID, UUID], without: UUID) -> list[CatalogueEntry]:
    """Those of these works whose `family` is another now, locked and set."""
    changed = [entry for entry in _locked(set(families) - {without}) if entry.family != families[entry.id]]
    for entry in changed:
        entry.family = families[entry.id]
    return changed


def changed_derivatives(source: UUID, *, public: bool) -> list[CatalogueEntry]:
    """The live works built on this one, locked, with its id in their records only while it is public."""
    places: dict[UUID, list[int]] = {}
    for derivative, place in Basis.objects.filter(source=source).values_list("entry", "place"):
        places.setdefault(derivative, []).append(place)
    changed = [entry for entry in _locked(set(places) - {source}) if entry.state == EntryState.LIVE]
    for entry in changed:
        data = entry.record
        for place in places[entry.id]:
            data["is_based_on"][place]["id"] = str(source) if public else None
        entry.tell(data)
    return changed


def all_changed() -> list[CatalogueEntry]:
    """Every entry whose `family` or `uses` is not what follows from the others, locked and set."""
    rows = list(CatalogueEntry.objects.values_list("id", "parent", "family", "uses"))
    parents: dict[UUID, UUID | None] = {identifier: parent for identifier, parent, _family, _uses in rows}
    live = Basis.objects.filter(entry__state=EntryState.LIVE).exclude(entry=F("source"))
    uses = dict(live.values_list("source").annotate(number=Count("entry", distinct=True)))
    families = {identifier: _root(identifier, parents, {}) for identifier in parents}
    told = {identifier: (family, number) for identifier, _parent, family, number in rows}
    wanted = {identifier: (families[identifier], uses.get(identifier, 0)) for identifier in parents}
    wrong = [identifier for identifier in parents if told[identifier] != wanted[identifier]]
    changed = [
        entry
        for start in range(0, len(wrong), _AT_ONCE)
        for entry in _locked(wrong[start : start + _AT_ONCE])
    ]
    for entry in changed:
        entry.family, entry.uses = wanted[entry.id]
    return changed


def _locked(identifiers: Iterable[UUID]) -> list[CatalogueEntry]:
    """In the order of their ids: two transactions that meet here must not wait for each other in turn."""
    wanted = list(identifiers)
    if not wanted:
        return []
    return list(CatalogueEntry.objects.select_for_update().filter(id__in=wanted).order_by("id"))


def _root(start: UUID, parents: Mapping[UUID, UUID | None], families: Mapping[UUID, UUID]) -> UUID:
    """The topmost work above `start`; of works that go round in a circle the one with the lowest id."""
    seen: list[UUID] = []
    here = start
    while here not in seen:
        if here not in parents:
            return families.get(here, here)
        seen.append(here)
        above = parents[here]
        if above is None:
            return here
        here = above
    return min(seen[seen.index(here) :])

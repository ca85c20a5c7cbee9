"""What the front page shows: ways in, what is new, and where a signed-in person left off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, cast

from django.core.cache import cache
from django.db.models import Count, Max, Sum
from django.http import HttpRequest
from django.utils.translation import get_language

from oer.catalogue.models import CatalogueEntry
from oer.domain.record import Record
from oer.domain.vocabulary import SUBJECTS
from oer.people.desk import Desk, DeskItem
from oer.site.examples import Example, examples_for
from oer.site.spread import Spread, spread

NEWEST_MATERIALS = 6
NEWEST_CASES = 3
UNFINISHED = 3

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class SubjectTile:
    """A subject that has materials, and how many."""

    code: str
    count: int


@dataclass(frozen=True, slots=True)
class HomeContent:
    """Everything on the front page, ready to be written out."""

    subjects: tuple[SubjectTile, ...]
    #: How many live records there are, by kind.
    totals: dict[str, int]
    examples: tuple[Example, ...]
    #: How practices have gone from school to school; None before the first has.
    spread: Spread | None
    materials: tuple[Record, ...]
    cases: tuple[Record, ...]
    #: The signed-in person's own pages that wait for them: what was sent back first, then drafts.
    unfinished: tuple[DeskItem, ...]


def compose(request: HttpRequest) -> HomeContent:
    """The front page for this visitor. The number of queries does not grow with the catalogue."""
    stamp = catalogue_stamp()
    return HomeContent(
        subjects=_cached("subjects", stamp, _count_subjects),
        totals=_cached("totals", stamp, _count_kinds),
        examples=examples_for(get_language() or "fi", stamp),
        spread=spread(),
        materials=newest("material", NEWEST_MATERIALS),
        cases=newest("case", NEWEST_CASES),
        unfinished=_unfinished(request),
    )


def newest(kind: str, number: int) -> tuple[Record, ...]:
    """The last changed live records of a kind."""
    entries = CatalogueEntry.objects.live().filter(kind=kind).newest_first()[:number]
    return tuple(entry.as_record() for entry in entries)


def catalogue_stamp() -> str:
    """A value that changes whenever any live entry does, for use in cache keys."""
    facts = CatalogueEntry.objects.live().aggregate(
        entries=Count("id"), versions=Sum("version"), last=Max("changed_at")
    )
    last = facts["last"]
    return f"{facts['entries']}-{facts['versions']}-{last.timestamp() if last else 0}"


def _count_subjects() -> tuple[SubjectTile, ...]:
    counts: Counter[str] = Counter()
    rows = CatalogueEntry.objects.live().filter(kind="material").values_list("record__subjects", flat=True)
    for codes in rows:
        counts.update(code for code in codes or () if code in SUBJECTS)
    return tuple(SubjectTile(code, count) for code, count in counts.most_common())


def _count_kinds() -> dict[str, int]:
    rows = CatalogueEntry.objects.live().values_list("kind").annotate(number=Count("id"))
    return dict(rows.order_by("kind"))


def _unfinished(request: HttpRequest) -> tuple[DeskItem, ...]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ()
    desk = Desk.of(user)
    return tuple([*desk.returned, *desk.drafts][:UNFINISHED])


def _cached(name: str, stamp: str, compute: Callable[[], Value]) -> Value:
    return cast(Value, cache.get_or_set(f"home:{name}:{stamp}", compute, timeout=3600))

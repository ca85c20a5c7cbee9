"""The north-star number: how many schools use something that another school made."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from oer.cases.models import Adoption
from oer.catalogue.models import CatalogueEntry
from oer.domain.record import Record


@dataclass(frozen=True, slots=True)
class Spread:
    """How practices have gone from school to school."""

    #: Schools that use a practice another school made.
    schools: int
    #: The school that took one into use last, and that practice.
    latest_school: str
    latest: Record


def spread() -> Spread | None:
    """The number with its latest example; None while no school uses a published practice of another's."""
    entries = CatalogueEntry.objects.live().filter(kind="case")
    used = Adoption.objects.in_use().of_anothers().filter(case__catalogue_entry__in=entries)
    latest = used.select_related("school", "case__catalogue_entry").order_by("-since", "-pk").first()
    if latest is None:
        return None
    return Spread(
        schools=Adoption.objects.schools_using_anothers(),
        latest_school=latest.school.name_in(get_language() or "fi"),
        latest=latest.case.catalogue_entry.as_record(),
    )

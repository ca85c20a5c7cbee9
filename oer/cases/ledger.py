"""Questions asked of the adoptions."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Count, F

from oer.domain.adoption import IN_USE, STATES


class AdoptionQuerySet(models.QuerySet[Any]):
    """Adoptions, asked in the words of the trade."""

    def in_use(self) -> AdoptionQuerySet:
        """By schools that use the practice now."""
        return self.filter(state=IN_USE)

    def by_others(self, case: Any) -> AdoptionQuerySet:
        """By schools that did not make the case themselves."""
        return self.exclude(school_id=case.school_id) if case.school_id else self

    def of_anothers(self) -> AdoptionQuerySet:
        """Of practices that some other school made, as far as the maker is told."""
        return self.filter(case__school__isnull=False).exclude(case__school=F("school"))

    def by_state(self) -> dict[str, int]:
        """How many schools stand in each state; every state is there."""
        counts = dict(self.order_by().values_list("state").annotate(number=Count("pk")))
        return {code: counts.get(code, 0) for code in STATES.codes()}

    def schools_using_anothers(self) -> int:
        """The north-star number: how many schools use something that another school made."""
        used = self.in_use().of_anothers()
        return int(used.aggregate(number=Count("school", distinct=True))["number"])

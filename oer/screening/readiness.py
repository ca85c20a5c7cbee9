"""The readiness panel: what stops a draft, worst first, each with what to do; what is in order folded."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from oer.screening.presenting import rows, worst_first
from oer.screening.records import NoCriteria, Screening
from oer.screening.running import screen_revision
from oer.screening.summaries import Counts, counts, headline


class Readiness(Component):
    """Shows the screening of a page's last saved draft."""

    template_name = "screening/readiness.html"

    def __init__(self, page: Page, user: Any) -> None:
        self._page = page
        self._user = user

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        base = {
            "address": reverse("screening:readiness", args=[self._page.pk]),
            "report": reverse("screening:latest_report", args=[self._page.pk]),
            "may_submit": self._page.permissions_for_user(self._user).can_submit_for_moderation(),
        }
        revision = self._page.get_latest_revision()
        if revision is None:
            return base
        try:
            screening = screen_revision(revision)
        except NoCriteria as error:
            return {**base, "trouble": str(error)}
        points, found = worst_first(screening), counts(screening)
        return {
            **base,
            "screening": screening,
            "headline": self._headline(screening, found),
            "counts": found,
            "points": [point for point in points if point.weight in ("stops", "asks")],
            "advice": [point for point in points if point.weight in ("advice", "note")],
            "broken": [row for row in rows(screening) if row.verdict == "error"],
            "in_order": [row for row in rows(screening) if row.verdict == "pass"],
            "awaiting": [row for row in rows(screening) if row.verdict == "pending"],
        }

    def _headline(self, screening: Screening, found: Counts) -> str:
        """What it comes to; what has been submitted need not be told to be ready for it."""
        if not found.stops and not found.asks and self._page.workflow_in_progress:
            return _("Being reviewed")
        return headline(screening)

"""Work the catalogue owes."""

from __future__ import annotations

from wagtail.models import Page

from oer.catalogue.receivers import SUBTREE_JOB
from oer.catalogue.refresh import refresh_subtree
from oer.jobs import Attempt, handler


@handler(SUBTREE_JOB, queue="index", lease=120, attempts=8)
def refresh_page_and_below(attempt: Attempt) -> None:
    """Refreshing is idempotent, so a second attempt repairs whatever the first left."""
    page = Page.objects.filter(pk=attempt.payload["page"]).first()
    if page:
        refresh_subtree(page)

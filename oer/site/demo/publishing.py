"""Taking the demo's pages the way every page goes: submitted, screened, judged, approved, published."""

from __future__ import annotations

from django.db import transaction
from wagtail.models import Page

from oer.domain.criteria import Verdict
from oer.people.models import User
from oer.screening.models import Judgement
from oer.screening.running import screen_revision


class SentBack(Exception):
    """The screening found something that its author must work on."""


@transaction.atomic
def submit(page: Page, author: User) -> None:
    """The author hands the page's latest version in. Raises SentBack when screening does not let it pass."""
    page.get_workflow().start(page, author)
    page = Page.objects.get(pk=page.pk).specific
    if page.current_workflow_task_state is None or not page.workflow_in_progress:
        screening = screen_revision(page.get_latest_revision(), page=page)
        raise SentBack(f"{page.title}: {screening.outcome}")


@transaction.atomic
def submit_and_publish(page: Page, author: User, reviewer: User) -> None:
    """Hand the page in and have the reviewer find everything in order. Raises SentBack."""
    submit(page, author)
    page = Page.objects.get(pk=page.pk).specific
    screening = screen_revision(page.get_latest_revision())
    values = screening.criteria_set.criteria()
    for entry in screening.report["criteria"]:
        if entry["verdict"] == Verdict.PENDING:
            Judgement.objects.create(
                page_id=page.pk,
                revision=screening.revision,
                criterion=entry["criterion"],
                criterion_revision=values.criterion(entry["criterion"]).revision,
                fingerprint=screening.fingerprint,
                verdict=Judgement.Verdict.PASS,
                reviewer=reviewer,
            )
    task_state = page.current_workflow_task_state
    task_state.task.specific.on_action(task_state, reviewer, "approve")

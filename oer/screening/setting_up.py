"""The workflow that every material and case passes on its way to publication."""

from __future__ import annotations

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from oer.screening.workflow import ReviewTask, ScreeningTask

WORKFLOW = "Screening and review"
#: Sections whose pages pass it. Named by label: cases are a sibling room.
SECTIONS = ("materials.MaterialIndexPage", "cases.CaseIndexPage")
REVIEWERS = "reviewer"


@transaction.atomic
def ensure_workflow() -> Workflow:
    """The workflow with its two tasks, on every section there is; changes nothing that is in place."""
    screening, _created = ScreeningTask.objects.get_or_create(name="Screening")
    review, _created = ReviewTask.objects.get_or_create(name="Review")
    reviewers, _created = Group.objects.get_or_create(name=REVIEWERS)
    review.groups.add(reviewers)
    workflow, _created = Workflow.objects.get_or_create(name=WORKFLOW)
    for order, task in enumerate((screening, review)):
        WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": order})
    for page in _sections():
        WorkflowPage.objects.update_or_create(page=page, defaults={"workflow": workflow})
    return workflow


def _sections() -> list[Page]:
    found: list[Page] = []
    for label in SECTIONS:
        try:
            model = apps.get_model(label)
        except LookupError:
            continue
        found += Page.objects.filter(pk__in=model.objects.values("pk"))
    return found

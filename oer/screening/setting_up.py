"""The workflow that every material and case passes on its way to publication."""

from __future__ import annotations

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from oer.screening.workflow import ReviewTask, ScreeningTask

#: Sections whose pages pass it. Named by label: cases are a sibling room.
SECTIONS = ("materials.MaterialIndexPage", "cases.CaseIndexPage")
REVIEWERS = "reviewer"


@transaction.atomic
def ensure_workflow() -> Workflow:
    """The workflow with its two tasks, on every section there is; changes nothing that is in place.

    Names are data, in the installation's language, and administrators may change them: what is there is known
    by what it does.
    """
    with override(settings.LANGUAGE_CODE):
        screening = ScreeningTask.objects.first() or ScreeningTask.objects.create(name=_("Check by machine"))
        review = ReviewTask.objects.first() or ReviewTask.objects.create(name=_("Review"))
        workflow = Workflow.objects.filter(workflow_tasks__task=review).order_by("pk").first()
        workflow = workflow or Workflow.objects.create(name=_("Check and review"))
    review.groups.add(Group.objects.get_or_create(name=REVIEWERS)[0])
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

"""The administrators' list of background jobs."""

from typing import Any

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from oer.jobs.models import Job, State
from oer.jobs.queueing import retry

policy = ModelPermissionPolicy(Job)


class OutcomeColumn(Column):
    """Why a job failed or what it is at; the traceback folded away."""

    cell_template_name = "jobs/outcome_cell.html"


class RetryColumn(Column):
    """The button that puts a failed job back in line, for those who may."""

    cell_template_name = "jobs/retry_cell.html"

    def get_cell_context_data(self, instance: Job, parent_context: Any) -> dict[str, Any]:
        """Adds what the form needs: who asks, and the token."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        request = parent_context["request"]
        context["request"] = request
        context["may_retry"] = instance.state == State.FAILED and policy.user_has_permission(
            request.user, "change"
        )
        return context


def _kinds() -> list[tuple[str, str]]:
    kinds = Job.objects.order_by("kind").values_list("kind", flat=True).distinct()
    return [(kind, kind) for kind in kinds]


class JobFilterSet(WagtailFilterSet):
    """By state, kind and queue."""

    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=_kinds)

    class Meta:
        model = Job
        fields = ["state", "kind", "queue"]


class JobsView(ReportView):
    """Newest first; the state, how far, what went wrong, and a way to try again."""

    page_title = gettext_lazy("Background jobs")
    header_icon = "cogs"
    model = Job
    permission_policy = policy
    any_permission_required = {"view", "change"}
    filterset_class = JobFilterSet
    index_url_name = "jobs:list"
    index_results_url_name = "jobs:list_results"
    default_ordering = "-created_at"
    columns = [
        Column("kind", label=gettext_lazy("Kind"), sort_key="kind"),
        Column("key", label=gettext_lazy("What it is for")),
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor="get_state_display",
            primary=lambda job: job.state in (State.RUNNING, State.FAILED),
            sort_key="state",
        ),
        Column("progress", label=gettext_lazy("Progress"), accessor=lambda job: f"{job.progress} %"),
        Column(
            "attempts",
            label=gettext_lazy("Attempts"),
            accessor=lambda job: f"{job.attempts} / {job.attempts_allowed}",
        ),
        OutcomeColumn("reason", label=gettext_lazy("What happened")),
        DateColumn("created_at", label=gettext_lazy("Created"), sort_key="created_at"),
        DateColumn("finished_at", label=gettext_lazy("Finished"), sort_key="finished_at"),
        RetryColumn("retry", label=""),
    ]
    list_export = ["id", "kind", "key", "state", "attempts", "reason", "created_at", "finished_at"]

    def get_base_queryset(self) -> QuerySet[Job]:
        """Every job; old ones are pruned by the worker."""
        return Job.objects.all()

    def get_filename(self) -> str:
        """Name of the exported spreadsheet."""
        return "background-jobs"


@require_POST
def retry_job(request: HttpRequest, job_id: int) -> HttpResponse:
    """Put one failed job back in line and return to the list."""
    if not policy.user_has_permission(request.user, "change"):
        raise PermissionDenied
    job = get_object_or_404(Job, pk=job_id)
    if retry(job):
        messages.success(request, _("The job is back in line."))
    else:
        messages.info(request, _("The job was no longer failed, so nothing was changed."))
    return redirect("jobs:list")

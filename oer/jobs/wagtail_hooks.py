"""Hooks the list of background jobs into the admin's reports."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from oer.jobs.reports import JobsView, policy, retry_job

urls = [
    path("", JobsView.as_view(), name="list"),
    path("results/", JobsView.as_view(results_only=True), name="list_results"),
    path("<int:job_id>/retry/", retry_job, name="retry"),
]


class JobsMenuItem(MenuItem):
    """Shown to those who may see jobs: administrators."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may see jobs."""
        return bool(policy.user_has_any_permission(request.user, ["view", "change"]))


@hooks.register("register_admin_urls")
def job_urls() -> list[URLPattern | URLResolver]:
    """The addresses under /admin/jobs/."""
    return [path("jobs/", include((urls, "jobs"), namespace="jobs"))]


@hooks.register("register_reports_menu_item")
def job_menu_item() -> MenuItem:
    """Reports > Background jobs."""
    return JobsMenuItem(_("Background jobs"), reverse("jobs:list"), name="jobs", icon_name="cogs", order=1100)

"""Hooks the room into the Wagtail admin: the editor's panel, the review queue, and honest Publish buttons."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import SubmitForModerationMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.models import Page, Revision, WorkflowState

from oer.materials.clearance import Clearance, ClearedPublishing
from oer.screening import access
from oer.screening.readiness import Readiness
from oer.screening.workflow import ReviewTask, ScreeningTask

#: What a revision's JSON says of the page's state, not of its content.
_STATE = {
    "live", "has_unpublished_changes", "first_published_at", "last_published_at", "latest_revision",
    "latest_revision_created_at", "live_revision", "expired", "draft_title", "locked", "locked_at",
    "locked_by",
}  # fmt: skip


class ToReviewMenuItem(MenuItem):
    """“To review”: shown to reviewers."""

    def is_shown(self, request: Any) -> bool:
        return access.is_reviewer(request.user)


class SubmitMenuItem(SubmitForModerationMenuItem):
    """“Submit for review”, in the reader's language: a workflow's own name has only one."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {**super().get_context_data(parent_context), "label": _("Submit for review")}


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("screening/", include("oer.screening.urls"))]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return ToReviewMenuItem(
        gettext_lazy("To review"),
        reverse_lazy("screening:queue"),
        name="to-review",
        icon_name="glasses",
        order=60,
    )


@hooks.register("readiness_component")
def readiness_component(request: HttpRequest, page: Page) -> Readiness | None:
    """What the readiness panel shows; nothing while a page has never been saved."""
    return Readiness(page, request.user) if page.pk and _is_guarded(page) else None


@hooks.register("insert_global_admin_css")
def styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("kierto/readiness.css"))


@hooks.register("insert_global_admin_js")
def scripts() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static("kierto/readiness.js"))


@hooks.register("construct_page_action_menu")
def honest_actions(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Publish only what is cleared, and let submitting come first."""
    page: Any = context.get("page") or context.get("parent_page")
    if not _needs_clearance(page, context):
        return
    cleared = context["view"] == "edit" and Clearance.objects.covers(page.get_latest_revision())
    items[:] = [item for item in items if item.name != "action-publish" or cleared]
    for index, item in enumerate(items):
        if type(item) is SubmitForModerationMenuItem:
            items[index] = SubmitMenuItem(order=item.order)


@hooks.register("before_publish_page")
def refuse_uncleared(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The admin publishes the revision it has just saved: say why that cannot be, and keep the draft."""
    if not _is_guarded(page) or Clearance.objects.covers(page.get_latest_revision()):
        return None
    cleared = _cleared_with_the_same_text(page)
    if cleared is not None:
        cleared.publish(user=request.user)
        text = _("“%(title)s” has been published as it was approved.")
        messages.success(request, text % {"title": page.get_admin_display_title()})
        return redirect("wagtailadmin_pages:edit", page.pk)
    _say_not_cleared(request, page.get_admin_display_title())
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def refuse_uncleared_pages(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Publishing many at once publishes none when one of them has no clearance."""
    if action_type != "publish":
        return None
    pages = [page.specific for page in objects if isinstance(page, Page)]
    if action.cleaned_form.cleaned_data.get("include_descendants"):
        pages += [below for page in pages for below in page.get_descendants().not_live().specific()]
    uncleared = [
        page
        for page in pages
        if _is_guarded(page) and not Clearance.objects.covers(page.get_latest_revision())
    ]
    if not uncleared:
        return None
    _say_not_cleared(request, ", ".join(page.get_admin_display_title() for page in uncleared[:5]))
    return redirect("wagtailadmin_explore", uncleared[0].get_parent().pk)


@hooks.register("before_edit_page")
def reviewers_sit_at_their_desk(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Whoever may review a page is led to the desk: its text stays its author's."""
    task = page.current_workflow_task
    if request.method != "GET" or not isinstance(task, ReviewTask) or not task.may_review(page, request.user):
        return None
    return redirect("screening:desk", page.current_workflow_task_state.pk)


@hooks.register("after_edit_page")
@hooks.register("after_create_page")
def tell_what_came_back(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A submission that the machine sent back at once is not “submitted”: say what stops it instead."""
    submitted = request.POST.get("action-submit") or request.POST.get("action-restart-workflow")
    state = page.current_workflow_state if submitted and _is_guarded(page) else None
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return None
    if not isinstance(state.current_task_state.task.specific, (ScreeningTask, ReviewTask)):
        return None
    for _message in get_messages(request):
        pass  # reading them takes Wagtail's “has been submitted” away
    report = messages.button(reverse("screening:latest_report", args=[page.pk]), _("See the report"))
    text = _("“%(title)s” has been saved, but it was not sent to review yet. %(summary)s")
    values = {"title": page.get_admin_display_title(), "summary": state.current_task_state.comment}
    messages.warning(request, text % values, buttons=[report])
    return redirect("wagtailadmin_pages:edit", page.pk)


def _needs_clearance(page: Any, context: dict[str, Any]) -> bool:
    if context["view"] == "create":
        return any(
            issubclass(model, ClearedPublishing) for model in type(page.specific).allowed_subpage_models()
        )
    return _is_guarded(page)


def _is_guarded(page: Any) -> bool:
    """Whether a page goes live only with a clearance."""
    return isinstance(page, ClearedPublishing)


def _cleared_with_the_same_text(page: Page) -> Revision | None:
    """The latest cleared revision, if the one just saved says exactly the same."""
    # Read back: in memory, the one just saved still holds dates where JSON holds text.
    saved = page.revisions.get(pk=page.latest_revision_id)
    cleared = page.revisions.filter(clearance__isnull=False).order_by("-created_at", "-pk").first()
    return cleared if cleared and _said(cleared) == _said(saved) else None


def _said(revision: Revision) -> dict[str, Any]:
    return {key: value for key, value in revision.content.items() if key not in _STATE}


def _say_not_cleared(request: HttpRequest, titles: str) -> None:
    text = _(
        "“%(title)s” cannot be published yet: it has not passed screening and review. The draft is saved. "
        "Submit it for review."
    )
    messages.error(request, text % {"title": titles})

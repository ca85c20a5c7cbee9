"""The author's side: the readiness panel's contents, the report, and answering it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages
from wagtail.models import Page

from oer.screening import access
from oer.screening.forms import AnswerForm
from oer.screening.presenting import by_area
from oer.screening.readiness import Readiness
from oer.screening.records import NoCriteria, Screening
from oer.screening.running import question_now, screen_revision
from oer.screening.summaries import summary


@require_GET
def readiness(request: HttpRequest, page_id: int) -> HttpResponse:
    """What stands between the last saved draft and publication, as a piece of the editor's page."""
    page = get_object_or_404(Page, pk=page_id)
    _require(access.may_read(request.user, page))
    return HttpResponse(Readiness(page, request.user).render_html({"request": request}))


@require_GET
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A screening in full, for the page's author and for reviewers."""
    screening = get_object_or_404(Screening.objects.select_related("page", "criteria_set", "revision"), pk=pk)
    _require(access.may_read(request.user, screening.page))
    return render(request, "screening/report.html", _report_context(request, screening))


@require_GET
def latest_report(request: HttpRequest, page_id: int) -> HttpResponse:
    """The report on a page's last saved draft, screened now if it has not been."""
    page = get_object_or_404(Page, pk=page_id)
    _require(access.may_read(request.user, page))
    revision = page.get_latest_revision()
    if revision is None:
        messages.warning(request, _("Save the page first: what is saved is what is screened."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    try:
        screening = screen_revision(revision)
    except NoCriteria as error:
        messages.error(request, str(error))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return redirect("screening:report", screening.pk)


@require_POST
def answer(request: HttpRequest, page_id: int, criterion: str) -> HttpResponse:
    """Store the author's answer to what a rule, or a reviewer, asks of the page as it was last saved."""
    page = get_object_or_404(Page, pk=page_id)
    _require(access.may_answer(request.user, page))
    screening = screen_revision(page.get_latest_revision())
    rule = request.POST.get("rule", "")
    question = question_now(screening, criterion, rule)
    form = AnswerForm(request.POST)
    if question is None:
        messages.warning(request, _("This is no longer asked. Here is how things stand now."))
    elif form.is_valid():
        given = form.save(commit=False)
        given.page, given.author = page, request.user
        given.criterion, given.rule, given.question = criterion, rule, question
        given.save()
        messages.success(request, _("Your answer is saved. The reviewer reads it."))
    else:
        context = _report_context(request, screening, (criterion, rule, form))
        return render(request, "screening/report.html", context, status=422)
    renewed = screen_revision(screening.revision)
    return redirect(f"{reverse('screening:report', args=[renewed.pk])}#{criterion}")


def _report_context(
    request: HttpRequest, screening: Screening, failed: tuple[str, str, AnswerForm] | None = None
) -> dict[str, Any]:
    page = screening.page
    return {
        "screening": screening,
        "page": page,
        "page_title": screening.revision.object_str,
        "summary": summary(screening),
        "areas": by_area(screening),
        "may_answer": access.may_answer(request.user, page),
        "may_edit": page.permissions_for_user(request.user).can_edit(),
        "outdated": screening.revision_id != page.latest_revision_id,
        "answer_form": AnswerForm(),
        "failed_criterion": failed[0] if failed else "",
        "failed_rule": failed[1] if failed else "",
        "failed_form": failed[2] if failed else None,
    }


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied

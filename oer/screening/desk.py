"""The reviewer's desk: the page as readers see it, and beside it what a person has to judge."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages
from wagtail.models import TaskState

from oer.screening import access
from oer.screening.forms import JudgementForm, RulingForm
from oer.screening.presenting import Row, by_area
from oer.screening.records import Answer, Judgement, Screening
from oer.screening.running import question_now
from oer.screening.summaries import summary
from oer.screening.workflow import ReturnForm, ReviewTask, screened


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for this person's review."""
    if not access.is_reviewer(request.user):
        raise PermissionDenied
    return render(request, "screening/queue.html", {"states": access.to_review(request.user)})


@require_GET
def desk(request: HttpRequest, task_state_id: int) -> HttpResponse:
    """The desk for one submitted page."""
    task_state = _open_review(request, task_state_id)
    if isinstance(task_state, HttpResponse):
        return task_state
    return render(request, "screening/desk.html", _context(task_state))


@require_GET
@xframe_options_sameorigin
def as_readers_see_it(request: HttpRequest, task_state_id: int) -> HttpResponse:
    """The submitted version, rendered as it would be published."""
    task_state = _open_review(request, task_state_id)
    if isinstance(task_state, HttpResponse):
        return task_state
    page = task_state.revision.as_object()
    response = page.make_preview_request(request, page.default_preview_mode)
    response.xframe_options_exempt = True
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


@require_POST
def judge(request: HttpRequest, task_state_id: int, criterion: str) -> HttpResponse:
    """Store a verdict on one criterion."""
    task_state = _open_review(request, task_state_id)
    if isinstance(task_state, HttpResponse):
        return task_state
    screening = screened(task_state)
    entry = next((e for e in screening.report["criteria"] if e["criterion"] == criterion), None)
    if entry is None or (entry["verdict"] == "not_applicable" and not entry["judgement"]):
        messages.warning(request, _("This criterion is not asked of this page."))
        return redirect("screening:desk", task_state.pk)
    judgement = Judgement(
        page=screening.page,
        revision=screening.revision,
        criterion=criterion,
        criterion_revision=entry["revision"],
        fingerprint=screening.fingerprint,
        reviewer_id=request.user.pk,
    )
    form = JudgementForm(request.POST, instance=judgement)
    if not form.is_valid():
        return render(request, "screening/desk.html", _context(task_state, (criterion, form)), status=422)
    form.save()
    return _next(task_state, criterion)


@require_POST
def rule_on_answer(request: HttpRequest, task_state_id: int, criterion: str) -> HttpResponse:
    """Store what a reviewer makes of the author's answer to a question of this criterion."""
    task_state = _open_review(request, task_state_id)
    if isinstance(task_state, HttpResponse):
        return task_state
    screening = screened(task_state)
    rule = request.POST.get("rule", "")
    question = question_now(screening, criterion, rule)
    answers = Answer.objects.filter(page=screening.page, criterion=criterion, rule=rule, question=question)
    answer = answers.last() if question else None
    form = RulingForm(request.POST)
    if answer is None:
        messages.warning(request, _("This answer no longer stands. Here is how things are now."))
    elif not form.is_valid():
        context = _context(task_state, (f"{criterion}/{rule}", form))
        return render(request, "screening/desk.html", context, status=422)
    else:
        answer.ruling, answer.ruling_reason = form.cleaned_data["ruling"], form.cleaned_data["reason"]
        answer.ruled_by_id, answer.ruled_at = request.user.pk, timezone.now()
        answer.save()
    return _next(task_state, criterion)


@require_POST
def approve(request: HttpRequest, task_state_id: int) -> HttpResponse:
    """Clear and publish what has been judged and found in order."""
    task_state = _open_review(request, task_state_id)
    if isinstance(task_state, HttpResponse):
        return task_state
    screening = screened(task_state)
    if not screening.result.may_be_published:
        messages.error(request, _not_yet(screening))
        return redirect("screening:desk", task_state.pk)
    title = task_state.revision.object_str
    task_state.task.specific.on_action(task_state, request.user, "approve")
    messages.success(request, _("“%(title)s” has been approved and published.") % {"title": title})
    return redirect("screening:queue")


@require_POST
def send_back(request: HttpRequest, task_state_id: int) -> HttpResponse:
    """Send the page back to its author with what to do."""
    task_state = _open_review(request, task_state_id)
    if isinstance(task_state, HttpResponse):
        return task_state
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return render(request, "screening/desk.html", _context(task_state, ("", form)), status=422)
    title = task_state.revision.object_str
    task_state.task.specific.on_action(task_state, request.user, "reject", **form.cleaned_data)
    messages.success(request, _("“%(title)s” went back to its author with your reasons.") % {"title": title})
    return redirect("screening:queue")


def _open_review(request: HttpRequest, task_state_id: int) -> TaskState | HttpResponse:
    """The review if this person may do it and it is open; else an answer that says why not."""
    task_state = get_object_or_404(TaskState, pk=task_state_id).specific
    task = task_state.task.specific
    if not isinstance(task, ReviewTask):
        raise PermissionDenied
    page = task_state.workflow_state.content_object
    if not access.is_reviewer(request.user):
        raise PermissionDenied
    if not task.may_review(page, request.user):
        messages.error(request, _("You have had a hand in this page, so somebody else reviews it."))
        return redirect("screening:queue")
    if task_state.status != TaskState.STATUS_IN_PROGRESS:
        messages.warning(request, _("This review has ended: the page was decided on or taken back."))
        return redirect("screening:queue")
    return task_state


def _context(task_state: TaskState, failed: tuple[str, Any] | None = None) -> dict[str, Any]:
    screening = screened(task_state)
    areas = by_area(screening)
    every = [row for area in areas for row in area.rows]
    key, failed_form = failed or ("-", None)
    return {
        "task_state": task_state,
        "page": screening.page,
        "page_title": task_state.revision.object_str,
        "screening": screening,
        "summary": summary(screening),
        "sections": [(area.title, forms) for area in areas if (forms := _forms(area.rows, key, failed_form))],
        "settled": [row for row in every if not row.for_people],
        "to_judge": sum(row.awaits for row in every),
        "for_people": sum(row.for_people for row in every),
        "may_be_published": screening.result.may_be_published,
        "not_yet": "" if screening.result.may_be_published else _not_yet(screening),
        "return_form": failed_form if key == "" else ReturnForm(),
    }


def _forms(rows: list[Row], key: str, failed: Any) -> list[dict[str, Any]]:
    """The criteria of an area that need people, each with its forms."""
    return [
        {
            "row": row,
            "form": failed
            if key == row.id
            else JudgementForm(initial=row.judgement or {}, auto_id=f"{row.id}-%s"),
            "rulings": [
                (
                    point,
                    failed
                    if key == f"{row.id}/{point.rule}"
                    else RulingForm(auto_id=f"{row.id}-{point.rule}-%s"),
                )
                for point in row.unread
            ],
        }
        for row in rows
        if row.for_people
    ]


def _not_yet(screening: Screening) -> str:
    """Why it cannot be approved as things stand."""
    reasons = {
        "in_review": _("There is still something to judge."),
        "needs_author": _("The author has to answer first: send it back with your reasons."),
        "returned": _("Something stops it: send it back with your reasons."),
        "incomplete": _("A check could not be run. Judge that criterion yourself, or send the page back."),
    }
    return reasons.get(screening.outcome, "")


def _next(task_state: TaskState, criterion: str) -> HttpResponse:
    """On to the next criterion that waits; the one just judged when none does."""
    every = [row for area in by_area(screened(task_state)) for row in area.rows]
    position = next((i for i, row in enumerate(every) if row.id == criterion), 0)
    waiting = [row.id for row in every[position + 1 :] + every[:position] if row.awaits]
    target = waiting[0] if waiting else "finish"
    return redirect(f"{reverse('screening:desk', args=[task_state.pk])}#{target}")

"""Taking a case into use."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from oer.cases.actions import TakeUpAction, TakeUpPermissionError
from oer.cases.forms import TakeUpForm
from oer.cases.models import CasePage
from oer.domain.adoption import CONSIDERING, IN_USE, STATES, STOPPED, TRYING, MoveNotAllowed


@require_POST
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Registers where my school stands with the case, and goes back to it with a sentence."""
    case = get_object_or_404(CasePage.objects.live().public(), pk=pk)
    if not request.user.is_authenticated:
        return redirect_to_login(case.url)
    form = TakeUpForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.sentence())
        return redirect(case.url)
    told = form.cleaned_data
    try:
        adoption = TakeUpAction(
            case=case, school_id=told["school"], state=told["state"], note=told["note"], user=request.user
        ).execute()
    except TakeUpPermissionError as refusal:
        messages.error(request, str(refusal))
    except MoveNotAllowed as refusal:
        messages.error(request, _refusal(refusal))
    else:
        school = adoption.school.name_in(get_language() or "fi")
        messages.success(request, _thanks(adoption.state) % {"school": school})
    return redirect(case.url)


def _thanks(state: str) -> str:
    return {
        CONSIDERING: _("Noted: %(school)s is considering this practice."),
        TRYING: _("Noted: %(school)s is trying this practice. Tell here how it goes."),
        IN_USE: _("Noted: %(school)s uses this practice."),
        STOPPED: _("Noted: %(school)s has stopped using this practice."),
    }[state]


def _refusal(refusal: MoveNotAllowed) -> str:
    language = get_language() or "fi"
    if refusal.current is None:
        return _("Your school has not taken this practice up yet.")
    return _("Your school already stands at “%(state)s”. Nothing was changed.") % {
        "state": STATES.label(refusal.current, language)
    }

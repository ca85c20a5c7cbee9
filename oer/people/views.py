"""Signing in, and a person's own page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import LoginView as DjangoLoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.generic import UpdateView
from wagtail import hooks

from oer.people.desk import DESK_HOOK, Desk
from oer.people.forms import AccountForm, LoginForm
from oer.people.models import User

#: How long a chosen language is remembered, in seconds: a school year.
REMEMBERED_FOR = 365 * 24 * 3600


class LoginView(DjangoLoginView):
    """The one login page: the site's and the admin's."""

    template_name = "people/login.html"
    authentication_form = LoginForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Not to `next`: the admin sends here whom it refuses, and the two would throw a person to and fro.
        if request.user.is_authenticated:
            return redirect("account")
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        remember_language(self.request, response, form.get_user().language)
        return response


class AccountView(LoginRequiredMixin, UpdateView):
    """My name, language, schools and pages."""

    template_name = "people/account.html"
    form_class = AccountForm
    context_object_name = "person"

    def get_object(self, queryset: Any = None) -> User:
        # A fresh row: a refused form must not change the name in the page's header.
        return User.objects.get(pk=str(self.request.user.pk))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "memberships": self.object.memberships.select_related("school"),
            "desk": Desk.of(self.object),
            "components": [make(self.request) for make in hooks.get_hooks(DESK_HOOK)],
        }

    def form_valid(self, form: Any) -> HttpResponse:
        person = form.save()
        language = person.language or get_language() or settings.LANGUAGE_CODE
        with override(language):
            messages.success(self.request, _("Your details have been saved."))
            response = HttpResponseRedirect(reverse("account"))
        remember_language(self.request, response, person.language)
        return response


def remember_language(request: HttpRequest, response: HttpResponse, language: str) -> None:
    """Sets the language cookie to what the person chose; leaves it alone when nothing is chosen."""
    if language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=REMEMBERED_FOR,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )

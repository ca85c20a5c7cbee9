"""Forms of the account pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from oer.people.models import User
from oer.people.throttle import client_address, minutes_to_wait


class LoginForm(AuthenticationForm):
    """Username and password, with a sentence that says what is wrong."""

    error_messages = {
        "invalid_login": _(
            "The username or the password is wrong. Passwords tell capital letters from small ones."
        ),
        "inactive": _("This account is closed. Ask your school's contact person."),
    }

    def get_invalid_login_error(self) -> ValidationError:
        minutes = minutes_to_wait(self.cleaned_data.get("username") or "", client_address(self.request))
        if not minutes:
            return super().get_invalid_login_error()
        message = ngettext(
            "There have been too many attempts with a wrong password. Try again in %(minutes)d minute.",
            "There have been too many attempts with a wrong password. Try again in %(minutes)d minutes.",
            minutes,
        )
        return ValidationError(message, code="too_many_attempts", params={"minutes": minutes})


class LanguageForm(forms.ModelForm):
    """The language of the site and of the admin: one choice."""

    class Meta:
        model = User
        fields = ["language"]
        labels = {"language": _("Language of the site")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language: Any = self.fields["language"]
        language.choices = [("", _("As my browser says")), *settings.LANGUAGES]


class AccountForm(LanguageForm):
    """What a person may change of their own account."""

    class Meta(LanguageForm.Meta):
        fields = ["first_name", "last_name", "email", "language"]
        labels = {
            **LanguageForm.Meta.labels,
            "first_name": _("First name"),
            "last_name": _("Last name"),
            "email": _("E-mail"),
        }

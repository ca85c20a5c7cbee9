"""Forms of the cases: writing one, and telling that one's school has taken it up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from oer.domain.adoption import STATES
from oer.materials.forms import MaterialForm
from oer.vocabularies.fields import code_choices


class CaseForm(MaterialForm):
    """Starts a new case with what is known already: the language spoken, the writer's name and school."""

    def _propose(self) -> None:
        super()._propose()
        if self.for_user is not None and not self.initial.get("school"):
            self.initial["school"] = self.for_user.schools.order_by("pk").values_list("pk", flat=True).first()


class TakeUpForm(forms.Form):
    """Where a school stands with a case."""

    school = forms.IntegerField()
    state = forms.ChoiceField(
        choices=lambda: code_choices(STATES),
        error_messages={
            "invalid_choice": _("Choose one of the buttons."),
            "required": _("Choose one of the buttons."),
        },
    )
    note = forms.CharField(
        required=False,
        max_length=2000,
        error_messages={
            "max_length": _("The note is too long: %(show_value)d characters. At most %(limit_value)d fit."),
        },
    )

    def sentence(self) -> Any:
        """What is wrong, in one sentence."""
        return next((errors[0] for errors in self.errors.values()), "")

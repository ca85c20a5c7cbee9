"""What reviewers and authors say, checked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from oer.screening.records import SHORTEST_REASON, Answer, Judgement


class JudgementForm(forms.ModelForm):
    """A reviewer's verdict on one criterion; every verdict but “met” and “not applicable” says why."""

    verdict = forms.ChoiceField(
        label=_("Your judgement"), choices=Judgement.Verdict.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("For the author to read. Needed unless it is met or not applicable."),
    )

    class Meta:
        model = Judgement
        fields = ["verdict", "reason"]


class AnswerForm(forms.ModelForm):
    """An author's answer."""

    text = forms.CharField(
        label=_("Your answer"), min_length=3, max_length=2000, widget=forms.Textarea({"rows": 3})
    )

    class Meta:
        model = Answer
        fields = ["text"]


class RulingForm(forms.Form):
    """What a reviewer makes of an author's answer."""

    ruling = forms.ChoiceField(
        label=_("The author's answer"),
        choices=[
            (Answer.Ruling.ACCEPTED, _("I accept it")),
            (Answer.Ruling.REFUSED, _("I do not accept it")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why not"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Needed when you do not accept it."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        refused = cleaned.get("ruling") == Answer.Ruling.REFUSED
        if refused and len(cleaned.get("reason", "").strip()) < SHORTEST_REASON:
            self.add_error("reason", _("Say why in at least 20 characters: the author reads it."))
        return cleaned

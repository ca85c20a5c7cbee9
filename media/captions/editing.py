"""Editing captions: their text and times beside the video, saved only over the version that was read."""

import json
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages

from media.captions.checking import check
from media.captions.cues import Cue
from media.captions.desk import covered_sentence, gap_sentence
from media.captions.forms import FactsForm, ShiftForm, TextForm
from media.captions.languages import UNKNOWN, offered
from media.captions.models import HasErrors, Stale
from media.captions.own import OfVideoMixin, OneMixin
from media.captions.reading import MOST_CUES, Reading, read
from media.captions.remarks import unreadable
from media.captions.structured import Unreadable
from media.player import player

STALE = 409
REFUSED = 422


class EditView(OneMixin, OfVideoMixin, TemplateView):
    """Text and times beside the video: as a WebVTT text, which a script turns into a list."""

    template_name = "media/captions/edit.html"

    def get_page_title(self) -> str:
        """The language and what they are."""
        return f"{self.captions.language_name}: {self.captions.get_kind_display()}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The captions as text and as values, and everything to be said of them."""
        cues = self.captions.read()
        kwargs.setdefault(
            "form", TextForm(initial={"version": self.captions.version, "text": self.captions.webvtt()})
        )
        kwargs.setdefault("facts", self._facts())
        kwargs.setdefault("shift", ShiftForm(auto_id="shift_%s"))
        kwargs.setdefault("remarks", self.captions.remarks())
        return super().get_context_data(**kwargs) | {
            "captions": self.captions,
            "video": player(self.video),
            "covered": covered_sentence(self.video, cues),
            "gaps": gap_sentence(self.video, cues),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Saves the text that came; says why when it cannot, and gives it back."""
        form = TextForm(request.POST)
        if not form.is_valid():
            return self._again(form, REFUSED)
        reading = form.cleaned_data["text"]
        try:
            self.captions.rewrite(reading.cues, read_version=form.cleaned_data["version"], user=request.user)
        except Stale:
            form.add_error(None, _stale())
            return self._again(form, STALE)
        except HasErrors as refusal:
            form.add_error(None, _not_public())
            return self._again(form, REFUSED, remarks=refusal.remarks)
        for remark in reading.remarks[:5]:
            messages.warning(request, remark.sentence)
        messages.success(request, _("The captions are saved."))
        return redirect("captions:edit", self.captions.pk)

    def _facts(self) -> FactsForm:
        language = self.captions.language
        form = FactsForm(initial={"language": language, "kind": self.captions.kind}, auto_id="facts_%s")
        if language == UNKNOWN:
            # Else the first of the list would stand there as if it were theirs.
            form.fields["language"].widget.choices = offered()  # type: ignore[attr-defined]
        return form

    def _again(self, form: TextForm, status: int, **more: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, **more), status=status)


class SaveView(OneMixin, View):
    """The same for the script: checked, and saved when it says which version it is of."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """With "version", "cues" or "text" are saved, else only checked; answers version, remarks, sentences.

        To a text it also answers the cues that were read in it.
        """
        try:
            sent = json.loads(request.body)
            reading, version = _received(sent), sent.get("version")
        except Unreadable as refusal:
            return JsonResponse({"error": unreadable(refusal.code)}, status=REFUSED)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
            return JsonResponse(
                {"error": _("These captions could not be read. Load the page again.")}, status=400
            )
        cues = list(reading.cues)
        if len(cues) > MOST_CUES:
            return JsonResponse({"error": _("There are more than 10,000 captions.")}, status=400)
        error, status = "", 200
        if version is not None:
            error, status = self._saved(cues, version)
        answer = {
            "error": error,
            "version": self.captions.version,
            "remarks": [remark.to_json() for remark in (*reading.remarks, *check(cues, self.video.seconds))],
            "covered": covered_sentence(self.video, tuple(cues)),
            "gaps": gap_sentence(self.video, tuple(cues)),
        }
        if "text" in sent:
            answer["cues"] = [cue.to_json() for cue in cues]
        return JsonResponse(answer, status=status)

    def _saved(self, cues: list[Cue], version: Any) -> tuple[str, int]:
        try:
            self.captions.rewrite(cues, read_version=version, user=self.request.user)
        except Stale:
            return _stale(), STALE
        except HasErrors:
            return _not_public(), REFUSED
        return "", 200


class ShiftView(OneMixin, View):
    """Moves all captions by so many seconds."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """None begins before the video: then nothing is moved, and it is said."""
        form = ShiftForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Write the seconds as a number, such as 1.5 or -2."))
            return redirect("captions:edit", self.captions.pk)
        by = int(form.cleaned_data["seconds"] * Decimal(1000))
        cues = self.captions.read()
        if cues and min(cue.start for cue in cues) + by < 0:
            messages.error(
                request, _("The first caption would begin before the video does. Nothing was moved.")
            )
        else:
            moved = [Cue(cue.start + by, cue.end + by, cue.text) for cue in cues]
            try:
                self.captions.rewrite(moved, read_version=self.captions.version, user=request.user)
                messages.success(request, _("All captions were moved."))
            except Stale:
                said = _("Somebody has changed these captions meanwhile. Look at them again.")
                messages.error(request, said)
            except HasErrors:
                messages.error(request, _not_public())
        return redirect("captions:edit", self.captions.pk)


def _received(sent: Any) -> Reading:
    """The cues in what the script sent, a list or a text. Raises Unreadable, and what a wrong body raises."""
    if "text" in sent:
        return read(sent["text"].encode())
    return Reading(cues=tuple(Cue.from_json(row) for row in sent["cues"]))


def _stale() -> str:
    return _(
        "Somebody else has saved these captions meanwhile. Your text is below, unsaved: copy it, "
        "load the page again and put in what is missing."
    )


def _not_public() -> str:
    return _(
        "These captions are shown to everybody, so they are saved only without faults. "
        "Correct the faults, or make them a draft first."
    )

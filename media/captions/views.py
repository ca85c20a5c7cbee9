"""Captions in the admin: adding, confirming, taking back, deleting, asking the recogniser."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages

from media.captions.forms import CaptionsForm, FactsForm
from media.captions.languages import choices
from media.captions.models import Captions, HasErrors, Stale
from media.captions.own import OfVideoMixin, OneMixin, may_change
from media.captions.recognising import ask, is_set_up
from media.models import Video


class AddView(OfVideoMixin, FormView[CaptionsForm]):
    """New captions from a file, or empty ones to be written here."""

    form_class = CaptionsForm
    template_name = "media/captions/add.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Finds the video. Raises PermissionDenied."""
        self.video = get_object_or_404(Video, pk=kwargs["video"])
        may_change(request, self.video)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """What one does here."""
        return _("Add captions")

    def get_initial(self) -> dict[str, Any]:
        """The language spoken, as far as it is known."""
        return {"language": self.video.language or "fi"}

    def form_valid(self, form: CaptionsForm) -> HttpResponse:
        """Keeps what was read as a draft and opens it for a look."""
        reading = form.cleaned_data["file"]
        captions = Captions.objects.create(
            video=self.video,
            language=form.cleaned_data["language"],
            kind=form.cleaned_data["kind"],
            origin=Captions.Origin.UPLOADED if reading else Captions.Origin.WRITTEN,
            cues=[cue.to_json() for cue in reading.cues] if reading else [],
            changed_by_id=self.request.user.pk,
        )
        for remark in reading.remarks[:5] if reading else ():
            messages.warning(self.request, remark.sentence)
        if reading:
            count = len(reading.cues)
            said = ngettext("%(count)s caption was read.", "%(count)s captions were read.", count)
            messages.success(
                self.request, said % {"count": count} + " " + _("Look them through, then confirm them.")
            )
        return redirect("captions:edit", captions.pk)


class ConfirmView(OneMixin, View):
    """A person stands behind the captions from now on."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Confirms them, or says what hinders."""
        read = request.POST.get("version", "")
        try:
            self.captions.confirm(request.user, int(read) if read.isdecimal() else None)
        except Stale:
            messages.error(request, _("Somebody has changed these captions meanwhile. Look at them again."))
            return redirect("captions:edit", self.captions.pk)
        except HasErrors as refusal:
            first = refusal.remarks[0].sentence if refusal.remarks else _("There are no captions yet.")
            messages.error(request, _("They cannot be confirmed yet.") + " " + first)
            return redirect("captions:edit", self.captions.pk)
        messages.success(
            request, _("The captions are confirmed: everybody who watches the video can read them.")
        )
        return self.back()


class RenameView(OneMixin, View):
    """Corrects the language or the kind that was chosen."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Corrects it, unless confirmed captions of that language and kind are there already."""
        form = FactsForm(request.POST)
        if form.is_valid() and self.captions.rename(**form.cleaned_data):
            messages.success(request, _("The captions are saved."))
        elif form.is_valid():
            said = _(
                "There are confirmed captions of that language and kind already. Make them a draft first."
            )
            messages.error(request, said)
        else:
            messages.error(request, _("Choose a language and a kind from the lists."))
        return redirect("captions:edit", self.captions.pk)


class TakeBackView(OneMixin, View):
    """Confirmed captions become a draft again."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Takes them back."""
        self.captions.take_back()
        messages.success(request, _("The captions are a draft again: others do not see them."))
        return self.back()


class DeleteView(OneMixin, OfVideoMixin, TemplateView):
    """Deleting, after a question."""

    template_name = "media/captions/delete.html"

    def get_page_title(self) -> str:
        """What one does here."""
        return _("Delete captions")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The captions."""
        return super().get_context_data(**kwargs) | {"captions": self.captions, "row": self.video}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Deletes them."""
        self.captions.remove()
        messages.success(request, _("The captions are deleted."))
        return self.back()


class FileView(OneMixin, View):
    """The captions as a file, drafts included, for whoever may change them."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """WebVTT, to be kept."""
        response = HttpResponse(self.captions.webvtt(), content_type="text/vtt; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="captions-{self.captions.language}.vtt"'
        response["Cache-Control"] = "private, no-store"
        return response


class RecogniseView(View):
    """Asks the speech recogniser for a draft."""

    def post(self, request: HttpRequest, video: Any) -> HttpResponse:
        """Puts the video in line for it. Raises PermissionDenied."""
        row = get_object_or_404(Video, pk=video)
        may_change(request, row)
        language = request.POST.get("language", "")
        if language not in dict(choices()):
            messages.error(request, _("Say in which language people speak in the video."))
        elif is_set_up() and row.has_audio:
            ask(row, language)
            messages.success(
                request,
                _("The speech recogniser is at work. Its text comes here as a draft that you confirm."),
            )
        return redirect(f"{reverse('video:edit', args=[row.pk])}#captions")

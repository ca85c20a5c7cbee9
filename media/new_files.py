"""What can be done with a new file of a video: giving it up, after a question, and trying it again."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from media.captions.own import may_change
from media.models import Replacement, Video
from media.replacing import discard, try_again


class NewFileMixin:
    """Something done with a new file by somebody who may change the video."""

    #: None when it is the video's file by now, or was given up.
    new_file: Replacement | None

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Finds the video and its new file. Raises Http404, PermissionDenied."""
        self.video = get_object_or_404(Video, pk=kwargs["video"])
        may_change(request, self.video)
        self.new_file = Replacement.objects.filter(video=self.video, pk=kwargs["pk"]).first()
        if self.new_file is None:
            return self.too_late()
        self.name = self.new_file.original_name
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def back(self) -> HttpResponse:
        """To the video's page."""
        return redirect("video:edit", self.video.pk)

    def too_late(self) -> HttpResponse:
        """To the video's page, where one sees which file it has now."""
        said = _(
            "The new file is no longer waiting: it has taken the place of the present one, or was discarded."
        )
        messages.warning(self.request, said)  # type: ignore[attr-defined]
        return self.back()


class DiscardNewFileView(NewFileMixin, WagtailAdminTemplateMixin, TemplateView):
    """Gives up a new file that cannot be used, or that is not to take the present one's place."""

    header_icon = "media"
    template_name = "media/admin/discard_new_file.html"

    def get_page_title(self) -> str:
        """What one does here."""
        return _("Discard the new file")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The list of videos, the video, this page."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("video:index"), "label": _("Videos")},
            {"url": reverse("video:edit", args=[self.video.pk]), "label": str(self.video)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What would go."""
        back = reverse("video:edit", args=[self.video.pk])
        return super().get_context_data(**kwargs) | {"name": self.name, "back": back}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Gives it up; the conversion under way notices."""
        if not discard(kwargs["pk"]):
            return self.too_late()
        said = _("The new file “%(name)s” is discarded.") % {"name": self.name}
        messages.success(request, said + " " + _("The video is as it was."))
        return self.back()


class RetryNewFileView(NewFileMixin, View):
    """Starts the conversion of a new file over whose failure was ours."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Puts it in line again, once."""
        if try_again(kwargs["pk"]):
            said = _("The new file “%(name)s” is waiting to be converted.") % {"name": self.name}
            messages.success(request, said)
        return self.back()

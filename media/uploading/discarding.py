"""Giving up an upload that stopped on the way, after a question."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from media.uploading.models import Upload
from media.uploading.unfinished import UnfinishedUpload, described


class DiscardView(WagtailAdminTemplateMixin, TemplateView):
    """Forgets one's own upload, with what has arrived of it."""

    header_icon = "media"
    template_name = "media/discard_upload.html"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Finds the upload. Raises Http404 when it is somebody else's, or went meanwhile."""
        found = Upload.objects.filter(owner=request.user, pk=kwargs["pk"]).first()
        if found is None:
            raise Http404
        self.row = found
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """What one does here."""
        return _("Discard the upload")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The list of videos, this page."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("video:index"), "label": _("Videos")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What would go."""
        upload: UnfinishedUpload = described(self.row)
        return super().get_context_data(**kwargs) | {"upload": upload, "back": reverse("wagtailadmin_home")}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Forgets it."""
        self.row.discard()
        messages.success(request, _("The upload is discarded."))
        return redirect("wagtailadmin_home")

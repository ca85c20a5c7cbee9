"""Who may work on captions, and what every page about them has in common."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from media.captions.models import Captions
from media.models import Video
from media.policy import policy


def may_change(request: HttpRequest, video: Video) -> None:
    """Raises PermissionDenied unless the user may change the video, whose part its captions are."""
    if not policy.user_has_permission_for_instance(request.user, "change", video):
        raise PermissionDenied


class OfVideoMixin(WagtailAdminTemplateMixin):
    """A page about one video's captions, below the video's own page."""

    header_icon = "openquote"
    video: Video

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The list of videos, the video, this page."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("video:index"), "label": _("Videos")},
            {"url": reverse("video:edit", args=[self.video.pk]), "label": str(self.video)},
            {"url": "", "label": self.get_page_title()},
        ]


class OneMixin:
    """Something done with one row of captions by somebody who may change the video."""

    captions: Captions

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Finds the captions. Raises PermissionDenied."""
        self.captions = get_object_or_404(Captions.objects.select_related("video"), pk=kwargs["pk"])
        self.video = self.captions.video
        may_change(request, self.video)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def back(self) -> HttpResponse:
        """To the video's page, where all its captions stand."""
        return redirect(f"{reverse('video:edit', args=[self.video.pk])}#captions")

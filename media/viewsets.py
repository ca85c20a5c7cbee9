"""Videos in the admin: the list with what is going on, and the page of one video."""

from datetime import timedelta
from typing import Any

from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage
from wagtail.admin.viewsets.model import ModelViewSet

from media.captions.desk import captions_desk
from media.captions.showing import player_with_captions
from media.forms import VideoForm, VideoUploadForm
from media.models import Replacement, State, Video
from media.new_files import DiscardNewFileView, RetryNewFileView
from media.player import player
from media.policy import policy
from media.replacing import new_file
from media.uploads import was_dropped


class OwnVideosMixin:
    """Wagtail asks whether somebody may change videos at all; this asks about the one at hand."""

    #: What the user must be allowed to do with it.
    needed = "change"

    def get_object(self, *args: Any, **kwargs: Any) -> Video:
        """The video. Raises PermissionDenied when it is somebody else's."""
        video: Video = super().get_object(*args, **kwargs)  # type: ignore[misc]
        if not policy.user_has_permission_for_instance(self.request.user, self.needed, video):  # type: ignore[attr-defined]
            raise PermissionDenied
        return video


class VideoIndexView(generic.IndexView):
    """Everybody's list is their own, unless they may see all."""

    def get_base_queryset(self) -> Any:
        """Videos the user may see."""
        return policy.instances_user_has_any_permission_for(self.request.user, ["view"]).select_related(
            "uploaded_by"
        )

    def get_edit_url(self, instance: Video) -> str | None:
        """None for a video the user may only look at."""
        return super().get_edit_url(instance) if self._may_change(instance) else None

    def get_delete_url(self, instance: Video) -> str | None:
        """None for a video the user may only look at."""
        return super().get_delete_url(instance) if self._may_change(instance) else None

    def _may_change(self, video: Video) -> bool:
        return bool(policy.user_has_permission_for_instance(self.request.user, "change", video))


class StateColumn(Column):
    """How far the video is, and why it failed."""

    cell_template_name = "media/admin/state_cell.html"

    def get_cell_context_data(self, instance: Video, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Adds the player's value, which has the words."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"video": player(instance)}


class VideoCreateView(generic.CreateView):
    """The upload."""

    submit_button_label = gettext_lazy("Upload")
    submit_button_active_label = gettext_lazy("Uploading…")
    success_message = gettext_lazy("“%(object)s” was uploaded and is waiting to be converted.")
    error_message = gettext_lazy("The video was not uploaded.")

    def get_initial_form_instance(self) -> Video:
        """A video that belongs to whoever uploads it."""
        return Video(uploaded_by=self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tells the form when a file was too large to arrive."""
        return {
            **super().get_form_kwargs(),
            "dropped": was_dropped(self.request),
            "for_user": self.request.user,
        }

    def get_success_url(self) -> str:
        """The video's page, which shows how far it is."""
        return reverse("video:edit", args=[quote(self.object.pk)])

    def get_success_buttons(self) -> list[Any]:
        """None: the page that follows has them all."""
        return []


class DeskMixin:
    """Adds what `media/admin/desk.html` shows: player, state, facts, trying again."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The video in the words of the desk."""
        video: Video = self.object  # type: ignore[attr-defined]
        may_change = policy.user_has_permission_for_instance(self.request.user, "change", video)  # type: ignore[attr-defined]
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        replacement = Replacement.objects.filter(video=video).select_related("video").first()
        return context | {
            "video": player_with_captions(video),
            "row": video,
            "length": str(timedelta(seconds=round(video.seconds or 0))),
            "renditions": list(video.renditions.all()),
            "replacement": new_file(replacement) if replacement else None,
            "may_change": may_change,
            "may_retry": may_change and video.state == State.FAILED,
            "retry_url": reverse("video:retry", args=[quote(video.pk)]),
            "captions": captions_desk(video) if may_change else None,
        }


class VideoEditView(DeskMixin, OwnVideosMixin, generic.EditView):
    """One video for those who may change it: its title and file, above them everything else."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tells the form who is asking, and when a file was too large to arrive."""
        return {
            **super().get_form_kwargs(),
            "dropped": was_dropped(self.request),
            "for_user": self.request.user,
        }

    def get_success_url(self) -> str:
        """The video's page when a new file is on its way, which shows how far it is; else the list."""
        if self.form.cleaned_data.get("file"):
            return reverse("video:edit", args=[quote(self.object.pk)])
        url: str = super().get_success_url()
        return url


class VideoDeleteView(OwnVideosMixin, generic.DeleteView):
    """Deleting, with everything made of it."""

    needed = "delete"


class VideoHistoryView(OwnVideosMixin, history.HistoryView):
    """What was done to it."""


class VideoUsageView(OwnVideosMixin, usage.UsageView):
    """Where it is shown."""


class VideoInspectView(DeskMixin, OwnVideosMixin, generic.InspectView):
    """One video for those who may only look."""

    needed = "view"
    page_title = gettext_lazy("Video")

    def get_edit_url(self) -> str | None:
        """None for a video the user may only look at."""
        return super().get_edit_url() if self._may_change() else None

    def get_delete_url(self) -> str | None:
        """None for a video the user may only look at."""
        return super().get_delete_url() if self._may_change() else None

    def _may_change(self) -> bool:
        return bool(policy.user_has_permission_for_instance(self.request.user, "change", self.object))


class VideoRetryView(View):
    """Starts a failed conversion over."""

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Puts the video in line again. Raises PermissionDenied for somebody else's."""
        video = get_object_or_404(Video, pk=pk)
        if not policy.user_has_permission_for_instance(request.user, "change", video):
            raise PermissionDenied
        if video.state == State.FAILED:
            video.try_again()
            messages.success(request, _("“%(title)s” is waiting to be converted again.") % {"title": video})
        return redirect("video:edit", pk=quote(video.pk))


class VideoViewSet(ModelViewSet):
    """The menu item and its views."""

    model = Video
    icon = "media"
    menu_label = gettext_lazy("Videos")
    menu_order = 350
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    index_template_name = "media/admin/list.html"
    edit_template_name = "media/admin/edit.html"
    inspect_template_name = "media/admin/inspect.html"
    inspect_view_fields = ["title"]
    search_fields = ["title", "original_name"]
    search_backend_name = None
    list_filter = ["state"]
    index_view_class = VideoIndexView
    add_view_class = VideoCreateView
    edit_view_class = VideoEditView
    delete_view_class = VideoDeleteView
    history_view_class = VideoHistoryView
    usage_view_class = VideoUsageView
    inspect_view_class = VideoInspectView
    list_display = [
        "title",
        StateColumn("state", label=gettext_lazy("State"), sort_key="state"),
        Column("uploaded_by", label=gettext_lazy("Uploaded by"), classname="video-list__aside"),
        DateColumn(
            "created_at",
            label=gettext_lazy("Uploaded"),
            sort_key="created_at",
            classname="video-list__aside",
        ),
    ]

    def get_form_class(self, for_update: bool = False) -> Any:
        """The upload form, or the one for a video that is there."""
        return VideoForm if for_update else VideoUploadForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """Wagtail's own, trying again, and what can be done with a new file."""
        new_file = "new-file/<uuid:video>/<uuid:pk>"
        return [
            *super().get_urlpatterns(),
            path("retry/<uuid:pk>/", VideoRetryView.as_view(), name="retry"),
            path(f"{new_file}/discard/", DiscardNewFileView.as_view(), name="discard_new_file"),
            path(f"{new_file}/retry/", RetryNewFileView.as_view(), name="retry_new_file"),
        ]


video_viewset = VideoViewSet("video", url_prefix="videos")

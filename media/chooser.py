"""Choosing a video for a page, or uploading one on the spot."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser as choosing
from wagtail.admin.viewsets.chooser import ChooserViewSet

from media.forms import VideoUploadForm
from media.models import Video
from media.policy import policy
from media.uploads import was_dropped


class NameFilter(BaseFilterForm):
    """Finds videos by words of their title or of their file's name."""

    q = forms.CharField(
        label=gettext_lazy("Search"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("Search")}),
    )

    def filter(self, objects: Any) -> Any:
        """Those that have all the words."""
        words = self.cleaned_data["q"].split()
        for word in words:
            objects = objects.filter(Q(title__icontains=word) | Q(original_name__icontains=word))
        self.is_searching, self.search_query = bool(words), " ".join(words)
        return objects


class OwnChoiceMixin:
    """The chooser offers the videos that the user may see."""

    filter_form_class = NameFilter

    def get_object_list(self) -> Any:
        """Those videos, newest first."""
        return policy.instances_user_has_any_permission_for(self.request.user, ["view"])  # type: ignore[attr-defined]

    @property
    def columns(self) -> list[Any]:
        """Title and state."""
        return [
            *super().columns,  # type: ignore[misc]
            Column("state", label=_("State"), accessor="get_state_display"),
        ]


class VideoChooseView(OwnChoiceMixin, choosing.ChooseView):
    """The chooser's first page."""


class VideoChooseResultsView(OwnChoiceMixin, choosing.ChooseResultsView):
    """The chooser's further pages."""


class VideoChosenView(choosing.ChosenView):
    """Choosing one."""

    def get_object(self, pk: Any) -> Video:
        """The video, if the user may see it. Raises Video.DoesNotExist."""
        video: Video = policy.instances_user_has_any_permission_for(self.request.user, ["view"]).get(pk=pk)
        return video


class VideoChooserCreateView(choosing.CreateView):
    """Uploading from within the chooser."""

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        """The video belongs to whoever uploads it."""
        return {
            **super().get_creation_form_kwargs(),
            "instance": Video(uploaded_by=self.request.user),
            "dropped": was_dropped(self.request),
            "for_user": self.request.user,
        }


class VideoChooserViewSet(ChooserViewSet):
    """The chooser's views and its widget."""

    model = Video
    icon = "media"
    # Wagtail's own is in the language of whoever started the server.
    search_tab_label = gettext_lazy("Search")
    choose_one_text = gettext_lazy("Choose a video")
    choose_another_text = gettext_lazy("Choose another video")
    edit_item_text = gettext_lazy("Edit this video")
    create_action_label = gettext_lazy("Upload")
    create_action_clicked_label = gettext_lazy("Uploading…")
    creation_form_class = VideoUploadForm
    choose_view_class = VideoChooseView
    choose_results_view_class = VideoChooseResultsView
    chosen_view_class = VideoChosenView
    create_view_class = VideoChooserCreateView


video_chooser = VideoChooserViewSet("video_chooser", url_prefix="videos/chooser")

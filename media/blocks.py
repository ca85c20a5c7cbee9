"""The video as a part of a page's body."""

import uuid
from dataclasses import replace
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import ChooserBlock

from media.player import start_of


class VideoChooserBlock(ChooserBlock):
    """Chooses an uploaded video; shown with the player, or with its state while it is not ready."""

    class Meta:
        icon = "media"
        label = _("Video")
        template = "media/player.html"

    @cached_property
    def target_model(self) -> Any:
        """Loaded late: blocks are defined while models still are."""
        from media.models import Video

        return Video

    @cached_property
    def widget(self) -> Any:
        """The chooser that `media.wagtail_hooks` registers."""
        from media.chooser import video_chooser

        return video_chooser.widget_class()

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Adds `video`, the player's value; unless said otherwise people speak the page's language."""
        from media.captions.showing import player_with_captions

        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        page = (parent_context or {}).get("page")
        spoken = getattr(page, "language", "") or ""
        request = (parent_context or {}).get("request")
        start = start_of(value, request.GET) if value and request else ""
        if value:
            shown = player_with_captions(value, spoken)
            context["video"] = replace(shown, start=start, title_language=spoken)
        else:
            context["video"] = None
        return context

    def get_prep_value(self, value: Any) -> str | None:
        """The id as text, as JSON keeps it."""
        return str(value.pk) if value else None

    def get_form_state(self, value: Any) -> dict[str, Any] | None:
        """What the editor shows of a chosen video; the id as text, since the editor reads it as JSON."""
        state: dict[str, Any] | None = super().get_form_state(value)
        return {**state, "id": str(state["id"])} if state else None

    def to_python(self, value: Any) -> Any:
        """The video with this id; None when there is none any more."""
        return super().to_python(_as_id(value))

    def bulk_to_python(self, values: Any) -> Any:
        """Videos in the order of the ids, which JSON gives as text; what is shown of one is read for all."""
        from media.captions.showing import read_together

        found = super().bulk_to_python([_as_id(value) for value in values])
        read_together(video for video in found if video)
        return found


def _as_id(value: Any) -> uuid.UUID | None:
    try:
        return value if value is None or isinstance(value, uuid.UUID) else uuid.UUID(str(value))
    except ValueError:
        return None

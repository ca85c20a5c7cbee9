"""The block with which a page shows a video."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from wagtail.blocks import ChooserBlock
from wagtail.coreutils import resolve_model_string


class VideoChooserBlock(ChooserBlock):
    """One of the platform's videos; its value is a `media.models.Video`."""

    @cached_property
    def target_model(self) -> Any:
        return resolve_model_string("media.Video")

    @cached_property
    def widget(self) -> Any:
        from media.views import video_chooser_viewset

        return video_chooser_viewset.widget_class()

    class Meta:
        icon = "media"
        template = "media/player.html"

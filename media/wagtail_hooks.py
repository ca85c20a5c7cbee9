"""Hooks the room into the Wagtail admin."""

from wagtail import hooks

from media import policy
from media.chooser import video_chooser
from media.viewsets import video_viewset

policy.register()


@hooks.register("register_admin_viewset")
def viewsets() -> list[object]:
    """The list of videos and the chooser."""
    return [video_viewset, video_chooser]

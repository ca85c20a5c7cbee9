"""Hooks the room into the Wagtail admin."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLResolver, include, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from media import policy
from media.captions import urls as captions_urls
from media.chooser import video_chooser
from media.desk import HomePanel
from media.uploading import urls as uploading_urls
from media.viewsets import video_viewset

policy.register()


@hooks.register("register_admin_viewset")
def viewsets() -> list[object]:
    """The list of videos and the chooser."""
    return [video_viewset, video_chooser]


@hooks.register("register_admin_urls")
def pages_about_videos() -> list[URLResolver]:
    """Editing captions, and giving up an upload."""
    return [
        path("videos/captions/", include(captions_urls)),
        path("videos/uploads/", include(uploading_urls)),
    ]


@hooks.register("construct_homepage_panels")
def own_videos(request: HttpRequest, panels: list[object]) -> None:
    """The admin's front page is where an author begins the day."""
    panels.append(HomePanel(request.user))


@hooks.register("insert_global_admin_js")
def uploads_in_pieces() -> SafeString:
    """Wherever a video is uploaded, also in the chooser of an editor; it loads nothing before that."""
    return format_html('<script type="module" src="{}"></script>', static("kierto/video-upload.js"))

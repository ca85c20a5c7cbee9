"""The admin in the site's colours, suggestions of keywords in its editor, videos on the author's desk."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.models import Page

from media.desk import VideosPanel
from oer.materials.panels import KEYWORDS_HOOK
from oer.people.desk import DESK_HOOK
from oer.site.keyword_suggestions import KeywordSuggestions, suggest_keywords


@hooks.register("insert_global_admin_css")
def admin_colours() -> SafeString:
    """The stylesheet that gives Wagtail's admin our colours and our mark."""
    return format_html('<link rel="stylesheet" href="{}">', static("kierto/admin.css"))


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [path("concepts/of-page/<int:page_id>/", suggest_keywords, name="suggest_keywords")]


@hooks.register(KEYWORDS_HOOK)
def keyword_suggestions(request: HttpRequest, page: Page) -> KeywordSuggestions:
    return KeywordSuggestions(page)


@hooks.register("insert_editor_js")
def suggestions_script() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static("kierto/keyword-suggestions.js"))


@hooks.register("insert_editor_js")
def saving_script() -> SafeString:
    """Saving by hand and the editor's own saving, one after the other."""
    return format_html('<script type="module" src="{}"></script>', static("kierto/saving.js"))


@hooks.register(DESK_HOOK)
def own_videos(request: HttpRequest) -> VideosPanel:
    return VideosPanel(request.user)

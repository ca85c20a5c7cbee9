"""The shell's pages: home, and plain pages about the platform itself."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from oer.site import home

INFO_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class HomePage(Page):
    """The front page. Its texts are interface texts; what it shows is read from the catalogue."""

    #: The shell is nothing a harvester or a searcher looks for.
    catalogued = False

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["materials.MaterialIndexPage", "cases.CaseIndexPage", "site.InfoPage"]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "home": home.compose(request)}


class InfoPage(Page):
    """A plain page about the platform, with its text in the three interface languages."""

    catalogued = False

    title_sv = models.CharField(_("title in Swedish"), max_length=255, blank=True)
    title_en = models.CharField(_("title in English"), max_length=255, blank=True)
    body = RichTextField(_("text"), features=INFO_FEATURES, blank=True)
    body_sv = RichTextField(_("text in Swedish"), features=INFO_FEATURES, blank=True)
    body_en = RichTextField(_("text in English"), features=INFO_FEATURES, blank=True)

    content_panels = [
        MultiFieldPanel([FieldPanel("title"), FieldPanel("body")], heading="Suomi"),
        MultiFieldPanel([FieldPanel("title_sv"), FieldPanel("body_sv")], heading="Svenska"),
        MultiFieldPanel([FieldPanel("title_en"), FieldPanel("body_en")], heading="English"),
    ]
    parent_page_types = ["site.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")

    def title_in(self, language: str) -> str:
        """The title in `language`, or the Finnish one where it has not been translated."""
        return getattr(self, f"title_{language}", "") or self.title

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        language = get_language() or "fi"
        body = getattr(self, f"body_{language}", "")
        shown = language if body or language == "fi" else "fi"
        text = {"language": shown, "title": self.title_in(shown), "body": body or self.body}
        return {**super().get_context(request, *args, **kwargs), "text": text}

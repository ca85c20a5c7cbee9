"""The frame round every page: navigation, languages, and addresses that keep their query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from wagtail.models import Page, Site

from oer.site.languages import LanguageLink, language_links
from oer.site.models import InfoPage

register = template.Library()


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """One entry of the main navigation."""

    label: str
    address: str
    #: `page` when it is the present page, `true` when that lies below it, else empty (for aria-current).
    current: str


@register.simple_tag(takes_context=True)
def navigation(context: dict[str, Any]) -> list[NavigationLink]:
    """The pages below home that are in the menu; none when there is no request (the page of a failure)."""
    request: HttpRequest | None = context.get("request")
    site = Site.find_for_request(request) if request else None
    if site is None or request is None:
        return []
    if not hasattr(request, "_navigation"):
        children = site.root_page.get_children().live().public().in_menu().specific()
        request._navigation = [(_label(child), child.get_url(request)) for child in children]  # type: ignore[attr-defined]
    return [NavigationLink(label, url, _current(request.path, url)) for label, url in request._navigation]  # type: ignore[attr-defined]


@register.simple_tag(takes_context=True)
def languages(context: dict[str, Any]) -> tuple[LanguageLink, ...]:
    """The present page in each interface language."""
    request: HttpRequest | None = context.get("request")
    address = request.get_full_path() if request else context.get("address", "/")
    return language_links(address, get_language() or "fi")


@register.simple_tag
def home_url() -> str:
    """The front page in the interface language of the moment."""
    return f"/{get_language() or 'fi'}/"


def _label(page: Page) -> str:
    names = {"materials": gettext("Materials"), "cases": gettext("Good practices")}
    if isinstance(page, InfoPage):
        return page.title_in(get_language() or "fi")
    return names.get(page._meta.app_label) or str(page.title)


def _current(path: str, address: str) -> str:
    if path == address:
        return "page"
    return "true" if path.startswith(address) else ""

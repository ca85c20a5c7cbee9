"""Knowing a source that is published here by its address."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from wagtail.models import Page, Site

#: What an address that never changes begins with (`oer.exchange`).
PERMANENT = "r"


def page_at(address: str) -> Page | None:
    """The public page here with this address, in any interface language or the permanent one; else None."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    steps = [step for step in parts.path.split("/") if step]
    if parts.scheme not in ("http", "https") or not steps:
        return None
    public = Page.objects.live().public()
    for site in _sites(parts.hostname or ""):
        if steps[0] == PERMANENT and len(steps) == 2:
            return public.filter(translation_key=_uuid(steps[1])).first()
        if steps[0] in dict(settings.LANGUAGES):
            path = f"{site.root_page.url_path}{'/'.join(steps[1:])}/"
            return public.filter(url_path=path).first()
    return None


def _sites(host: str) -> list[Site]:
    own = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname
    sites = list(Site.objects.select_related("root_page"))
    return [site for site in sites if host == site.hostname or (site.is_default_site and host == own)]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

"""Writing a record out: its address, its colour, and the short lines about it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django import template
from django.core.paginator import Paginator
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from oer.catalogue.models import CatalogueEntry
from oer.domain.record import Record, Source
from oer.domain.vocabulary import CONTENT_LANGUAGES, KINDS, PILOT_THEMES
from oer.site import colours

register = template.Library()

PER_PAGE = 24


@register.simple_tag
def record_url(record: Record) -> str:
    """The record's address in the interface language of the moment."""
    return f"/{get_language() or 'fi'}/{record.path}"


@register.simple_tag
def source_url(source: Source) -> str:
    """Where a source can be read: here by its permanent address, else where it came from (http only)."""
    if source.id:
        return f"/r/{source.id}"
    return source.url if urlsplit(source.url).scheme in ("http", "https") else ""


@register.filter
def colour(record: Record) -> str:
    """The name of the record's colour."""
    return colours.record_colour(record)


@register.filter
def subject_colour(code: str) -> str:
    """The name of a subject's colour."""
    return colours.subject_colour(code)


@register.filter
def kind_line(record: Record) -> str:
    """What sort of thing it is: kind and language of a material, kind and themes of a case."""
    language = get_language() or "fi"
    parts = [KINDS.label(record.kind, language)]
    if record.kind == "case":
        parts += [PILOT_THEMES.label(theme, language) for theme in record.themes]
    else:
        parts.append(CONTENT_LANGUAGES.label(record.language, language))
    return " · ".join(parts)


@register.filter
def marked(html: str) -> SafeString:
    """A highlight of `search.results.Hit`, which holds escaped text and `<mark>` only."""
    return mark_safe(html)  # noqa: S308 - written by `search.highlight`, which escapes everything else


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a listing."""

    records: tuple[Record, ...]
    number: int
    pages: int


@register.simple_tag
def listing(kind: str, page: str | int | None = 1) -> Leaf:
    """One page of the live records of a kind, newest first; a page that does not exist gives the nearest."""
    entries = CatalogueEntry.objects.live().filter(kind=kind).newest_first()
    found = Paginator(entries, PER_PAGE).get_page(page)
    return Leaf(tuple(entry.as_record() for entry in found), found.number, found.paginator.num_pages)

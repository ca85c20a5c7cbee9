"""Codes, numbers and times as the reader's language says them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext

from oer.domain import vocabulary
from oer.domain.licences import LICENCES, Licence

register = template.Library()

VOCABULARIES: dict[str, vocabulary.Vocabulary] = {
    found.name: found for found in vars(vocabulary).values() if isinstance(found, vocabulary.Vocabulary)
}


def _language() -> str:
    return get_language() or "fi"


@register.filter
def term_label(code: str, name: str) -> str:
    """A vocabulary code's label: `{{ code|term_label:"subject" }}`. An unknown code stays as it is."""
    return VOCABULARIES[name].label(str(code), _language())


@register.filter
def term_labels(codes: Iterable[str], name: str) -> str:
    """Labels of several codes, joined by commas."""
    return ", ".join(term_label(code, name) for code in codes)


@register.filter
def licence(identifier: str) -> Licence | None:
    """The licence with this id, or None."""
    return LICENCES.get(identifier)


@register.filter
def licence_name(identifier: str) -> str:
    """A licence's short name; its id when it is none of ours."""
    found = LICENCES.get(identifier)
    return found.name if found else identifier


@register.filter
def licence_summary(identifier: str) -> str:
    """What a licence allows, in one sentence; empty when it is none of ours."""
    found = LICENCES.get(identifier)
    return found.summary.in_language(_language()) if found else ""


@register.filter
def minutes_text(minutes: int | None) -> str:
    """Minutes as people say them: 45 min, 1 h 30 min."""
    if not minutes:
        return ""
    hours, rest = divmod(int(minutes), 60)
    parts = [gettext("%(number)d h") % {"number": hours}] if hours else []
    if rest:
        parts.append(gettext("%(number)d min") % {"number": rest})
    return " ".join(parts)


@register.filter
def duration(seconds: int | None) -> str:
    """Seconds as a clock shows them: 4:12, 1:02:03."""
    minutes, rest = divmod(int(seconds or 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@register.filter
def reader_date(value: dt.datetime | dt.date | None) -> str:
    """A date as the reader writes it: 12.10.2026 in Finnish and Swedish, 12 October 2026 in English."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return date_format(value, "j F Y" if _language() == "en" else "j.n.Y")


@register.filter
def number(value: int) -> str:
    """A whole number with its thousands apart, by a space that does not break."""
    return f"{value:,}".replace(",", "," if _language() == "en" else "\u00a0")


@register.filter
def materials_count(count: int) -> str:
    """How many materials, in words."""
    return ngettext("%(number)s material", "%(number)s materials", count) % {"number": number(count)}


@register.filter
def cases_count(count: int) -> str:
    """How many case descriptions, in words."""
    return ngettext("%(number)s practice", "%(number)s practices", count) % {"number": number(count)}


@register.filter
def schools_use(count: int) -> str:
    """The north-star sentence, to stand after its number."""
    return ngettext(
        "school uses a practice that another school made",
        "schools use a practice that another school made",
        count,
    )


@register.filter
def results_count(count: int) -> str:
    """How many hits, in words."""
    return ngettext("%(number)s result", "%(number)s results", count) % {"number": number(count)}

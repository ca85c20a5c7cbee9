"""Keywords as a reader meets them: concepts by their name in the interface language."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.utils.translation import get_language

from oer.domain.record import Record
from oer.domain.text import LANGUAGES
from oer.vocabularies.models import Concept

register = template.Library()


@dataclass(frozen=True, slots=True)
class ShownKeyword:
    """A keyword and the language it is in."""

    label: str
    language: str
    #: Identifier of the concept, or empty.
    uri: str = ""


@register.simple_tag
def keywords_of(record: Record) -> list[ShownKeyword]:
    """The record's keywords; at most one query, none when it has plain words only."""
    spoken = (get_language() or "fi").partition("-")[0]
    uris = [keyword.uri for keyword in record.keywords if keyword.uri]
    named = {}
    if uris and spoken in LANGUAGES:
        concepts = Concept.objects.filter(uri__in=uris).exclude(**{spoken: ""})
        named = dict(concepts.values_list("uri", spoken))
    return [
        ShownKeyword(named[keyword.uri], spoken, keyword.uri)
        if keyword.uri in named
        else ShownKeyword(keyword.label, record.language, keyword.uri)
        for keyword in record.keywords
    ]

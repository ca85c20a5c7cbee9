"""From the parameters of an address to a query. What makes no sense is passed over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import QueryDict

from oer.domain.text import LANGUAGES
from search.knowing import knowledge
from search.query import parse
from search.query.filtering import facet_value
from search.query.tree import FACETS, Query

DEFAULT_SIZE = 20


def query_from(parameters: QueryDict, language: str) -> Query:
    """The query that an address asks, on pages in `language`."""
    return parse(
        parameters.get("q", ""),
        language if language in LANGUAGES else LANGUAGES[0],
        filters=known_filters({name: parameters.getlist(name) for name in FACETS}),
        sort=parameters.get("sort", ""),
        page=whole_number(parameters.get("page", ""), 1),
        size=whole_number(parameters.get("size", ""), DEFAULT_SIZE),
        knowledge=knowledge(),
    )


def known_filters(values: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The filters whose values exist; others would only empty the page."""
    known = {
        name: tuple(dict.fromkeys(code for value in several if (code := facet_value(name, value))))
        for name, several in values.items()
    }
    return {name: codes for name, codes in known.items() if codes}


def whole_number(text: str, otherwise: int) -> int:
    """The number that `text` is; `otherwise` when it is none or longer than any that makes sense."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else otherwise

"""The search page, and the titles offered while someone types."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from search.asking import query_from
from search.engines.base import EngineAway
from search.facets import facets
from search.find import find
from search.nothing import ways_on
from search.query.filtering import TypedFilter, facet_value, typed_filters, without_typed
from search.query.tree import Query
from search.results import Results
from search.suggesting import offers
from search.wish_views import WishForm
from search.wishes import LONGEST_TEXT, remember_unanswered


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen filter, by click or typed, and the query string of the same search without it."""

    name: str
    value: str
    label: str
    remove: str
    #: It stands among what was typed, and is asked for with it.
    typed: bool = False


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The page of results. Answers whatever is asked; 503 with the same page when no engine answers."""
    query = dataclasses.replace(query_from(request.GET, get_language() or ""), fold=True)
    try:
        results, status = _on_an_existing_page(query), HTTPStatus.OK
    except EngineAway:
        results = Results(total=0, hits=(), facets=facets({}, query), page=1, pages=0)
        status = HTTPStatus.SERVICE_UNAVAILABLE
    typed = typed_filters(query.text)
    words, chosen = without_typed(query.text, typed), _chips(request.GET, query, results, typed)
    context: dict[str, Any] = {
        "results": results,
        "query": query,
        # What was typed but for the filters in it, which are shown and can be taken away on their own.
        "words": words,
        "chosen": chosen,
        "clicked": [chip for chip in chosen if not chip.typed],
        "first": (results.page - 1) * query.size + 1,
        "unavailable": status != HTTPStatus.OK,
        "several": len(query.groups) > 1,
    }
    if not results.hits and status == HTTPStatus.OK:
        context |= _without_hits(query, words, chosen)
    response = render(request, "search/search.html", context, status=status)
    # Otherwise anyone could have their own words shown under this site's name in a search engine.
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """What to offer for what has been typed, as a JSON list; empty when there is nothing to offer.

    Of texts, or with `form=full` of objects that say what each is and where it leads.
    """
    found = offers(request.GET.get("q", ""), request.GET.get("lang", ""))
    full = request.GET.get("form") == "full"
    texts = list(dict.fromkeys(offer.text for offer in found))
    answer = [dataclasses.asdict(offer) for offer in found] if full else texts
    return JsonResponse(answer, safe=False, headers={"X-Robots-Tag": "noindex"})


def _on_an_existing_page(query: Query) -> Results:
    """The results; past the last page, the last one."""
    results = find(query)
    if results.pages and query.page > results.pages:
        results = find(dataclasses.replace(query, page=results.pages))
    return results


@dataclass(frozen=True, slots=True)
class ChipCount:
    """A chosen filter in whose absence there would be results."""

    label: str
    address: str
    count: int


def _without_hits(query: Query, words: str, chosen: tuple[Chip, ...]) -> dict[str, Any]:
    """What the page shows when nothing was found; that nothing was is remembered, if the words are why."""
    ways = ways_on(query)
    if not ways.unfiltered:
        remember_unanswered(words, query.language)
    chips = {(chip.name, chip.value): chip for chip in chosen}
    removals = [
        ChipCount(chip.label, chip.remove, removal.count)
        for removal in ways.removals
        if (chip := chips.get((removal.name, removal.value)))
    ]
    return {
        "ways": ways,
        "removals": removals,
        "wish": WishForm(initial={"q": words[:LONGEST_TEXT]}),
        "kept": [(chip.name, chip.value) for chip in chosen],
    }


def _chips(
    parameters: QueryDict, query: Query, results: Results, typed: tuple[TypedFilter, ...]
) -> tuple[Chip, ...]:
    """A chip for each filter, once, however its value is named in the address and wherever it was typed."""
    # Facet and value -> the names that the address has for it.
    clicked: dict[tuple[str, str], list[str]] = defaultdict(list)
    for facet in results.facets:
        for other in parameters.getlist(facet.name):
            clicked[facet.name, facet_value(facet.name, other)].append(other)
    chosen = ((facet.name, value) for facet in results.facets for value in facet.values if value.selected)
    chips = []
    for name, value in chosen:
        left = parameters.copy()
        named = clicked.get((name, value.value), [])
        left.setlist(name, [other for other in left.getlist(name) if other not in named])
        if cut := [one for one in typed if (one.facet, one.value) == (name, value.value)]:
            rest = without_typed(query.text, cut)
            left.setlist("q", [rest] if rest else [])
        left.pop("page", None)
        chips.append(Chip(name, value.value, value.label, f"?{left.urlencode()}", not named))
    return tuple(chips)

"""Counts from an engine -> facets with names, in the language of the interface."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from oer.domain.licences import LICENCES
from search.query.filtering import VOCABULARIES
from search.query.tree import FACETS, Query
from search.results import Facet, FacetValue

_NAMES = {
    "kind": _("Kind"),
    "subject": _("Subject"),
    "level": _("Level"),
    "language": _("Language"),
    "licence": _("Licence"),
    "type": _("Type"),
    "theme": _("Pilot theme"),
    "school": _("School"),
}


def facets(counts: Mapping[str, Mapping[str, int]], query: Query) -> tuple[Facet, ...]:
    """Every facet in its order, the commonest values first, levels as they stand under each other; a chosen
    value is there even if it has no hits, under those that it stands under.

    Facet names come in the language that is active, values in the query's.
    """
    return tuple(_facet(name, counts.get(name, {}), query) for name in FACETS)


def value_label(facet: str, value: str, language: str) -> str:
    """A facet value's name in `language`; the value itself where there is no list of names."""
    if facet == "licence":
        return LICENCES[value].name if value in LICENCES else value
    vocabulary = VOCABULARIES.get(facet)
    return vocabulary.label(value, language) if vocabulary else value


def _facet(name: str, counts: Mapping[str, int], query: Query) -> Facet:
    chosen = query.filters.get(name, ())
    vocabulary = VOCABULARIES.get(name)
    # What a chosen level stands under is there, too: else it would hang in the air.
    above = vocabulary.with_ancestors(chosen) if vocabulary else chosen
    known = {**dict.fromkeys(above, 0), **counts}
    values = [
        FacetValue(
            value,
            value_label(name, value, query.language),
            count,
            value in chosen,
            len(vocabulary.ancestors(value)) if vocabulary else 0,
        )
        for value, count in known.items()
    ]
    if vocabulary and any(term.parent for term in vocabulary):
        places = {code: place for place, code in enumerate(vocabulary.codes())}
        values.sort(key=lambda value: places.get(value.value, len(places)))
        return Facet(name, str(_NAMES[name]), tuple(values), tree=True)
    values.sort(key=lambda value: (-value.count, value.label))
    return Facet(name, str(_NAMES[name]), tuple(values))

"""`field:value` in the search box: which are filters, and which only look like one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from oer.domain.licences import LICENCES
from oer.domain.vocabulary import (
    CONTENT_LANGUAGES,
    KINDS,
    LEVELS,
    PILOT_THEMES,
    RESOURCE_TYPES,
    SUBJECTS,
    Vocabulary,
)
from search.query.scanning import Piece, scan
from search.query.tree import FACETS

#: Facets with a closed list of values. `licence` has one too, of another type; `school` is free text.
VOCABULARIES: Mapping[str, Vocabulary] = {
    "kind": KINDS,
    "subject": SUBJECTS,
    "level": LEVELS,
    "language": CONTENT_LANGUAGES,
    "type": RESOURCE_TYPES,
    "theme": PILOT_THEMES,
}
#: As many values as anybody chooses; the rest of a forged address is dropped.
MOST_VALUES = 50
LONGEST_VALUE = 200


def facet_value(facet: str, typed: str) -> str:
    """The value of `facet` that was meant by its code or by its name in any language; else empty."""
    wanted = typed.strip().casefold()
    if facet == "licence":
        return next((code for code in LICENCES if code.casefold() == wanted), "")
    vocabulary = VOCABULARIES.get(facet)
    if vocabulary is None:
        return typed.strip()[:LONGEST_VALUE] if facet in FACETS else ""
    for term in vocabulary:
        names = (term.code, term.label.fi, term.label.sv, term.label.en)
        if wanted in (name.casefold() for name in names):
            return term.code
    return ""


def filter_value(piece: Piece) -> str:
    """The value that a piece of what was typed narrows the search to; empty when it is no filter."""
    return facet_value(piece.kind, piece.text) if piece.kind in FACETS and not piece.excluded else ""


@dataclass(frozen=True, slots=True)
class TypedFilter:
    """A filter among what was typed, and where it stands there."""

    facet: str
    value: str
    start: int
    end: int


def typed_filters(text: str) -> tuple[TypedFilter, ...]:
    """The filters in what was typed, in order; one that was typed twice is there twice."""
    return tuple(
        TypedFilter(piece.kind, value, piece.start, piece.end)
        for piece in scan(text)
        if (value := filter_value(piece))
    )


def without_typed(text: str, filters: Iterable[TypedFilter]) -> str:
    """What was typed without these filters of it, all else exactly as it stands."""
    left = text
    for cut in reversed(tuple(filters)):
        before, after = left[: cut.start], left[cut.end :]
        if not before or before[-1].isspace():
            # Of the white space on its two sides one is enough.
            left = before + after.lstrip()
        else:
            # Where there was none, what stood on its two sides must not become one word.
            left = before + (after if not after or after[0].isspace() else f" {after}")
    return left.strip()


def merged(chosen: Mapping[str, tuple[str, ...]], typed: list[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Chosen and typed filters together, known facets only, each value once."""
    values: dict[str, dict[str, None]] = {}
    for facet, several in chosen.items():
        if facet in FACETS:
            values.setdefault(facet, {}).update((str(v)[:LONGEST_VALUE], None) for v in several if v)
    for facet, value in typed:
        values.setdefault(facet, {})[value] = None
    return {facet: tuple(found)[:MOST_VALUES] for facet, found in values.items() if found}

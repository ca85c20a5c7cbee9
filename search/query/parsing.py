"""From what a visitor typed to the query tree. Pure, bounded, and never in doubt: any input is a query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from search.analysis.words import find_words, fold
from search.query.alternatives import common_words, excluded_group, phrase_group
from search.query.fields import field_group
from search.query.filtering import filter_value, merged
from search.query.knowledge import NO_KNOWLEDGE, Knowledge
from search.query.scanning import Piece, clean, scan
from search.query.tree import TEXT_FIELDS, Group, Query
from search.query.understanding import understand
from search.query.weights import MOST_GROUPS, MOST_PHRASE_WORDS

SORTS = ("relevance", "newest", "adopted")
LARGEST_PAGE = 100
#: Deeper than this nobody reads; engines bound it again by their window.
LAST_PAGE = 100_000

_NO_FILTERS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


def parse(
    text: str,
    language: str,
    filters: Mapping[str, tuple[str, ...]] = _NO_FILTERS,
    sort: str = "relevance",
    page: int = 1,
    size: int = 20,
    knowledge: Knowledge = NO_KNOWLEDGE,
) -> Query:
    """The query that `text`, typed on pages in `language`, stands for. Never raises, always bounded."""
    typed = clean(text)
    asked = _read(typed, language)
    phrases = list(dict.fromkeys(asked.phrases))[:MOST_GROUPS]
    kept = _telling(asked.words, language, MOST_GROUPS - len(phrases), keep_one=not phrases)
    understood = understand(asked.words, kept, language, knowledge)
    return Query(
        text=typed,
        language=language,
        groups=(*phrases, *understood.groups),
        excluded=tuple(asked.excluded),
        filters=merged(filters, asked.filters),
        sort=sort if sort in SORTS else SORTS[0],
        page=min(max(page, 1), LAST_PAGE),
        size=min(max(size, 1), LARGEST_PAGE),
        pairs=understood.pairs,
        spelled=understood.spelled(typed),
        corrected=tuple(understood.corrected.values()),
    )


@dataclass(slots=True)
class _Asked:
    """What was typed, by what it means."""

    words: list[str] = field(default_factory=list)
    phrases: list[Group] = field(default_factory=list)
    excluded: list[Group] = field(default_factory=list)
    #: (facet, value).
    filters: list[tuple[str, str]] = field(default_factory=list)


def _read(typed: str, language: str) -> _Asked:
    asked = _Asked()
    for piece in scan(typed):
        if value := filter_value(piece):
            asked.filters.append((piece.kind, value))
            continue
        found = [match.group() for match in find_words(piece.text)]
        if piece.excluded:
            if found and len(asked.excluded) < MOST_GROUPS:
                asked.excluded.append(excluded_group(_whole(piece, found, language)))
        elif found and piece.kind in ("phrase", *TEXT_FIELDS):
            asked.phrases.append(_whole(piece, found, language))
        else:
            asked.words.extend(found)
    return asked


def _whole(piece: Piece, words: list[str], language: str) -> Group:
    """The words side by side, anywhere or in the field that was named."""
    if piece.kind in TEXT_FIELDS:
        return field_group(piece.kind, words, language, piece.text)
    return phrase_group(words[:MOST_PHRASE_WORDS], language, piece.text)


def _telling(words: list[str], language: str, most: int, keep_one: bool) -> list[str]:
    """The words worth asking for, each once: without the commonest ones, and of too many the longest."""
    first: dict[str, str] = {}
    for word in words:
        first.setdefault(fold(word), word)
    once = list(first.values())
    common = common_words(once, language)
    kept = [word for word in once if fold(word) not in common]
    if not kept and keep_one:
        kept = once
    if len(kept) > most:
        longest = set(sorted(range(len(kept)), key=lambda i: (-len(kept[i]), i))[: max(most, 0)])
        kept = [word for i, word in enumerate(kept) if i in longest]
    return kept

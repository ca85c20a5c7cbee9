"""What to do when nothing was found: which filter stands in the way, what is near, where there is much."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from oer.domain.text import LANGUAGES
from oer.domain.vocabulary import SUBJECTS
from search import knowing
from search.analysis.reading import forms_of
from search.analysis.words import find_words, fold
from search.answering import first_answer
from search.engines.base import Engine, EngineAway
from search.lexicon.offered import Offered, fold_name
from search.query import parse
from search.query.alternatives import main_form, reading_order, whole_parts
from search.query.filtering import typed_filters, without_typed
from search.query.tree import Query

#: As many of each as help more than they confuse.
RELATED, POPULAR = 6, 6
#: Names that are looked at for those, and words of the query by which they are looked up.
_CANDIDATES, _WORDS = 14, 6
#: A name is near that shares so much of a word's beginning, or this many letters at least.
_SHARED, _SHORTEST = 0.6, 4


@dataclass(frozen=True, slots=True)
class Removal:
    """A chosen filter without which there would be results."""

    name: str
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Related:
    """Another thing that has results."""

    label: str
    language: str
    count: int


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of which there is much."""

    code: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class WaysOn:
    """All ways on from a search without results; each that is there leads to some."""

    removals: tuple[Removal, ...] = ()
    #: Results of the words alone.
    unfiltered: int = 0
    related: tuple[Related, ...] = ()
    subjects: tuple[Subject, ...] = ()


def ways_on(query: Query) -> WaysOn:
    """The ways on from this query; none when no engine answers. Asks an engine twice at most."""
    chosen = [(name, value) for name, values in query.filters.items() for value in values]
    fewer = [_without(query.filters, name, value) for name, value in chosen] if len(chosen) > 1 else []
    filters = [*fewer, {}] if chosen else []
    narrowed = [dataclasses.replace(query, filters=some, page=1) for some in filters]
    loosened = [dataclasses.replace(one, loose=True) for one in narrowed]
    names = _candidates(query)
    named = [parse(name.label, query.language, knowledge=knowing.knowledge()) for name in names]
    everything = Query(language=query.language, size=1, counted=("subject",))

    def ask(engine: Engine, without: frozenset[str]) -> tuple[tuple[int, ...], Mapping[str, int]]:
        totals = engine.totals([*narrowed, *loosened, *named], without)
        return totals, engine.search(everything, without).facets["subject"]

    try:
        totals, subjects = first_answer(ask).answer
    except EngineAway:
        return WaysOn()
    # A search loosens a query that nothing meets: what would come back is counted in the same way.
    strict, loose = totals[: len(narrowed)], totals[len(narrowed) : 2 * len(narrowed)]
    filtered = [one or other for one, other in zip(strict, loose, strict=True)]
    return WaysOn(
        removals=tuple(
            Removal(name, value, count)
            for (name, value), count in zip(chosen, filtered, strict=False)
            if count and len(chosen) > 1
        ),
        unfiltered=filtered[-1] if filtered else 0,
        related=tuple(_related(names, totals[2 * len(narrowed) :]))[:RELATED],
        subjects=tuple(_popular(subjects, query.language)),
    )


def _without(filters: Mapping[str, tuple[str, ...]], name: str, value: str) -> Mapping[str, tuple[str, ...]]:
    left = {**filters, name: tuple(other for other in filters[name] if other != value)}
    return {facet: values for facet, values in left.items() if values}


def _candidates(query: Query) -> list[Offered]:
    """Names of things near the words of the query: of each of several words, of the parts of compounds, and
    such as begin nearly alike. What the whole query is called already has nothing."""
    typed = without_typed(query.text, typed_filters(query.text))
    words = [match.group() for match in find_words(typed)][:_WORDS]
    offers, languages = knowing.offers(), reading_order(query.language)
    itself = set(_concepts(words, query.language)) if len(words) == 1 else set()
    near = offers.named(_concepts([*_parts(words, query.language), *words], query.language), languages)
    for beginning in dict.fromkeys(_beginnings(words)):
        near += offers.beginning(beginning, languages, 4)
    found: dict[str, Offered] = {}
    for name in near:
        if name.concept not in itself:
            found.setdefault(fold_name(name.label), name)
    found.pop(fold_name(typed), None)
    return list(found.values())[:_CANDIDATES]


def _concepts(words: Iterable[str], language: str) -> Iterator[int]:
    """The things that some word is a name of, in the first language that has any."""
    lexicon = knowing.knowledge().lexicon
    for word in words:
        for tongue in reading_order(language):
            if found := lexicon.names(main_form(forms_of(word, tongue)), tongue):
                yield from (name.concept for name in found)
                break


def _parts(words: Iterable[str], language: str) -> Iterator[str]:
    """The parts of compounds, the last one first: it says what the thing is, a rubber boot is a boot."""
    for word in words:
        for tongue in reading_order(language):
            forms = forms_of(word, tongue)
            if forms.known:
                yield from (part for part in reversed(whole_parts(forms)) if len(part) >= _SHORTEST)


def _beginnings(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        folded = fold(word)
        for shared in (folded[: round(len(folded) * _SHARED)], folded[:_SHORTEST]):
            if len(shared) >= _SHORTEST:
                yield shared


def _related(names: Iterable[Offered], totals: Iterable[int]) -> Iterator[Related]:
    for name, total in zip(names, totals, strict=True):
        if total:
            language = name.language if name.language in LANGUAGES else ""
            yield Related(name.label, language, total)


def _popular(counts: Mapping[str, int], language: str) -> Iterator[Subject]:
    commonest = sorted((item for item in counts.items() if item[0] in SUBJECTS), key=lambda item: -item[1])
    for code, count in commonest[:POPULAR]:
        yield Subject(code, SUBJECTS.label(code, language), count)

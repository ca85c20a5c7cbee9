"""Everything that may stand for one word of a query, and what each is worth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import combinations

from oer.domain.text import LANGUAGES
from search.analysis.forms import Forms
from search.analysis.lists import stopwords
from search.analysis.reading import forms_of
from search.analysis.words import fold
from search.query.tree import Alternative, Group
from search.query.weights import MOST_ALTERNATIVES, MOST_GROUPS, WEIGHTS

#: A part's base form begins like the part itself for so many letters: aallon, aalto.
_BEGINNING = 2


def reading_order(language: str) -> tuple[str, ...]:
    """The languages a query is read in, the visitor's first: on the Swedish pages one may type Finnish."""
    own = language.partition("-")[0].lower()
    return (own, *(other for other in LANGUAGES if other != own))


def likely_language(words: Sequence[str], language: str) -> str:
    """The language that knows most of the words, the visitor's own in doubt."""
    some = words[:MOST_GROUPS]
    known = {tongue: sum(forms_of(word, tongue).known for word in some) for tongue in reading_order(language)}
    return max(known, key=lambda tongue: known[tongue])


def common_words(words: Sequence[str], language: str) -> frozenset[str]:
    """Stop words of the language that knows most of the words: "men" says nothing in a Swedish query, but
    something in an English one."""
    return stopwords(likely_language(words, language))


def word_group(word: str, language: str, others: Iterable[Alternative] = ()) -> Group:
    """A word with its forms in every language it may belong to and other words for it, the surest first."""
    found: dict[tuple[str, bool], Alternative] = {}
    for alternative in (*_alternatives(word, language), *others):
        key = (alternative.term, alternative.together)
        if key not in found or found[key].weight < alternative.weight:
            found[key] = alternative
    ranked = sorted(found.values(), key=lambda alternative: -alternative.weight)
    return Group(word, tuple(ranked[:MOST_ALTERNATIVES]))


@lru_cache(maxsize=4096)
def whole_parts(forms: Forms) -> tuple[str, ...]:
    """The fewest parts that together are as long as the compound, in order: murtoluku + lasku."""
    whole = main_form(forms)

    def unlikeliness(parts: tuple[str, ...]) -> tuple[int, int, int]:
        # Of equal cuts the one with the longest beginning: rautatie + toiminto, not rauta + tietoiminto.
        return abs(len(whole) - sum(map(len, parts))), len(parts), -len(parts[0])

    in_order = sorted(forms.parts, key=lambda part: whole.find(part[:_BEGINNING]))
    some = (found for count in (2, 3) for found in combinations(in_order, count) if _are_apart(found))
    return min(some, key=unlikeliness, default=())


def _are_apart(parts: tuple[str, ...]) -> bool:
    return not any(part in other for part in parts for other in parts if part is not other)


def phrase_group(words: list[str], language: str, typed: str) -> Group:
    """Words that must stand side by side, in main forms as each language would hold them; or one word."""
    if len(words) == 1:
        group = word_group(words[0], language)
        close = tuple(
            a
            for a in group.alternatives
            if a.form in ("surface", "lemma") or a.weight >= WEIGHTS.stem * WEIGHTS.foreign
        )
        return Group(typed, close, required=True)
    terms: dict[str, float] = {}
    for place, tongue in enumerate(reading_order(language)):
        joined = " ".join(main_form(forms_of(word, tongue)) for word in words)
        terms.setdefault(joined, WEIGHTS.surface if place == 0 else WEIGHTS.foreign)
    alternatives = tuple(Alternative(term, weight) for term, weight in terms.items())
    return Group(typed, alternatives, required=True)


def excluded_group(group: Group) -> Group:
    """What must not be there: the word and its surest forms, never the parts of a compound."""
    kept = tuple(
        a for a in group.alternatives if a.form == "surface" or (a.form == "lemma" and a.weight >= 0.8)
    )
    return replace(group, alternatives=kept, required=True)


def main_form(forms: Forms) -> str:
    """The form of a word that stands in a main stream."""
    return forms.lemmas[0] if forms.lemmas else forms.surface


def _alternatives(word: str, language: str) -> Iterator[Alternative]:
    yield Alternative(fold(word), WEIGHTS.surface)
    readings = [forms_of(word, tongue) for tongue in reading_order(language)]
    # A stem is a guess: not needed for a word that some language knows.
    guessing = not any(forms.known and forms.lemmas for forms in readings)
    for place, forms in enumerate(readings):
        if forms.known or guessing:
            yield from _read(forms, 1.0 if place == 0 else WEIGHTS.foreign)


def _read(forms: Forms, factor: float) -> Iterator[Alternative]:
    """The forms of one language's reading; `factor` is what that language is worth."""
    for rank, lemma in enumerate(forms.lemmas):
        if not forms.known:
            yield Alternative(lemma, round(WEIGHTS.stem * factor, 3), "stem")
        else:
            weight = WEIGHTS.other_lemma if rank else WEIGHTS.lemma
            yield Alternative(lemma, round(weight * factor, 3), "lemma")
    for kin in forms.related:
        yield Alternative(kin, round(WEIGHTS.related * factor, 3), "stem")
    for part in forms.parts:
        share = min(1.0, len(part) / len(main_form(forms)))
        weight = round(share * WEIGHTS.part * factor, 3)
        if weight >= WEIGHTS.least_part:
            yield Alternative(part, weight, "part")
    if len(whole := whole_parts(forms)) > 1:
        yield Alternative(" ".join(whole), round(WEIGHTS.all_parts * factor, 3), "part", together=True)

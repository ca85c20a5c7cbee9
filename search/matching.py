"""Which words of a text meet which groups of a query, by the very forms the index holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from search.analysis.forms import Forms
from search.analysis.reading import forms_of
from search.analysis.words import find_words
from search.query.tree import Group

#: Characters of one text that are looked at; what stands behind is shown, but not marked.
MOST_TEXT = 20_000
#: A weaker form marks words only where the group has nothing better in the text.
STRONG = 0.5
#: Forms of the very word that was asked for: the text's word may be one that holds it.
_OWN_FORMS = ("surface", "lemma")
_CHUNK = re.compile(r"\S+")
_MOST_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Match:
    """A piece of a text that meets a group."""

    start: int
    end: int
    #: Place of the group in the query.
    group: int
    #: What the form it matched by is worth.
    weight: float
    #: By which form, as in `search.query.tree.Alternative`; `compound`: the text's word holds the query's.
    form: str


class Matcher:
    """Finds the words of texts in one language that meet the groups of one query.

    A text is cut at white space, which no word spans, and each piece is judged once and remembered: pages of
    hits share their vocabulary.
    """

    def __init__(self, groups: tuple[Group, ...], language: str) -> None:
        self._language = language
        self._terms: dict[str, list[tuple[int, float, str]]] = {}
        self._phrases: list[tuple[list[str], int, float, str]] = []
        self._remembered: dict[str, tuple[Match, ...]] = {}
        self._mains: dict[str, tuple[tuple[str, int, int], ...]] = {}
        for place, group in enumerate(groups):
            for alternative in group.alternatives:
                words = alternative.term.split()
                if len(words) == 1 or alternative.together:
                    for word in words:
                        found = self._terms.setdefault(word, [])
                        found.append((place, alternative.weight / len(words), alternative.form))
                elif words:
                    self._phrases.append((words, place, alternative.weight, alternative.form))

    def matches(self, text: str) -> Iterator[Match]:
        """Every match in order of its beginning, phrases after single words."""
        if len(text) > MOST_TEXT:
            text = text[:MOST_TEXT]
        if self._terms:
            for chunk in _CHUNK.finditer(text):
                for match in self._judge(chunk.group()):
                    at = chunk.start()
                    yield Match(match.start + at, match.end + at, match.group, match.weight, match.form)
        if self._phrases:
            yield from self._runs(text)

    def _judge(self, chunk: str) -> tuple[Match, ...]:
        known = self._remembered.get(chunk)
        if known is None:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            known = self._remembered[chunk] = tuple(self._matches_of(chunk))
        return known

    def _matches_of(self, chunk: str) -> Iterator[Match]:
        for word in find_words(chunk):
            best: dict[int, tuple[float, str]] = {}
            for form, own_kind in _held(forms_of(word.group(), self._language)):
                for place, weight, kind in self._terms.get(form, ()):
                    if weight > best.get(place, (0.0, ""))[0]:
                        best[place] = (weight, own_kind or kind if kind in _OWN_FORMS else kind)
            for place, (weight, kind) in best.items():
                yield Match(word.start(), word.end(), place, weight, kind)

    def _runs(self, text: str) -> Iterator[Match]:
        """Where the words of a phrase stand side by side in main forms, as the index finds them."""
        mains: list[str] = []
        places: list[tuple[int, int]] = []
        for chunk in _CHUNK.finditer(text):
            at = chunk.start()
            for main, start, end in self._mains_of(chunk.group()):
                mains.append(main)
                places.append((at + start, at + end))
        for terms, group, weight, form in self._phrases:
            for first in [place for place, main in enumerate(mains) if main == terms[0]]:
                last = first + len(terms) - 1
                if mains[first : last + 1] == terms:
                    yield Match(places[first][0], places[last][1], group, weight, form)

    def _mains_of(self, chunk: str) -> tuple[tuple[str, int, int], ...]:
        known = self._mains.get(chunk)
        if known is None:
            if len(self._mains) >= _MOST_REMEMBERED:
                self._mains.clear()
            known = self._mains[chunk] = tuple(
                (self._main(word.group()), word.start(), word.end()) for word in find_words(chunk)
            )
        return known

    def _main(self, word: str) -> str:
        forms = forms_of(word, self._language)
        return forms.lemmas[0] if forms.lemmas else forms.surface


def _held(forms: Forms) -> Iterator[tuple[str, str]]:
    """Every form the index holds of a word, with what a match by it is called (empty: the query's form)."""
    for form in (forms.surface, *forms.lemmas):
        yield form, ""
    for form in forms.parts:
        yield form, "compound"
    for form in forms.related:
        yield form, "stem"


@lru_cache(maxsize=128)
def matcher(groups: tuple[Group, ...], language: str) -> Matcher:
    """The matcher for these groups in texts of `language`, shared by all texts of a page of hits."""
    return Matcher(groups, language)


def strongest(matches: Iterable[Match]) -> list[Match]:
    """The matches worth showing, in order: a group's weak ones only where it has no strong one."""
    every = sorted(matches, key=lambda match: (match.start, -match.end))
    strong = {match.group for match in every if match.weight >= STRONG}
    return [match for match in every if match.weight >= STRONG or match.group not in strong]

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
from search.resemblance import Resemblance

#: Characters of one text that are looked at; what stands behind is shown, but not marked.
MOST_TEXT = 20_000
#: A weaker form marks words only where the group has nothing better in the text.
STRONG = 0.5
#: Forms of the very word that was asked for: the text's word may be one that holds it.
_OWN_FORMS = ("surface", "lemma")
_CHUNK = re.compile(r"\S+")
_MOST_REMEMBERED = 20_000

#: Terms that must stand side by side, place of the group, weight and form.
_Phrase = tuple[list[str], int, float, str]


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


class _Judged:
    """White-space separated pieces of texts, each once: all that were judged, and what those are good for."""

    def __init__(self) -> None:
        self.chunks: set[str] = set()
        #: Piece -> its matches, with places in the piece; only those that have any.
        self.matches: dict[str, tuple[Match, ...]] = {}
        #: Piece -> the main forms in it that stand in a phrase; only those that have any.
        self.terms: dict[str, frozenset[str]] = {}


class Matcher:
    """Finds the words of texts in one language that meet the groups of one query.

    A text is cut at white space, which no word spans. Each distinct piece is judged once per query, and only
    the places of those that meet a group are looked for: pages of hits share their vocabulary.
    """

    def __init__(self, groups: tuple[Group, ...], language: str) -> None:
        self._language = language
        self._terms: dict[str, list[tuple[int, float, str]]] = {}
        self._phrases: list[_Phrase] = []
        self._judged = _Judged()
        #: What was read last: the same record's texts are asked for again, for another purpose.
        self._lately: dict[str, tuple[Match, ...]] = {}
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
        self._phrase_terms = frozenset(term for terms, *_ in self._phrases for term in terms)
        self._resemblance = Resemblance((*self._terms, *self._phrase_terms), language)

    def matches(self, text: str) -> tuple[Match, ...]:
        """Every match in order of its beginning, phrases after single words."""
        return self.read((text,))[text]

    def read(self, texts: Iterable[str]) -> dict[str, tuple[Match, ...]]:
        """The matches of each of these texts; read together, they cost far less than one by one."""
        lately = self._lately
        found: dict[str, tuple[Match, ...]] = dict.fromkeys(texts, ())
        new = {text: text[:MOST_TEXT] for text in found if text not in lately}
        chunks = set("\n".join(new.values()).split())
        judged = self._judge(chunks)
        met, held = chunks.intersection(judged.matches), chunks.intersection(judged.terms)
        for text in found:
            if (read := new.get(text)) is None:
                found[text] = lately[text]
            else:
                found[text] = (*self._words(read, met, judged), *self._side_by_side(read, held, judged))
        # Replaced, not emptied or added to: other threads may be looking into it.
        self._lately = found if new else lately
        return found

    def _words(self, text: str, met: Iterable[str], judged: _Judged) -> Iterator[Match]:
        found = ((at, chunk) for chunk in met if chunk in text for at in _places(text, chunk))
        for start, piece in sorted(found):
            for match in judged.matches[piece]:
                yield Match(match.start + start, match.end + start, match.group, match.weight, match.form)

    def _side_by_side(self, text: str, held: Iterable[str], judged: _Judged) -> Iterator[Match]:
        there = {term for chunk in held if chunk in text for term in judged.terms[chunk]}
        phrases = [phrase for phrase in self._phrases if there.issuperset(phrase[0])] if there else []
        return self._runs(text, phrases) if phrases else iter(())

    def _judge(self, chunks: set[str]) -> _Judged:
        """What is known of these pieces and others; those that are new are judged now."""
        judged = self._judged
        if len(judged.chunks) >= _MOST_REMEMBERED:
            # Replaced, not emptied: another thread may be looking into it.
            judged = self._judged = _Judged()
        new = chunks - judged.chunks
        for chunk in filter(self._resemblance.may_meet, new):
            if matches := tuple(self._matches_of(chunk)):
                judged.matches[chunk] = matches
            if self._phrases and (terms := self._phrase_terms.intersection(self._mains_in(chunk))):
                judged.terms[chunk] = terms
        judged.chunks |= new
        return judged

    def _mains_in(self, chunk: str) -> Iterator[str]:
        return (main for main, _start, _end in self._mains_of(chunk))

    def _matches_of(self, chunk: str) -> Iterator[Match]:
        for word in find_words(chunk):
            best: dict[int, tuple[float, str]] = {}
            for form, own_kind in _held(forms_of(word.group(), self._language)):
                for place, weight, kind in self._terms.get(form, ()):
                    if weight > best.get(place, (0.0, ""))[0]:
                        best[place] = (weight, own_kind or kind if kind in _OWN_FORMS else kind)
            for place, (weight, kind) in best.items():
                yield Match(word.start(), word.end(), place, weight, kind)

    def _runs(self, text: str, phrases: Iterable[_Phrase]) -> Iterator[Match]:
        """Where the words of a phrase stand side by side in main forms, as the index finds them."""
        mains: list[str] = []
        places: list[tuple[int, int]] = []
        for chunk in _CHUNK.finditer(text):
            at = chunk.start()
            for main, start, end in self._mains_of(chunk.group()):
                mains.append(main)
                places.append((at + start, at + end))
        for terms, group, weight, form in phrases:
            for first in [place for place, main in enumerate(mains) if main == terms[0]]:
                last = first + len(terms) - 1
                if mains[first : last + 1] == terms:
                    yield Match(places[first][0], places[last][1], group, weight, form)

    def _mains_of(self, chunk: str) -> tuple[tuple[str, int, int], ...]:
        known = self._mains.get(chunk)
        if known is None:
            if len(self._mains) >= _MOST_REMEMBERED:
                self._mains.clear()
            # The main form of a word that is in no phrase does not matter.
            main = self._main if self._resemblance.may_meet(chunk) else lambda word: ""
            known = self._mains[chunk] = tuple(
                (main(word.group()), word.start(), word.end()) for word in find_words(chunk)
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


def _places(text: str, chunk: str) -> Iterator[int]:
    """Where the piece stands in the text between white space or edges."""
    at = text.find(chunk)
    while at >= 0:
        end = at + len(chunk)
        if (at == 0 or text[at - 1].isspace()) and (end == len(text) or text[end].isspace()):
            yield at
        at = text.find(chunk, at + 1)


@lru_cache(maxsize=128)
def matcher(groups: tuple[Group, ...], language: str) -> Matcher:
    """The matcher for these groups in texts of `language`, shared by all texts of a page of hits."""
    return Matcher(groups, language)


def strongest(matches: Iterable[Match]) -> list[Match]:
    """The matches worth showing, in order: a group's weak ones only where it has no strong one."""
    every = sorted(matches, key=lambda match: (match.start, -match.end))
    strong = {match.group for match in every if match.weight >= STRONG}
    return [match for match in every if match.weight >= STRONG or match.group not in strong]

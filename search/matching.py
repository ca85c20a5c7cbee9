"""Which words of a text meet which groups of a query, by the very forms the index holds, read by analysis.

The search looks them up in what was kept when the document was made (`search.meeting`); a text is read here
when nothing, or something else, was kept of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from search.analysis.reading import forms_of
from search.analysis.words import find_words
from search.places import MAIN, held
from search.resemblance import Resemblance
from search.wanted import Match, Phrase, Wanted, in_order

_CHUNK = re.compile(r"\S+")
_MOST_REMEMBERED = 20_000


class _Judged:
    """White-space separated pieces of texts, each once: all that were judged, and what those are good for."""

    def __init__(self) -> None:
        self.chunks: set[str] = set()
        #: Piece -> its matches, with places in the piece; only those that have any.
        self.matches: dict[str, tuple[Match, ...]] = {}
        #: Piece -> the main forms in it that stand in a phrase; only those that have any.
        self.terms: dict[str, frozenset[str]] = {}


class Matcher:
    """Finds the words of texts in one language that meet what is wanted; `named`: the texts are names.

    A text is cut at white space, which no word spans. Each distinct piece is judged once per query, and only
    the places of those that meet a group are looked for: pages of hits share their vocabulary.
    """

    def __init__(self, wanted: Wanted, language: str, *, named: bool = False) -> None:
        self._language = language
        self._named = named
        self._wanted = wanted
        self._judged = _Judged()
        self._mains: dict[str, tuple[tuple[str, int, int], ...]] = {}
        self._phrase_terms = frozenset(term for phrase in wanted.phrases for term in phrase.terms)
        self._resemblance = Resemblance((*wanted.offers, *self._phrase_terms), language)

    def read(self, texts: Iterable[str]) -> dict[str, tuple[Match, ...]]:
        """The matches of each of these texts, in order; read together, they cost far less than one by one."""
        found: dict[str, tuple[Match, ...]] = dict.fromkeys(texts, ())
        chunks = set("\n".join(found).split())
        judged = self._judge(chunks)
        met, kept = chunks.intersection(judged.matches), chunks.intersection(judged.terms)
        for text in found:
            found[text] = in_order((*self._words(text, met, judged), *self._side_by_side(text, kept, judged)))
        return found

    def _words(self, text: str, met: Iterable[str], judged: _Judged) -> Iterator[Match]:
        found = ((at, chunk) for chunk in met if chunk in text for at in _places(text, chunk))
        for at, chunk in found:
            for start, end, group, weight, form in judged.matches[chunk]:
                yield Match(start + at, end + at, group, weight, form)

    def _side_by_side(self, text: str, kept: Iterable[str], judged: _Judged) -> Iterator[Match]:
        there = {term for chunk in kept if chunk in text for term in judged.terms[chunk]}
        phrases = (
            [phrase for phrase in self._wanted.phrases if there.issuperset(phrase.terms)] if there else []
        )
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
            if self._phrase_terms and (terms := self._phrase_terms.intersection(self._mains_in(chunk))):
                judged.terms[chunk] = terms
        judged.chunks |= new
        return judged

    def _mains_in(self, chunk: str) -> Iterator[str]:
        return (main for main, _start, _end in self._mains_of(chunk))

    def _matches_of(self, chunk: str) -> Iterator[Match]:
        for word in find_words(chunk):
            best: dict[int, tuple[float, str]] = {}
            for form, kind in held(forms_of(word.group(), self._language), named=self._named):
                self._wanted.meet(best, self._wanted.offers.get(form, ()), kind)
            for group, (weight, form) in best.items():
                yield Match(word.start(), word.end(), group, weight, form)

    def _runs(self, text: str, phrases: Iterable[Phrase]) -> Iterator[Match]:
        """Where the words of a phrase stand side by side in main forms, as the index finds them."""
        mains: list[str] = []
        places: list[tuple[int, int]] = []
        for chunk in _CHUNK.finditer(text):
            at = chunk.start()
            for main, start, end in self._mains_of(chunk.group()):
                mains.append(main)
                places.append((at + start, at + end))
        for terms, (group, weight, form) in phrases:
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
        forms = held(forms_of(word, self._language), named=self._named)
        return next(form for form, kind in forms if kind == MAIN)


def _places(text: str, chunk: str) -> Iterator[int]:
    """Where the piece stands in the text between white space or edges."""
    at = text.find(chunk)
    while at >= 0:
        end = at + len(chunk)
        if (at == 0 or text[at - 1].isspace()) and (end == len(text) or text[end].isspace()):
            yield at
        at = text.find(chunk, at + 1)

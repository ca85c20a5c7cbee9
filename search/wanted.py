"""What a query's groups want of a word, told once for a whole page of hits. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from search.places import KIN, PART, key
from search.query.tree import NAME_FORMS, Alternative, Group

#: A weaker form marks words only where the group has nothing better in the text.
STRONG = 0.5
#: Forms of the very word that was asked for: the text's word may be one that holds it.
_OWN_FORMS = ("surface", "lemma")
#: What a match by a part or a kin of the text's word is called; else it is called as the query's form.
_CALLED = {PART: "compound", KIN: "stem"}


class Match(NamedTuple):
    """A piece of a text that meets a group."""

    start: int
    end: int
    #: Place of the group in the query.
    group: int
    #: What the form it matched by is worth.
    weight: float
    #: By which form, as in `search.query.tree.Alternative`; `compound`: the text's word holds the query's.
    form: str


class Offer(NamedTuple):
    """What a group gives for a form."""

    group: int
    weight: float
    form: str


class Phrase(NamedTuple):
    """Terms that must stand side by side in main forms."""

    terms: list[str]
    offer: Offer


#: Group -> what its best form so far is worth, and how it is called.
Best = dict[int, tuple[float, str]]


class Wanted:
    """The single terms of the groups with what each is worth, and the phrases; also by the terms' keys."""

    def __init__(self, groups: Iterable[Group]) -> None:
        found: dict[str, list[Offer]] = {}
        phrases: list[Phrase] = []
        for place, group in enumerate(groups):
            for alternative in group.alternatives:
                words = alternative.term.split()
                if len(words) == 1 or alternative.together:
                    for word in words:
                        offer = Offer(place, alternative.weight / len(words), alternative.form)
                        found.setdefault(word, []).append(offer)
                elif words:
                    phrases.append(Phrase(words, Offer(place, alternative.weight, alternative.form)))
        self.offers: Mapping[str, Sequence[Offer]] = found
        self.phrases: Sequence[Phrase] = phrases
        self.by_key = {key(term): offers for term, offers in found.items()}
        self.phrases_by_key = [([key(term) for term in phrase.terms], phrase.offer) for phrase in phrases]

    @staticmethod
    def meet(best: Best, offers: Iterable[Offer], kind: int) -> None:
        """Note the offers for a form that is `kind` to its word, where they are better than what is noted."""
        for group, weight, form in offers:
            called = _CALLED.get(kind, form) if form in _OWN_FORMS else form
            if (weight, called) > best.get(group, (0.0, "")):
                best[group] = (weight, called)


@lru_cache(maxsize=128)
def wanted(groups: tuple[Group, ...]) -> tuple[Wanted, Wanted]:
    """What is wanted of the words of texts, and of those of names, which only some forms meet."""
    named = (replace(group, alternatives=_naming(group)) for group in groups)
    return Wanted(groups), Wanted(named)


def _naming(group: Group) -> tuple[Alternative, ...]:
    return tuple(alternative for alternative in group.alternatives if alternative.form in NAME_FORMS)


def in_order(matches: Iterable[Match]) -> tuple[Match, ...]:
    """The matches as they stand in the text, of those that begin together the longest first."""
    return tuple(sorted(matches, key=lambda m: (m.start, -m.end, m.group, -m.weight, m.form)))


def strongest(matches: Sequence[Match]) -> list[Match]:
    """The matches worth showing, in order: a group's weak ones only where it has no strong one."""
    if len(matches) == 1:
        return list(matches)
    strong = {match.group for match in matches if match.weight >= STRONG}
    return [match for match in matches if match.weight >= STRONG or match.group not in strong]

"""The tree that every engine builds from a query, written once so that all rank alike.

A word of the query (a group) is worth its best clause, a clause being one alternative in one stream; most
groups must match, and a document that matches all of them is lifted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from oer.domain.text import LANGUAGES
from search.documents import term
from search.query.tree import (
    FIELD_WEIGHTS,
    NAME_FIELDS,
    NAME_FORMS,
    TEXT_FIELDS,
    Group,
    Liking,
    Query,
    streams_of,
)

#: Share of the clauses beside the best one that counts too (dis_max).
TIE_BREAKER = 0.2
#: A hit by another form than the main one weighs this much of it.
EXTRA_WEIGHT = 0.8
#: What a document that matches every group gains, as a share of its score.
ALL_BONUS = 0.35
#: What it is worth, whatever the words, that a document is in the visitor's own language: of equal hits those
#: come first. A word in the running text is worth some three to eight.
OWN_LANGUAGE = 3.0
#: In a longer query the sum over so many words says it already, and asking twice would be slow.
LIFTED_UP_TO = 8
#: Up to this many words all must match; beyond, `MOST` of them.
ALL_UP_TO = 2
MOST = 0.67
#: What it is worth, of a word's own worth in that field, that two of the words stand side by side, and where
#: that is looked for.
NEAR, NEAR_FIELDS = 0.6, ("title", "description", "headings")
#: Words and alternatives beyond these are not asked for: no query may be slow.
GROUPS = 32
ALTERNATIVES = 16
#: Fields in which another language's word is looked for as a part of a compound, too: anywhere else in a long
#: text it is there by chance, and every such clause takes time.
TELLING_FIELDS = ("title", "keywords", "headings")
#: Fields in which the beginning of a word is looked for while someone types.
PREFIX_FIELDS = ("title", "keywords")


@dataclass(frozen=True, slots=True)
class Clause:
    """One alternative in one stream."""

    stream: str
    #: One term, or several that must stand side by side.
    words: tuple[str, ...]
    boost: float
    #: The only word need only begin like this.
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Together:
    """Several words that must all be met, each by its best clause."""

    words: tuple[tuple[Clause, ...], ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A document in this language is let pass: the word cannot be said in it. Worth nothing."""

    language: str


#: The clauses of one group; the best counts.
Clauses = tuple[Clause | Together | Written, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A query's words as engines need them."""

    required: tuple[Clauses, ...] = ()
    optional: tuple[Clauses, ...] = ()
    #: The optional groups without passes for other languages, when to meet them all is worth a bonus.
    lifted: tuple[Clauses, ...] = ()
    #: How many of the optional groups must match at least.
    needed: int = 0
    #: Worth something to a document that has two of the words side by side.
    near: tuple[Clauses, ...] = ()
    excluded: tuple[Clauses, ...] = ()
    #: Documents in this language come first of equal ones.
    language: str = ""
    likings: tuple[Liking, ...] = ()
    #: The visitor typed something in which there is no word to look for: nothing is found.
    hopeless: bool = False

    @property
    def matches_all(self) -> bool:
        """No word is asked for: every document fits."""
        return not (self.required or self.optional)


def shape(query: Query) -> Shape:
    """The clauses of a query, cut to what may be asked."""
    groups = list(dict.fromkeys(query.groups))[:GROUPS]
    if len(groups) == 1 and not query.loose:
        groups = [_without_parts(groups[0])]
    required = _clauses([group for group in groups if group.required])
    optional = _clauses([group for group in groups if not group.required])
    excluded = _clauses(list(dict.fromkeys(query.excluded))[:GROUPS])
    empty = not (required or optional or excluded or any(query.filters.values()))
    passed = optional
    if not query.loose:
        passed = _with_passes([group for group in groups if not group.required], optional)
    # Where there is no choice a bonus would say nothing.
    choice = needed(len(optional)) < len(optional) or passed != optional
    return Shape(
        required=required,
        optional=passed,
        lifted=optional if choice and len(optional) <= LIFTED_UP_TO else (),
        needed=min(1, len(optional)) if query.loose else needed(len(optional)),
        near=tuple(_side_by_side(pair) for pair in query.pairs),
        excluded=excluded,
        language=query.language.partition("-")[0] if required or optional or query.fold else "",
        likings=query.likings if required or optional else (),
        hopeless=empty and bool(query.text.strip()),
    )


def _side_by_side(pair: tuple[str, str]) -> Clauses:
    return tuple(Clause(field, tuple(map(term, pair)), FIELD_WEIGHTS[field] * NEAR) for field in NEAR_FIELDS)


def needed(groups: int) -> int:
    """How many of so many words must match: 1 -> 1, 2 -> 2, 3 -> 2, 4 -> 2, 8 -> 5."""
    return groups if groups <= ALL_UP_TO else int(groups * MOST)


def order_of(query: Query) -> str:
    """The number by which hits come (`search.documents.numbers`); empty when they come by score. Where there
    are no words to rank by, the newest come first."""
    if query.sort == "relevance":
        return "" if query.groups else "newest"
    return query.sort


def _without_parts(group: Group) -> Group:
    """A query's only word: what holds but a part of it is no hit."""
    kept = tuple(a for a in group.alternatives if a.form != "part" or a.together)
    return replace(group, alternatives=kept)


def _with_passes(groups: list[Group], clauses: tuple[Clauses, ...]) -> tuple[Clauses, ...]:
    """A text in another language need only meet the words that can be said in it, and most of those."""
    passed = [list(some) for some in clauses]
    for language in LANGUAGES:
        unsaid = [
            place for place, group in enumerate(groups) if group.languages and language not in group.languages
        ]
        said = len(groups) - len(unsaid)
        if said:
            for place in unsaid[: needed(len(groups)) - needed(said)]:
                passed[place].append(Written(language))
    return tuple(tuple(some) for some in passed)


def _clauses(groups: list[Group]) -> tuple[Clauses, ...]:
    return tuple(clauses for group in groups if (clauses := _group(group)))


@lru_cache(maxsize=1_024)
def _group(group: Group) -> Clauses:
    found: list[Clause | Together] = []
    for alternative in group.alternatives[:ALTERNATIVES]:
        words = tuple(cut for word in alternative.term.split() if (cut := term(word)))
        if alternative.together and len(words) > 1:
            each = alternative.weight / len(words)
            parts = (tuple(_clauses_of((word,), each, "part", alternative.language)) for word in words)
            found.append(Together(tuple(_within(group.fields, part) for part in parts)))
        elif words:
            clauses = _clauses_of(words, alternative.weight, alternative.form, alternative.language)
            found.extend(_within(group.fields, clauses))
    return tuple(found)


def _within(fields: tuple[str, ...], clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """Those of the clauses that are in streams of these fields; all of them without fields."""
    streams = {stream for field in fields for stream in streams_of(field)}
    return tuple(clause for clause in clauses if not fields or clause.stream in streams)


def _clauses_of(words: tuple[str, ...], weight: float, form: str, other: str) -> Iterator[Clause]:
    """One term, or a phrase, in every stream in which it may stand. `other` is its language, where it is not
    that of the word."""
    prefix = form == "prefix"
    for field in PREFIX_FIELDS if prefix else TEXT_FIELDS:
        if field in NAME_FIELDS and form not in NAME_FORMS:
            continue
        main, *extra = streams_of(field)
        boost = FIELD_WEIGHTS[field] * weight
        yield Clause(main, words, boost, prefix and len(words) == 1)
        if extra and len(words) == 1 and (not other or field in TELLING_FIELDS):
            yield Clause(extra[0], words, boost * EXTRA_WEIGHT, prefix)

"""The tree that every engine builds from a query, written once so that all rank alike.

A word of the query (a group) is worth its best clause, a clause being one alternative in one stream; most
groups must match, and a document that matches all of them is lifted.
"""

from __future__ import annotations

from dataclasses import dataclass

from search.documents import term
from search.query.tree import FIELD_WEIGHTS, TEXT_FIELDS, Group, Query

#: Share of the clauses beside the best one that counts too (dis_max).
TIE_BREAKER = 0.2
#: A hit by another form than the main one weighs this much of it.
EXTRA_WEIGHT = 0.8
#: What a document that matches every group gains, as a share of its score.
ALL_BONUS = 0.5
#: In a longer query the sum over so many words says it already, and asking twice would be slow.
LIFTED_UP_TO = 8
#: Up to this many words all must match; beyond, `MOST` of them.
ALL_UP_TO = 2
MOST = 0.75
#: Words and alternatives beyond these are not asked for: no query may be slow.
GROUPS = 32
ALTERNATIVES = 16
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


#: The clauses of one group; the best counts.
Clauses = tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A query's words as engines need them."""

    required: tuple[Clauses, ...] = ()
    optional: tuple[Clauses, ...] = ()
    #: How many of the optional groups must match at least.
    needed: int = 0
    excluded: tuple[Clauses, ...] = ()
    #: The visitor typed something in which there is no word to look for: nothing is found.
    hopeless: bool = False

    @property
    def matches_all(self) -> bool:
        """No word is asked for: every document fits."""
        return not (self.required or self.optional)

    @property
    def lifts_all(self) -> bool:
        """Whether matching every group is worth a bonus; without a choice it would say nothing."""
        return self.needed < len(self.optional) <= LIFTED_UP_TO


def shape(query: Query) -> Shape:
    """The clauses of a query, cut to what may be asked."""
    groups = list(dict.fromkeys(query.groups))[:GROUPS]
    required = _clauses([group for group in groups if group.required])
    optional = _clauses([group for group in groups if not group.required])
    excluded = _clauses(list(dict.fromkeys(query.excluded))[:GROUPS])
    empty = not (required or optional or excluded or any(query.filters.values()))
    return Shape(
        required=required,
        optional=optional,
        needed=needed(len(optional)),
        excluded=excluded,
        hopeless=empty and bool(query.text.strip()),
    )


def needed(groups: int) -> int:
    """How many of so many words must match: 1 -> 1, 2 -> 2, 3 -> 2, 4 -> 3, 8 -> 6."""
    return groups if groups <= ALL_UP_TO else int(groups * MOST)


def newest_first(query: Query) -> bool:
    """Whether hits come by date: when asked for, and when there are no words to rank by."""
    return query.sort == "newest" or not query.groups


def _clauses(groups: list[Group]) -> tuple[Clauses, ...]:
    return tuple(clauses for group in groups if (clauses := _group(group)))


def _group(group: Group) -> Clauses:
    found: list[Clause] = []
    for alternative in group.alternatives[:ALTERNATIVES]:
        words = tuple(cut for word in alternative.term.split() if (cut := term(word)))
        prefix = alternative.form == "prefix"
        if not words:
            continue
        for field in PREFIX_FIELDS if prefix else TEXT_FIELDS:
            boost = FIELD_WEIGHTS[field] * alternative.weight
            found.append(Clause(field, words, boost, prefix and len(words) == 1))
            if len(words) == 1:
                found.append(Clause(f"{field}_extra", words, boost * EXTRA_WEIGHT, prefix))
    return tuple(found)

"""Record -> the query that finds what is like it: its most telling words, each by its other names. Pure."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping

from oer.domain.record import Record
from oer.domain.vocabulary import LEVELS
from search.analysis import analyse
from search.analysis.lists import stopwords
from search.analysis.words import find_words
from search.documents import texts
from search.lexicon.lexicon import MOST_WORDS, term_of
from search.query import Knowledge
from search.query.tree import Alternative, Group, Liking, Query

#: What a word is worth by the field in which it stands; the running text says too much and too little.
_FIELDS: Mapping[str, float] = {"keywords": 4.0, "title": 3.0, "description": 1.5, "headings": 1.0}
#: A field is read to here, in words.
_READ = 200
#: The most telling words are asked for, and as many other names of each.
MOST_TERMS = 14
_NAMES = 4
_OTHER_NAME = 0.8
#: A word that stands several times says more, up to this.
_OFTEN = 3
_SHORTEST = 3
#: What it adds that the subject, the level, the language or the kind is the same.
_SUBJECT, _LEVEL, _LANGUAGE, _KIND = 8.0, 3.0, 10.0, 2.0


def query_for(record: Record, knowledge: Knowledge, size: int) -> Query:
    """The query for records like this one; without groups when nothing in it is telling."""
    worth = _worth(record, knowledge)
    best = sorted(worth, key=lambda term: (-worth[term], term))[:MOST_TERMS]
    most = max(worth.values(), default=1.0)
    return Query(
        text=record.title,
        # No language of a visitor: the record's own is among the likings.
        language="",
        groups=tuple(
            Group(term, tuple(_alternatives(term, record.language, worth[term] / most, knowledge)))
            for term in best
        ),
        size=size,
        loose=True,
        counted=(),
        likings=_likings(record),
    )


def liked(record: Record, other: Record) -> float:
    """What of the other one's score is for its subject, level, language and kind."""
    own = {
        "subject": other.subjects,
        "level": LEVELS.with_ancestors(other.levels),
        "language": (other.language,),
        "kind": (other.kind,),
    }
    return sum(liking.worth for liking in _likings(record) if set(liking.values) & set(own[liking.facet]))


def _likings(record: Record) -> tuple[Liking, ...]:
    likings = (
        Liking("subject", record.subjects, _SUBJECT),
        Liking("level", record.levels, _LEVEL),
        Liking("language", (record.language,), _LANGUAGE),
        Liking("kind", (record.kind,), _KIND),
    )
    return tuple(liking for liking in likings if liking.values)


def _worth(record: Record, knowledge: Knowledge) -> dict[str, float]:
    """Term -> how telling it is: by the fields in which it stands, and the rarer the more."""
    in_fields: dict[str, float] = defaultdict(float)
    common = stopwords(record.language)
    found = texts(record)
    for field, weight in _FIELDS.items():
        times: dict[str, int] = defaultdict(int)
        for term in _terms(found[field], record.language):
            if len(term) >= _SHORTEST and term not in common and not term.isdecimal():
                times[term] += 1
        for term, count in times.items():
            in_fields[term] += weight * min(count, _OFTEN) ** 0.5
    documents = {term: knowledge.vocabulary.documents(term, record.language) for term in in_fields}
    commonest = max(documents.values(), default=0) + 2
    return {
        term: weight * math.log(1 + commonest / (documents[term] + 1)) for term, weight in in_fields.items()
    }


def _terms(pieces: list[str], language: str) -> Iterator[str]:
    read = 0
    for piece in pieces:
        for token in analyse(piece[: _READ * 12], language):
            yield token.main
            read += 1
            if read >= _READ:
                return
        words = [match.group() for match in find_words(piece[: _READ * 12])]
        # A short piece may be the name of a thing: "kylmä sota" says more than its words.
        if 1 < len(words) <= MOST_WORDS:
            yield term_of(words, language)


def _alternatives(term: str, language: str, weight: float, knowledge: Knowledge) -> Iterator[Alternative]:
    yield Alternative(term, round(weight, 3))
    others = [
        name
        for name in knowledge.lexicon.names(term, language)
        if (name.term, name.language) != (term, language) and knowledge.finds(name.term, name.language)
    ]
    for name in others[:_NAMES]:
        worth = round(weight * _OTHER_NAME, 3)
        yield Alternative(name.term, worth, "concept", language=name.language)

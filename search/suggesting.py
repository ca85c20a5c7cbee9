"""What is offered while someone types: titles with the words so far, the last one perhaps unfinished."""

from __future__ import annotations

import dataclasses

from oer.domain.text import LANGUAGES
from search.analysis import analyse
from search.query import parse
from search.query.tree import Alternative, Group, Query

#: As many titles as a person looks over.
OFFERED = 8
#: Beginnings shorter than this fit nearly everything.
SHORTEST = 2
_LONGEST = 200


def suggestion_query(text: str, language: str) -> Query:
    """The query for titles; without groups when there is too little to go by."""
    language = language if language in LANGUAGES else LANGUAGES[0]
    typed = text[:_LONGEST]
    words = analyse(typed, language)
    if not words or len(words[-1].surface) < SHORTEST:
        return Query(language=language)
    last = words[-1]
    before = parse(typed[: last.start], language, size=OFFERED)
    unfinished = Alternative(last.surface, form="prefix")
    group = Group(last.text, (unfinished,), required=True)
    return dataclasses.replace(before, text=typed, groups=(*before.groups, group))

"""Where the texts of a hit meet the query: by what was kept of them, else by reading them. Pure.

Both ways find the same.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from search.matching import Matcher
from search.places import MAIN, NAMED, Piece, Places, cut
from search.query.tree import TEXT_FIELDS, Group
from search.wanted import Best, Match, Wanted, in_order, wanted


class Met(NamedTuple):
    """A piece of the text, from `start` to `end`, that meets the query."""

    field: str
    language: str
    place: str
    worth: int
    start: int
    end: int
    #: Places in the whole text, in order.
    matches: Sequence[Match]


class Meeting(NamedTuple):
    """The texts of a hit in one, and which pieces of it meet the query, in order."""

    text: str
    met: Sequence[Met]


def met_as_kept(packed: bytes, groups: tuple[Group, ...]) -> Meeting:
    """What the packed places say."""
    places = Places(packed)
    plain, named = wanted(groups)
    matches = [*_words(places, plain, named), *_phrases(places, plain, 0), *_phrases(places, named, NAMED)]
    return (
        Meeting(places.text, list(_by_piece(places, in_order(matches))))
        if matches
        else Meeting(places.text, ())
    )


def met_by_reading(pieces: Iterable[Piece], groups: tuple[Group, ...]) -> Meeting:
    """What reading the pieces says."""
    shown = [piece for piece in cut(pieces) if piece.text]
    found: dict[tuple[str, bool], dict[str, tuple[Match, ...]]] = {}
    for language, named in dict.fromkeys((piece.language, piece.named) for piece in shown):
        matcher = Matcher(wanted(groups)[named], language, named=named)
        texts = (piece.text for piece in shown if (piece.language, piece.named) == (language, named))
        found[language, named] = matcher.read(texts)
    met, at = [], 0
    for piece in shown:
        end = at + len(piece.text)
        if matches := found[piece.language, piece.named][piece.text]:
            moved = [m._replace(start=m.start + at, end=m.end + at) for m in matches]
            language = piece.language if piece.worth else ""
            met.append(Met(piece.field, language, piece.place, piece.worth, at, end, moved))
        at = end + 1
    return Meeting("\n".join(piece.text for piece in shown), met)


def _words(places: Places, plain: Wanted, named: Wanted) -> Iterator[Match]:
    best: dict[int, Best] = {}
    for form, word, kind in places.words(plain.by_key):
        given = plain.by_key[form] if kind < NAMED else named.by_key.get(form, [])
        Wanted.meet(best.setdefault(word, {}), given, kind % NAMED)
    for word, groups in best.items():
        if not groups:
            continue
        for start, end in places.spans(word):
            for group, (weight, called) in groups.items():
                yield Match(start, end, group, weight, called)


def _phrases(places: Places, wanted: Wanted, named: int) -> Iterator[Match]:
    order: list[int] = []
    for terms, (group, weight, form) in wanted.phrases_by_key:
        spans = [dict(_mains(places, term, named)) for term in dict.fromkeys(terms)]
        if not all(spans):
            continue
        order = order or places.in_order()
        by_term = dict(zip(dict.fromkeys(terms), spans, strict=True))
        for start in by_term[terms[0]]:
            first = bisect_left(order, start)
            run = order[first : first + len(terms)]
            if len(run) == len(terms) and all(
                begin in by_term[term] for begin, term in zip(run, terms, strict=True)
            ):
                end = by_term[terms[-1]][run[-1]]
                if bisect_right(places.pieces, start) == bisect_left(places.pieces, end):
                    yield Match(start, end, group, weight, form)


def _mains(places: Places, term: int, named: int) -> Iterator[tuple[int, int]]:
    for _form, word, kind in places.words((term,)):
        if kind == MAIN + named:
            yield from places.spans(word)


def _by_piece(places: Places, matches: Sequence[Match]) -> Iterator[Met]:
    pieces, last = places.pieces, 0
    while last < len(matches):
        first, number = last, bisect_right(pieces, matches[last].start) - 1
        beyond = pieces[number + 1]
        while last < len(matches) and matches[last].start < beyond:
            last += 1
        field, worth = TEXT_FIELDS[places.fields[number]], places.worths[number]
        language, place = places.standing[number] if worth else ("", "")
        yield Met(field, language, place, worth, pieces[number], beyond - 1, matches[first:last])

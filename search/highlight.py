"""What a hit shows of itself: marked words, the best piece of its text, and why it was found. Pure.

Engines cannot mark words by their base forms, so this is done here, by the forms that the index holds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from search.meeting import Meeting
from search.query.tree import FIELD_WEIGHTS, Group
from search.wanted import STRONG, Match, strongest

#: Matches of one piece that are weighed.
MOST_MATCHES = 400
#: What each match of a run adds to its worth, and how many are counted: among equals, the fuller one.
_EACH, _COUNTED = 0.01, 5
#: About how long an excerpt is, in characters.
EXCERPT = 220
_WHITE = re.compile(r"\s+")
_SENTENCE_START = re.compile(r"(?:[.!?…:]\s+|\n\s*)(?=\S)")
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a hit is one: a group of the query, where it was met, and by which word and form."""

    #: The query's word or phrase as typed.
    group: str
    #: One of `TEXT_FIELDS`.
    field: str
    #: `surface`, `lemma`, `stem`, `spelling`; `part`: the word is in the query's compound; `compound`: the
    #: query's word is in the hit's compound.
    form: str
    #: The word as it stands in the hit.
    word: str


def marked_title(title: str, meeting: Meeting) -> str:
    """The title as HTML: escaped, with `<mark>` round what meets the query."""
    for met in meeting.met:
        if met.field == "title":
            return _marked(title, 0, len(title), _moved(strongest(met.matches), -met.start))
    return escape(title)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of text as HTML with `<mark>`, its language, and where in the page or its video it stands."""

    html: str = ""
    language: str = ""
    place: str = ""


def best_excerpt(meeting: Meeting, length: int = EXCERPT) -> Excerpt:
    """The piece of the texts, about `length` characters, that meets most groups and the rarest of them; an
    empty one when nothing in them meets the query."""
    found = [(met, strongest(met.matches)[:MOST_MATCHES]) for met in meeting.met if met.worth]
    counts = Counter(match.group for _met, matches in found for match in matches)
    rarity = {group: 1 + 1 / count for group, count in counts.items()}
    # A short piece says less.
    shares = [met.worth * (0.7 + 0.3 * min(1.0, (met.end - met.start) / length)) for met, _matches in found]
    most = [_most(matches, rarity) * share for (_met, matches), share in zip(found, shares, strict=True)]
    best: tuple[float, int, list[Match]] | None = None
    # The most promising first: after those the others need no closer look. Of equals the first one stands.
    for number in sorted(range(len(found)), key=lambda number: -most[number]):
        if best and best[0] > most[number]:
            break
        worth, window = _best_window(found[number][1], rarity, length)
        worth *= shares[number]
        if best is None or (worth, -number) > (best[0], -best[1]):
            best = (worth, number, window)
    if best is None:
        return Excerpt()
    _worth, number, window = best
    met, matches = found[number]
    text = meeting.text[met.start : met.end]
    html = _excerpt(text, _moved(matches, -met.start), _moved(window, -met.start), length)
    return Excerpt(html, met.language, met.place)


def why(meeting: Meeting, groups: Sequence[Group]) -> tuple[Reason, ...]:
    """For each group that the texts meet, the best place. Groups that are met nowhere are left out."""
    best: dict[int, tuple[tuple[bool, float], str, Match]] = {}
    for field, _language, _place, _worth, _start, _end, matches in meeting.met:
        weight = FIELD_WEIGHTS[field]
        for match in matches:
            # A part of a compound in the title explains less than the word itself in the text.
            worth = (match.weight >= STRONG, match.weight * weight)
            if match.group not in best or worth > best[match.group][0]:
                best[match.group] = (worth, field, match)
    return tuple(
        Reason(groups[group].text, field, match.form, _WHITE.sub(" ", meeting.text[match.start : match.end]))
        for group, (_worth, field, match) in sorted(best.items())
    )


def _moved(matches: Iterable[Match], by: int) -> list[Match]:
    return [match._replace(start=match.start + by, end=match.end + by) for match in matches]


def _most(matches: Iterable[Match], rarity: Mapping[int, float]) -> float:
    """What no run of the matches can be worth more than; most pieces need no closer look."""
    worth: dict[int, float] = {}
    for _start, _end, group, weight, _form in matches:
        if (one := weight * rarity[group]) > worth.get(group, 0.0):
            worth[group] = one
    # The last is more than rounding can make of the sum.
    return sum(worth.values()) + _EACH * _COUNTED + 1e-9


def _best_window(
    matches: Sequence[Match], rarity: Mapping[int, float], length: int
) -> tuple[float, list[Match]]:
    """The run of matches within `length` characters that is worth most, and what it is worth."""
    best, run = -1.0, (0, 0)
    for first, opening in enumerate(matches):
        worth: dict[int, float] = {}
        last, end = first, opening.start + max(length, opening.end - opening.start)
        while last < len(matches) and matches[last].end <= end:
            _start, _end, group, weight, _form = matches[last]
            worth[group] = max(worth.get(group, 0.0), weight * rarity[group])
            last += 1
        total = sum(worth.values()) + _EACH * min(last - first, _COUNTED)
        if total > best:
            best, run = total, (first, last)
    return best, list(matches[slice(*run)])


def _excerpt(text: str, matches: list[Match], window: list[Match], length: int) -> str:
    """The text round the window, from the beginning of a sentence where one is near, else of a word."""
    first, last = window[0].start, max(match.end for match in window)
    spare = max(length - (last - first), 0)
    start = max(0, first - spare // 2)
    whole = start == 0
    if not whole:
        near = [m.end() for m in _SENTENCE_START.finditer(text, start, first + 1) if m.end() <= first]
        if near:
            start, whole = near[0], True
        elif (space := text.find(" ", start, first)) >= 0:
            start = space + 1
        else:
            start = first
    end = min(len(text), max(start + length, last))
    if end < len(text) and (space := text.rfind(" ", last, end)) >= 0:
        end = space
    before = "" if whole else _ELLIPSIS + " "
    after = " " + _ELLIPSIS if end < len(text.rstrip()) else ""
    return before + _WHITE.sub(" ", _marked(text, start, end, matches)).strip() + after


def _marked(text: str, start: int, end: int, matches: Iterable[Match]) -> str:
    """`text[start:end]` as HTML; of overlapping matches the first and longest is marked."""
    pieces: list[str] = []
    at = start
    for match in matches:
        if match.start >= at and match.end <= end:
            pieces.append(escape(text[at : match.start]))
            pieces.append(f"<mark>{escape(text[match.start : match.end])}</mark>")
            at = match.end
    pieces.append(escape(text[at:end]))
    return "".join(pieces)

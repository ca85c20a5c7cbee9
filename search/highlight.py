"""What a hit shows of itself: marked words, the best piece of its text, and why it was found. Pure.

Engines cannot mark words by their base forms, so this is done here, with the analysis that made the index.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from oer.domain.record import Passage
from search.analysis.words import find_words, fold
from search.matching import MOST_TEXT, STRONG, Match, matcher, strongest
from search.query.tree import FIELD_WEIGHTS, NAME_FIELDS, NAME_FORMS, TEXT_FIELDS, Group, Query

#: Characters of all passages together that are read for one hit.
MOST_PASSAGE_TEXT = 40_000
#: Matches of one passage that are weighed.
MOST_MATCHES = 400
#: Kinds of passages that are worth less as an excerpt than running text; short ones are worth less, too.
_KIND_WEIGHTS = {"heading": 0.9, "alternative": 0.8}
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


def highlight(text: str, query: Query, language: str) -> str:
    """`text` (written in `language`) as HTML: escaped, with `<mark>` round what meets the query."""
    return _marked(text, 0, len(text), strongest(matcher(query.groups, language).matches(text)))


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of text as HTML with `<mark>`, and where in the page or its video it stands (`Passage.place`)."""

    html: str = ""
    place: str = ""


def best_passage(passages: tuple[Passage, ...], query: Query, language: str, length: int = 220) -> str:
    """The best excerpt's text; empty when nothing in the passages meets the query."""
    return best_excerpt(passages, query, language, length).html


def best_excerpt(passages: tuple[Passage, ...], query: Query, language: str, length: int = 220) -> Excerpt:
    """The piece of the passages, about `length` characters, that meets most groups and the rarest of them;
    an empty one when nothing in them meets the query."""
    read = tuple(_first_ones(passages))
    met = matcher(query.groups, language).read(passage.text for passage in read)
    found = [(passage, strongest(met[passage.text])[:MOST_MATCHES]) for passage in read if met[passage.text]]
    counts = Counter(match.group for _, matches in found for match in matches)
    best: tuple[float, Passage, list[Match], list[Match]] | None = None
    for passage, matches in found:
        worth, window = _best_window(matches, counts, length)
        worth *= _KIND_WEIGHTS.get(passage.kind, 1.0) * (0.7 + 0.3 * min(1.0, len(passage.text) / length))
        if best is None or worth > best[0]:
            best = (worth, passage, matches, window)
    return Excerpt(_excerpt(best[1].text, best[2], best[3], length), best[1].place) if best else Excerpt()


def why(fields: Mapping[str, Iterable[str]], query: Query, language: str) -> tuple[Reason, ...]:
    """For each group of the query that `fields` meet, the best place: field name -> its texts, names as in
    `TEXT_FIELDS`. Groups that are met nowhere are left out."""
    texts = [(field, text) for field in TEXT_FIELDS for text in fields.get(field, ())]
    met = matcher(query.groups, language).read(text for _field, text in texts)
    best: dict[int, tuple[tuple[bool, float], Reason]] = {}
    for field, text in texts:
        for match in met[text]:
            word = text[match.start : match.end]
            if field in NAME_FIELDS and not _is_named(word, query.groups[match.group]):
                continue
            # A part of a compound in the title explains less than the word itself in the text.
            worth = (match.weight >= STRONG, match.weight * FIELD_WEIGHTS[field])
            if match.group not in best or worth > best[match.group][0]:
                reason = Reason(query.groups[match.group].text, field, match.form, _WHITE.sub(" ", word))
                best[match.group] = (worth, reason)
    return tuple(best[place][1] for place in sorted(best))


def _is_named(word: str, group: Group) -> bool:
    """Whether the index, which holds names as they are written, let the word of a name meet the group."""
    terms = {alternative.term for alternative in group.alternatives if alternative.form in NAME_FORMS}
    pieces = [fold(match.group()) for match in find_words(word)]
    return " ".join(pieces) in terms or any(part in terms for piece in pieces for part in piece.split("-"))


def _first_ones(passages: Iterable[Passage]) -> Iterator[Passage]:
    """The passages that are read for an excerpt."""
    left = MOST_PASSAGE_TEXT
    for passage in passages:
        if left <= 0:
            return
        left -= min(len(passage.text), MOST_TEXT)
        yield passage


def _best_window(matches: list[Match], counts: Counter[int], length: int) -> tuple[float, list[Match]]:
    """The run of matches within `length` characters that is worth most, and what it is worth."""
    best: tuple[float, list[Match]] = (-1.0, [])
    for first, opening in enumerate(matches):
        worth: dict[int, float] = {}
        last = first
        while last < len(matches) and matches[last].end - opening.start <= max(
            length, opening.end - opening.start
        ):
            match = matches[last]
            worth[match.group] = max(
                worth.get(match.group, 0.0), match.weight * (1 + 1 / counts[match.group])
            )
            last += 1
        total = sum(worth.values()) + 0.01 * min(last - first, 5)
        if total > best[0]:
            best = (total, matches[first:last])
    return best


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

"""How alike two words are: as slips of the keyboard, and as one loan word in two languages. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise, permutations

#: What mistakes cost, where 1 is any wrong, missing or needless letter.
DOUBLED = 0.5
MARKS = 0.4
NEIGHBOUR = 0.8
FIRST_LETTER = 0.5
_ROWS = ("qwertyuiopå", "asdfghjklöä", "zxcvbnm")
_LETTERS = "abcdefghijklmnopqrstuvwxyzåäöé"
_MARKS = ({"a", "ä", "å"}, {"o", "ö", "å"}, {"e", "é"}, {"u", "ü"})


def _neighbours() -> frozenset[tuple[str, str]]:
    places = {key: (row, at + row * 0.4) for row, keys in enumerate(_ROWS) for at, key in enumerate(keys)}
    return frozenset(
        (one, other)
        for one, (row, at) in places.items()
        for other, (its_row, its_at) in places.items()
        if one != other and abs(row - its_row) <= 1 and abs(at - its_at) <= 1
    )


def _wrong() -> Mapping[str, Mapping[str, float]]:
    """Letter -> other letter -> what it costs to have typed the one for the other, where that is not 1."""
    found: dict[str, dict[str, float]] = {letter: {letter: 0.0} for letter in _LETTERS}
    for one, other in _neighbours():
        found[one][other] = NEIGHBOUR
    for marks in _MARKS:
        for one, other in permutations(marks, 2):
            found.setdefault(one, {one: 0.0})[other] = MARKS
    return found


_WRONG = _wrong()


def distance(typed: str, word: str, most: float) -> float:
    """What it costs to make `word` of `typed` (Damerau-Levenshtein, slips weighed); above `most` any number
    above it."""
    if abs(len(typed) - len(word)) > most / DOUBLED:
        return most + 1
    missing = _each_cost(word)
    before: list[float] = []
    last = [float(n) for n in range(len(word) + 1)]
    for i, (letter, needless) in enumerate(zip(typed, _each_cost(typed), strict=True), start=1):
        wrong = _WRONG.get(letter) or {letter: 0.0}
        left = float(i)
        row = [left]
        for j, other in enumerate(word):
            left = min(last[j] + wrong.get(other, 1.0), last[j + 1] + needless, left + missing[j])
            if i > 1 and j and letter == word[j - 1] and other == typed[i - 2]:
                left = min(left, before[j - 1] + 1)
            row.append(left)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return last[-1] + (FIRST_LETTER if typed[0] != word[0] else 0)


def _each_cost(word: str) -> list[float]:
    """What it costs to leave out each letter, or to put it in: less when it doubles the one before."""
    return [1.0, *(DOUBLED if one == other else 1.0 for one, other in pairwise(word))]


def slipped(word: str) -> Iterator[str]:
    """Every word that one slip makes of `word`: a letter less, more or other, or two swapped."""
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        for letter in _LETTERS:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]


#: Spellings that differ between languages though the word is one, longest first.
_ALIKE = (
    ("sch", "s"), ("sk", "sk"), ("ph", "f"), ("th", "t"), ("ch", "k"), ("ck", "k"), ("qu", "kv"),
    ("x", "ks"), ("c", "k"), ("q", "k"), ("w", "v"), ("z", "s"), ("y", "i"), ("j", "i"),
    ("ä", "e"), ("å", "o"), ("ö", "o"), ("ü", "i"), ("é", "e"), ("b", "b"),
)  # fmt: skip
_SOUND = re.compile("|".join(one for one, _other in _ALIKE))
_SOUNDS = dict(_ALIKE)
_DOUBLE = re.compile(r"(.)\1+")


@lru_cache(maxsize=4096)
def skeleton(word: str) -> str:
    """The word as a loan of any language would be heard: "mikrokontroler" of "microcontroller"."""
    return _DOUBLE.sub(r"\1", _SOUND.sub(lambda match: _SOUNDS[match.group()], word))


def grams(bones: str, length: int) -> frozenset[str]:
    """Runs of letters of a skeleton, its beginning and end marked."""
    padded = f"^{bones}$"
    return frozenset([padded[at : at + length] for at in range(max(1, len(padded) - length + 1))])


def shared_at_least(runs: int, least: float) -> int:
    """How many of its `runs` of three letters a skeleton shares with every other to which its `kinship` is
    `least` or more.

    Of its `runs - 1` runs of four it shares s, the other has no fewer, so 2s / (runs - 1 + s) is at least the
    kinship; and s runs of four that hang together are s + 1 of three. A word that repeats a run of letters
    may have one less.
    """
    return math.ceil((runs - 1) * least / (2 - least))


def kinship(bones: str, others: Iterable[str]) -> list[float]:
    """How much a skeleton shares with each of the others of its letters in runs of four, from 0 to 1; the
    ending counts little."""
    ours = grams(bones, 4)
    every = [grams(other, 4) for other in others]
    return [2 * len(ours & theirs) / (len(ours) + len(theirs)) for theirs in every]

"""How alike two words are: as slips of the keyboard, and as one loan word in two languages. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

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


_NEIGHBOURS = _neighbours()


def distance(typed: str, word: str, most: float) -> float:
    """What it costs to make `word` of `typed` (Damerau-Levenshtein, slips weighed); above `most` any number
    above it."""
    if abs(len(typed) - len(word)) > most / DOUBLED:
        return most + 1
    before: list[float] = []
    last = [float(n) for n in range(len(word) + 1)]
    for i, letter in enumerate(typed, start=1):
        row = [float(i)]
        for j, other in enumerate(word, start=1):
            cost = min(
                last[j - 1] + (0.0 if letter == other else _wrong(letter, other)),
                last[j] + (DOUBLED if i > 1 and typed[i - 2] == letter else 1),
                row[j - 1] + (DOUBLED if j > 1 and word[j - 2] == other else 1),
            )
            if i > 1 and j > 1 and letter == word[j - 2] and other == typed[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return last[-1] + (FIRST_LETTER if typed[0] != word[0] else 0)


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


def _wrong(letter: str, other: str) -> float:
    if any(letter in marks and other in marks for marks in _MARKS):
        return MARKS
    return NEIGHBOUR if (letter, other) in _NEIGHBOURS else 1.0


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


def grams(word: str, length: int) -> frozenset[str]:
    """Runs of letters of the word's skeleton, its beginning and end marked."""
    padded = f"^{skeleton(word)}$"
    return frozenset(padded[at : at + length] for at in range(max(1, len(padded) - length + 1)))


def kinship(word: str, other: str) -> float:
    """How much two words share of their letters in runs of four, from 0 to 1; the ending counts little."""
    ours, theirs = grams(word, 4), grams(other, 4)
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))

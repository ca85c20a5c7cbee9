"""What people do to words: slips of the keyboard, inflection, compounds in two words. Plain rules that know
nothing of our analysis, so that they can judge it. Pure; the choices are those of the generator handed in."""

from __future__ import annotations

from collections.abc import Callable, Set
from random import Random

_ROWS = ("qwertyuiopå", "asdfghjklöä", "zxcvbnm")
_BARE = str.maketrans("åäö", "aao")
_BACK = frozenset("aou")
#: A compound's parts are at least this long.
_PART = 4


def misspelt(word: str, random: Random) -> str:
    """The word with one slip in it, never in its first letter."""
    slips: tuple[Callable[[str, int], str], ...] = (
        lambda w, at: w[:at] + w[at + 1 :],
        lambda w, at: w[:at] + w[at] + w[at:],
        lambda w, at: w[: at - 1] + w[at] + w[at - 1] + w[at + 1 :] if at > 1 else w,
        lambda w, at: w[:at] + random.choice(_beside(w[at])) + w[at + 1 :],
        lambda w, _at: w.translate(_BARE),
    )
    for _try in range(20):
        other = random.choice(slips)(word, random.randrange(1, len(word)))
        if other != word:
            return other
    return word


def _beside(letter: str) -> str:
    """The keys to the left and the right of a letter's."""
    row = next((row for row in _ROWS if letter in row), letter * 2)
    at = row.index(letter)
    return row[max(0, at - 1) : at] + row[at + 1 : at + 2] or letter


def inflected(word: str, language: str, random: Random) -> str:
    """Another form of a word in base form, by endings that do not change its stem; empty when there is none
    that is sure."""
    if not word.isalpha() or len(word) < _PART:
        return ""
    if language == "fi" and word[-1] in "aouäöy" and word[-2] not in "aouäöyei":
        a = "a" if _BACK & set(word) else "ä"
        return word + random.choice((f"n{a}", f"{word[-1]}n", "kin", f"n{a}kin"))
    if language == "sv" and word[-1] not in "sxz":
        return word + "s"
    if language == "en" and word[-1] not in "sxzy" and not word.endswith(("ch", "sh", "ed", "ing")):
        return word + "s"
    return ""


def split(word: str, words: Set[str]) -> str:
    """A compound written as two of these words; empty when it is none."""
    cuts = range(_PART, len(word) - _PART + 1)
    best = [at for at in cuts if word[:at] in words and word[at:] in words]
    return f"{word[: best[-1]]} {word[best[-1] :]}" if best else ""

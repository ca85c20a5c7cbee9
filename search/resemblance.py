"""Which words of a text may meet a term, told by a few letters, as reading a word takes far longer. Pure.

A word and its base form nearly always have their first letters in common, wherever in a compound they stand.
What the languages change there (työ: töitä, aika: ajan, bok: böcker, find: found) is allowed for, and words
that have nothing in common with their forms (hyvä: parempi, bra: bättre, be: was) let every word through.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_VOWELS = "aeiouyäöå"
#: Consonant -> all that may stand in its place in another form.
_CHANGES = {
    "p": "pvms",
    "t": "tdlnrs",
    "k": f"khjgv{_VOWELS}",
    "d": "dt",
    "v": "vpk",
    "s": "sdt",
    "h": f"hk{_VOWELS}",
    "m": "mn",
}
#: Terms without likeness to some of their forms; in Swedish and English, so are all of three letters.
_UNLIKE = frozenset(
    (
        "hyvä",
        "olla",
        "tämä",
        "nämä",
        "mikä",
        "mikään",
        "joka",
        "jokin",
        "joku",
        "kuka",
        "kukin",
        "kukaan",
        "gammal",
        "liten",
        "lite",
        "många",
        "mången",
        "mycket",
        "dålig",
        "gärna",
        "vara",
        "göra",
        "densamma",
        "good",
        "will",
        "have",
        "they",
        "your",
        "this",
        "wrong",
    )
)
#: Numbers, other letters than ours, initials: whatever these may be read as.
_STRANGE = r"[0-9]|[^\x00-\x7fåäö”“’‘–—…«»·•]|[^\W_]\.[^\W_]"
_LONGER = re.compile(r"[^\W\d_]{4}")
#: From so many letters on, Swedish and English words keep their first ones.
_KEPT = 7


class Resemblance:
    """Tells pieces of texts in one language that may meet one of the terms from those that cannot."""

    def __init__(self, terms: Iterable[str], language: str) -> None:
        finnish = language.partition("-")[0].lower() == "fi"
        keys = {_key(term, finnish) for term in terms if not any(letter.isdigit() for letter in term)}
        self._likely = re.compile("|".join((*sorted(keys), _STRANGE)))

    def may_meet(self, piece: str) -> bool:
        """False when no word in `piece` (a run without white space) can have one of the terms for a form."""
        # Short words change beyond recognition, and there are few of them.
        folded = piece.casefold()
        return self._likely.search(folded) is not None or _LONGER.search(folded) is None


def _key(term: str, finnish: bool) -> str:
    """An expression that is found in every word that has the term for a form; empty when there is none."""
    if len(term) < (3 if finnish else 4) or term in _UNLIKE or not term.isalpha():
        return ""
    first, second, third = term[0], term[1], term[2]
    if first in _VOWELS:
        return f"{first}[{_VOWELS}jk]" if second in _VOWELS else first + _changed(second)
    if second not in _VOWELS:
        return first + second
    if finnish:
        if second + third in ("uo", "yö", "ie"):
            return f"{first}[{second}{third}]"
        return first + second + ("" if len(term) == 3 or third in _VOWELS else _changed(third))
    return term[:3] if len(term) >= _KEPT else f"{first}[{_VOWELS}]"


def _changed(consonant: str) -> str:
    return f"[{_CHANGES.get(consonant, consonant)}]"

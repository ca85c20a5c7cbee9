"""Swedish words: base forms by word list or stem, and compounds cut with care, only where both halves are
listed words and no likelier cut exists ("upphovsrätt" is upphov + rätt, never upp + hov + rätt)."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from search.analysis import dictionaries
from search.analysis.forms import Forms
from search.analysis.lists import word_list

SHORTEST_COMPOUND = 6
MOST_PARTS = 6

_VOWELS = frozenset("aeiouyåäöé")
_SHORT_HEADS = word_list("short-heads.sv")
_SHORT_TAILS = word_list("short-tails.sv")
_NO_HEADS = word_list("no-heads.sv")
_NO_TAILS = word_list("no-tails.sv")
#: "ring" ends every other verbal noun (programmering); only after these is it a ring.
_RINGS = frozenset({"nyckel", "vigsel", "års", "ög", "förlovning", "cykel"})


_IRREGULAR = {"tim": "timme", "skol": "skola", "kyrk": "kyrka"}
#: First parts with these endings always take a linking s, and so do compounds.
_TAKES_S = (
    "ing",
    "ion",
    "het",
    "tet",
    "skap",
    "dom",
    "ment",
)


class Cut(NamedTuple):
    """A place where a word may be two, and the base forms of the two."""

    at: int
    head: str
    tail: str


def swedish_forms(word: str) -> Forms:
    """The forms of a folded Swedish word."""
    if lemmas := _lemmas(word):
        related = dictionaries.kin(word, word, "sv")
        return Forms(word, lemmas, compound_parts(lemmas[0]), tuple(r for r in related if r not in lemmas))
    if cut := _best_cut(word):
        # "funktionsanropet" is listed nowhere, but "anropet" is: the compound ends as its last part does.
        whole = word[: cut.at] + cut.tail
        return Forms(word, (whole,), compound_parts(whole), dictionaries.kin(word, whole, "sv"))
    return Forms(word, (dictionaries.stem(word, "sv"),), known=False)


def compound_parts(lemma: str) -> tuple[str, ...]:
    """Base forms of the parts of a compound in base form, largest first; empty when it is none."""
    cut = _best_cut(lemma)
    if cut is None:
        return ()
    deeper = [part for half in (cut.head, cut.tail) for part in compound_parts(half)]
    return tuple(dict.fromkeys((cut.head, cut.tail, *deeper)))[:MOST_PARTS]


@lru_cache(maxsize=32768)
def _lemmas(word: str) -> tuple[str, ...]:
    """Listed base forms. The list has one reading a word and likes verbs: it holds "bråk" for the imperative
    of "bråka". A word with a listed definite form ("bråket" of "bråk") is a noun first."""
    listed = dictionaries.lookup(word, "sv")
    if listed in ("", word):
        return (listed,) if listed else ()
    definite = (word + "n", word + "en", word + "et") if word[-1] not in _VOWELS else (word + "n", word + "t")
    if any(dictionaries.lookup(form, "sv") == word for form in definite):
        return (word, listed)
    if word.endswith("ar") and listed == word[:-1] and (noun := _noun_of_plural(word[:-2])):
        return (listed, noun)
    return (listed,)


def _noun_of_plural(stem: str) -> str:
    """The noun with this stem and the plural in -ar, which the list holds for a verb: "delar", "vinklar"."""
    for noun in (stem, stem[:-1] + "e" + stem[-1:]):
        if len(noun) > 2 and _lemmas(noun)[:1] == (noun,):
            return noun
    return ""


@lru_cache(maxsize=16384)
def _best_cut(word: str) -> Cut | None:
    """The likeliest cut: the nearest to the middle."""
    if len(word) < SHORTEST_COMPOUND or not word.isalpha():
        return None
    return max(_cuts(word), key=lambda cut: min(cut.at, len(word) - cut.at), default=None)


def _cuts(word: str) -> list[Cut]:
    found: list[Cut] = []
    for at in range(2, len(word) - 2):
        beginning, ending = word[:at], word[at:]
        if (
            not (tail := _tail(ending))
            or not (head := _head(beginning))
            or (tail == "ring" and head not in _RINGS)
        ):
            continue
        if found and found[-1].at == at - 1 and found[-1].head == head:
            # The s between may belong to either: "spänning+s|lag", but "fel|sökning".
            if not head.endswith(_TAKES_S) and _best_cut(head) is None:
                continue
            found.pop()
        found.append(Cut(at, head, tail))
    return found


def _tail(ending: str) -> str:
    lemmas = _lemmas(ending)
    # Of "vinkla" and "vinkel" a compound ends in the noun.
    lemma = lemmas[-1 if ending.endswith("ar") else 0] if lemmas else ""
    if len(lemma) < 3 or (len(lemma) == 3 and lemma not in _SHORT_TAILS):
        return ""
    if lemma in _NO_TAILS or ending in _NO_TAILS or not _VOWELS & set(lemma):
        return ""
    return lemma


def _head(beginning: str) -> str:
    """The base form of a first part: as it is, without the linking s, or with its own ending back."""
    if beginning in _NO_HEADS or (len(beginning) < 4 and beginning not in _SHORT_HEADS):
        return ""
    candidates = [_IRREGULAR.get(beginning, beginning)]
    if beginning[-1] == "s" and len(beginning) > 3:
        candidates.append(beginning[:-1])
    if beginning[-1] in "uoe" and len(beginning) > 3:
        candidates.append(beginning[:-1] + "a")
    elif beginning[-1] not in _VOWELS:
        candidates.append(beginning + "a")
        if beginning.endswith("ar"):
            candidates.append(beginning + "e")
    return next((head for head in candidates if _is_base(head)), "")


def _is_base(word: str) -> bool:
    return (
        word not in _NO_HEADS and len(word) > 1 and bool(_VOWELS & set(word)) and _lemmas(word)[:1] == (word,)
    )

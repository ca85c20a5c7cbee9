"""Finnish words by Voikko: base forms with the likeliest first, and the parts of compounds."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

import libvoikko

from search.analysis import dictionaries
from search.analysis.forms import Forms

log = logging.getLogger(__name__)

#: More readings than this are noise.
MOST_LEMMAS = 4
MOST_PARTS = 8
MOST_ROOTS = 2

#: Word classes from the likeliest to the least likely in running text.
_CLASSES = (
    "nimisana",
    "laatusana",
    "nimisana_laatusana",
    "teonsana",
    "lukusana",
    "paikannimi",
    "etunimi",
    "sukunimi",
)
#: Traces in Voikko's output of readings that are grammatical but hardly ever meant.
_ODD = (
    (re.compile(r"\[Rm\]"), 4),  # "etsimässä" as a noun "etsimä"
    (re.compile(r"\[O[123]"), 3),  # "kuusi" as "your moon"
    (re.compile(r"\[Sin\]"), 2),  # instructive: "voin" of "vuo"
    (re.compile(r"\[Tn2\]"), 2),  # "ympyröiden" of the verb "ympyröidä"
    (re.compile(r"\[Ny\]\[Eb\]"), 2),  # the form after "ei": "alusta" of "alustaa"
    (re.compile(r"\[L(?:e[a-z]|p)\]"), 1),  # proper names and prefixes before ordinary words
)
#: In Voikko's WORDBASES: base forms, and an ending that makes one word of another.
_BASE = re.compile(r"\(([^+)][^)]*)\)")
_DERIVED = re.compile(r"\(\+[^)]*\)$")
#: Endings of the verbal noun, which Snowball would cut in five different ways.
_VERBAL_NOUN = re.compile(
    r"(?<=[aeiouyäö])mi(?:nen|sen|sta|stä|seen|sessa|sessä|sesta|sestä|sella|sellä|selta|seltä|selle|seksi|sena|senä)$"
)


class Reading(NamedTuple):
    """One way Voikko understands a word."""

    lemma: str
    #: Smaller is likelier.
    oddity: tuple[int, ...]
    #: The word cut where its parts meet; one piece when it is no compound.
    pieces: tuple[str, ...]
    #: Base forms that Voikko gives for the pieces, for choosing between a piece's own readings.
    bases: frozenset[str]
    #: The word that a derived word is made from: "ratkaista" of "ratkaisu"; else empty.
    root: str


class VoikkoReader:
    """Asks one Voikko handle, one caller at a time (a handle must not be shared by running threads)."""

    def __init__(self, dictionary: str = "fi") -> None:
        """Raises OSError or VoikkoException when the library or the dictionary is missing."""
        self._voikko = libvoikko.Voikko(dictionary)
        self._asking = Lock()

    def readings(self, word: str) -> tuple[Reading, ...]:
        """All readings of a folded word, the likeliest first; none when Voikko does not know it."""
        with self._asking:
            answers = self._voikko.analyze(word)
        found = [_reading(word, answer) for answer in answers if answer.get("BASEFORM")]
        found.sort(key=lambda reading: reading.oddity)
        return tuple(found)


@lru_cache(maxsize=1)
def reader() -> VoikkoReader | None:
    """The process's Voikko, or None (said once in the log) where it cannot be loaded."""
    return load("fi")


def load(dictionary: str) -> VoikkoReader | None:
    """A Voikko with this dictionary, or None with a warning in the log."""
    try:
        return VoikkoReader(dictionary)
    except (OSError, libvoikko.VoikkoException) as problem:
        log.warning("Voikko cannot be loaded, Finnish is searched by a plain word list instead: %s", problem)
        return None


def finnish_forms(word: str, voikko: VoikkoReader | None) -> Forms:
    """The forms of a folded Finnish word; by the word list when `voikko` is None."""
    if voikko is None:
        return _plain(word)
    readings = voikko.readings(word)
    if not readings:
        return _unknown(word)
    lemmas = tuple(dict.fromkeys(reading.lemma for reading in readings))[:MOST_LEMMAS]
    parts: dict[str, None] = {}
    for reading in readings:
        # A reading of more pieces than the likeliest one cuts words that only look like compounds.
        if 1 < len(reading.pieces) <= max(2, len(readings[0].pieces)):
            parts.update(dict.fromkeys(_parts(reading, voikko)))
    roots = dict.fromkeys(r.root for r in readings if r.root and r.root not in parts and r.root not in lemmas)
    kept = tuple(part for part in parts if part not in lemmas)[:MOST_PARTS]
    return Forms(word, lemmas, kept, tuple(roots)[:MOST_ROOTS])


def _reading(word: str, answer: dict[str, str]) -> Reading:
    trace = answer.get("FSTOUTPUT") or ""
    pieces = _pieces(word, answer.get("STRUCTURE") or "")
    lemma = answer["BASEFORM"].casefold().strip("-")
    built = answer.get("WORDBASES") or ""
    bases = [base.casefold().replace("=", "") for base in _BASE.findall(built)]
    kind = answer.get("CLASS") or ""
    oddity = (
        sum(weight for pattern, weight in _ODD if pattern.search(trace)),
        len(pieces),
        0 if lemma == word else 1,
        _CLASSES.index(kind) if kind in _CLASSES else len(_CLASSES),
        len(bases),
    )
    root = bases[-1] if bases and _DERIVED.search(built) else ""
    return Reading(lemma or word, oddity, pieces, frozenset(bases), root)


def _pieces(word: str, structure: str) -> tuple[str, ...]:
    """`word` cut at the "=" of Voikko's STRUCTURE, which has one sign for every letter of the word."""
    pieces, at = [], 0
    for shape in structure.split("="):
        if piece := word[at : at + len(shape)].strip("-:"):
            pieces.append(piece)
        at += len(shape)
    return tuple(pieces) if at == len(word) else (word,)


def _parts(reading: Reading, voikko: VoikkoReader) -> Iterable[str]:
    """Base forms of the parts, and of neighbouring parts together where they are a word (murtoluku|lasku)."""
    yield from (_part(piece, reading, voikko) for piece in reading.pieces)
    count = len(reading.pieces)
    for length in range(count - 1, 1, -1):
        for first in range(count - length + 1):
            joined = "".join(reading.pieces[first : first + length])
            if together := voikko.readings(joined):
                yield together[0].lemma


def _part(piece: str, reading: Reading, voikko: VoikkoReader) -> str:
    lemmas = [r.lemma for r in voikko.readings(piece) if len(r.pieces) == 1]
    if piece == reading.pieces[-1]:
        lemmas = [lemma for lemma in lemmas if reading.lemma.endswith(lemma)] or lemmas
    agreed = [lemma for lemma in lemmas if lemma in reading.bases]
    return (agreed or lemmas or [piece])[0]


def _unknown(word: str) -> Forms:
    if _VERBAL_NOUN.search(word):
        return Forms(word, (_VERBAL_NOUN.sub("minen", word),), known=False)
    return Forms(word, (dictionaries.stem(word, "fi"),), known=False)


def _plain(word: str) -> Forms:
    """Without Voikko: word list, rules, Snowball; compounds are cut where both halves are listed."""
    if lemma := dictionaries.lookup(word, "fi") or dictionaries.guess(word, "fi"):
        return Forms(word, (lemma,), _listed_halves(lemma))
    return _unknown(word)


def _listed_halves(lemma: str) -> tuple[str, ...]:
    for cut in range(len(lemma) - 4, 3, -1):
        tail = lemma[cut:]
        if dictionaries.lookup(tail, "fi") == tail and (head := dictionaries.lookup(lemma[:cut], "fi")):
            return (head, tail)
    return ()

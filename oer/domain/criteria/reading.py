"""Measures of running text: how hard it is to read, and which language it is in."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from oer.domain.vocabulary import LEVELS

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+|\n{2,}")
#: Words of more than this many letters are long (LIX).
_LONG = 6
#: Levels from the youngest readers up, each with its row of the criteria set's `lix_max`.
_LIX_ROWS = {
    "preprimary": "early_and_grades_1_2",
    "basic-1-2": "early_and_grades_1_2",
    "basic-3-6": "grades_3_6",
    "basic-7-9": "grades_7_9",
    "upper-secondary": "upper_secondary",
    "higher": "adults",
}

#: Frequent small words that hardly occur in the other languages.
_SMALL_WORDS = {
    "fi": "ja on ei se että hän oli kun mutta myös ovat tai joka jos niin olla sen sitä tämä ole voi kuin "
    "sekä kanssa jonka mitä mikä ne nämä vain jotka siitä kuten eli koska siis mukaan voidaan ovatko",
    "sv": "och att det som är på en av för inte med den till ett har om kan vi ska så var från men eller när "
    "hur vad också vara detta genom några alla vilka sedan där här dem sig din ditt",
    "en": "the of and to is that it was with as are be this you from have which they not by an what how "
    "when will their these can we if there has would about your into",
    "de": "der die und das ist nicht ein eine zu mit auf sich des dem auch werden wird sind oder aus wie bei",
    "fr": "le les et des est une que dans qui pour pas sur au avec sont par ne ce cette vous nous être aux",
    "es": "el los las que del una por con para es como pero más son este esta sus también entre cuando",
    "et": "ning mis see seda selle kui ka aga või siis ta oma mida nende kes sest juba väga",
}  # fmt: skip
_PROFILES = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
_SCRIPTS = {"ru": re.compile(r"[ыэъё]"), "uk": re.compile(r"[іїєґ]"), "ar": re.compile(r"[\u0600-\u06ff]")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Readability:
    """LIX of a text, with what it was counted from."""

    lix: float
    words: int
    sentences: int
    #: The longest sentences, longest first, shortened for showing.
    longest: tuple[str, ...]


def sentences(text: str) -> list[str]:
    """The sentences of running text."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part and part.strip()]


def readability(text: str) -> Readability | None:
    """LIX: words per sentence plus the share of long words in per cent. None for a text without words."""
    found = [sentence for sentence in sentences(text) if _WORD.search(sentence)]
    words = [word for sentence in found for word in _WORD.findall(sentence)]
    if not words:
        return None
    long_words = sum(len(word) > _LONG for word in words)
    ranked = sorted(found, key=lambda sentence: len(sentence.split()), reverse=True)
    return Readability(
        lix=len(words) / len(found) + 100 * long_words / len(words),
        words=len(words),
        sentences=len(found),
        longest=tuple(f"”{s[:117]}…”" if len(s) > 120 else f"”{s}”" for s in ranked[:2]),
    )


def lix_row(levels: tuple[str, ...], kind: str) -> str:
    """The row of `lix_max` for the youngest declared level; cases are written for adults."""
    if kind == "case":
        return "adults"
    declared = LEVELS.with_ancestors(levels)
    return next((row for level, row in _LIX_ROWS.items() if level in declared), "")


def language_shares(text: str, block_sentences: int = 5) -> dict[str, float]:
    """Share of blocks of sentences by the language they are recognised as, from 0 to 1.

    Only languages that can be told by their small words or their script are named; a block that cannot be
    told counts in the whole and is named by none.
    """
    found = sentences(text)
    blocks = [" ".join(found[i : i + block_sentences]) for i in range(0, len(found), block_sentences)]
    counted = Counter(language for block in blocks if (language := _language(block)))
    return {language: count / len(blocks) for language, count in counted.items()}


def _language(block: str) -> str:
    lowered = block.lower()
    letters = sum(character.isalpha() for character in lowered)
    if letters and sum("\u0400" <= c <= "\u04ff" for c in lowered) > letters / 2:
        return max(("ru", "uk"), key=lambda script: len(_SCRIPTS[script].findall(lowered)))
    if letters and len(_SCRIPTS["ar"].findall(lowered)) > letters / 2:
        return "ar"
    words = _WORD.findall(lowered)
    scores = sorted(
        ((sum(word in profile for word in words), language) for language, profile in _PROFILES.items()),
        reverse=True,
    )
    best, second = scores[0], scores[1]
    # Too few small words, or nearly as many of another language: not told.
    return best[1] if best[0] >= 3 and best[0] >= 2 * second[0] and best[0] >= len(words) * 0.05 else ""

"""Where words begin and end in any text, and how a word is folded. The same for every language, so that a
query meets a document whichever language either is taken for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from search.analysis.lists import word_list

#: A folded word is cut here (characters): nothing longer is typed, and engines refuse boundless terms.
LONGEST = 64


def _characters(*categories: str) -> str:
    """A regular expression class of the characters of the given Unicode categories (basic plane)."""
    ranges: list[list[int]] = []
    for code in range(0x80, 0x10000):
        if unicodedata.category(chr(code)) in categories:
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in ranges)


#: Combining marks and invisible format characters (soft hyphen, joiners) belong to the word around them.
_INSIDE = _characters("Mn", "Mc", "Cf")
#: Chinese and Japanese are written without spaces: each character is a word.
_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTER = rf"[^\W_{_IDEOGRAPHS}]"
_RUN = rf"{_LETTER}(?:{_LETTER}|[{_INSIDE}])*"

WORD = re.compile(
    rf"""
      \d{{4}}-\d\d-\d\d(?!\w)                                  # 2026-05-12
    | \d+(?:[.,:]\d+)+(?!{_LETTER})                            # 12.5.2026  3,14  12:30
    | [A-Za-z](?:\+\+|\#)(?!\w)                                # C++  C#
    | {_LETTER}\.(?:{_LETTER}\.)+(?!\w)                        # U.S.A.
    | {_RUN}(?:[-_'‐‑’ʼ^]{_RUN})*
      (?::(?:{"|".join(sorted(word_list("colon-endings"), key=len, reverse=True))})(?!\w))?
    | [{_IDEOGRAPHS}][{_INSIDE}]*
    """,
    re.VERBOSE,
)

_FOLDED = str.maketrans(
    {
        "‐": "-",
        "‑": "-",
        "’": "'",
        "ʼ": "'",
        **{chr(code): None for code in range(0x80, 0x10000) if unicodedata.category(chr(code)) == "Cf"},
    }
)
_WHITE = re.compile(r"\s+")
#: Letters of Finnish, Swedish and their neighbours whose dots and rings are not ornaments.
_OWN_MARKS = frozenset("åäöøæõü")


def find_words(text: str) -> Iterator[re.Match[str]]:
    """Every word of `text` in order, as matches that know their offsets."""
    return WORD.finditer(text)


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """The word in lower case and compatibility form, without white space; å, ä and ö stay themselves."""
    if word.isascii():
        return _WHITE.sub("", word.lower())[:LONGEST] or "_"
    folded = unicodedata.normalize("NFKC", word).casefold().translate(_FOLDED)
    folded = _WHITE.sub("", unicodedata.normalize("NFKC", folded))
    return folded[:LONGEST] or "_"


def without_marks(surface: str) -> str:
    """`surface` with the accents taken off that Finnish and Swedish writers leave out (résumé -> resume)."""
    if surface.isascii():
        return surface
    return "".join(letter if letter in _OWN_MARKS else _bare(letter) for letter in surface)


def _bare(letter: str) -> str:
    kept = [c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c)]
    return "".join(kept) if kept and kept[0].isascii() else letter

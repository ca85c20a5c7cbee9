"""Cuts what was typed into words, "phrases", -exclusions and field:value pairs. Understands anything."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from search.query.fields import NAMES
from search.query.weights import MOST_CHARACTERS

_OPENING = '"“”„«»‟'
_CLOSING = '"“”«»'


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that was typed."""

    #: `word` (any run without white space), `phrase`, or the name of a facet or of a text field.
    kind: str
    text: str
    #: It must not be there.
    excluded: bool = False
    #: Where it stands in the text, its name and marks included.
    start: int = 0
    end: int = 0


_QUOTED = rf"[{_OPENING}](?P<%s>[^{_OPENING}{_CLOSING}]+)[{_CLOSING}]"
_BARE = rf"(?P<%s>[^\s{_OPENING}]+)"
_PIECE = re.compile(
    rf"""(?P<minus>(?<!\S)-(?=[\w{_OPENING}]))?
        (?: (?P<facet>{"|".join(NAMES)}):(?:{_QUOTED % "quoted"}|{_BARE % "value"})
          | {_QUOTED % "phrase"}
          | {_BARE % "word"} )""",
    re.VERBOSE | re.IGNORECASE,
)
#: Unicode categories of characters that cannot be shown: halves of pairs, unassigned, private use.
_UNSHOWN = ("Cs", "Cn", "Co")
#: Marks that turn the writing direction; they are invisible, and would hide what a query holds.
_DIRECTION = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def clean(text: str) -> str:
    """What was typed, without control characters, direction marks and broken halves of characters, and not
    longer than a query may be."""
    return "".join(map(_shown, text[: 2 * MOST_CHARACTERS]))[:MOST_CHARACTERS].strip()


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cc":
        return " "
    return "" if category in _UNSHOWN or character in _DIRECTION else character


def scan(text: str) -> Iterator[Piece]:
    """The pieces of a cleaned query in order. A quote without a partner is passed over."""
    for match in _PIECE.finditer(text):
        excluded = match["minus"] is not None
        if match["facet"]:
            kind, typed = NAMES[match["facet"].lower()], match["quoted"] or match["value"]
        else:
            kind, typed = ("phrase", match["phrase"]) if match["phrase"] else ("word", match["word"])
        yield Piece(kind, typed, excluded, *match.span())

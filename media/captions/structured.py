"""Formats with a grammar of their own: TTML read here, SubStation and SAMI by pysubs2. Pure."""

import re

import pysubs2

from media.captions.cues import LATEST, Cue, clean, literal, without_overrides
from media.captions.ttml import read_ttml

#: How a file of each format begins, by pysubs2's name for it.
_BEGINNINGS = {
    "ass": re.compile(r"\[script info\]", re.IGNORECASE),
    "ttml": re.compile(r"<(?:\w{1,20}:)?tt[\s>]"),
    "sami": re.compile(r"<sami\b", re.IGNORECASE),
}


#: The longest line of a file that goes by lines, in characters: the library's patterns take the square of it.
LONGEST_LINE = 2000


class Unreadable(Exception):
    """No captions can be made of this file. `code` is a key of `remarks.UNREADABLE`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def format_of(text: str) -> str:
    """`ass`, `ttml` or `sami`; empty for a text in none of them."""
    start = text[:4000]
    return next((name for name, beginning in _BEGINNINGS.items() if beginning.search(start)), "")


def read_structured(text: str, form: str) -> list[Cue]:
    """The spoken lines of a file in the format that `format_of` named, in order of time. Raises Unreadable.

    Comments and drawings of SubStation are no text; an XML file that declares entities is refused unread.
    """
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise Unreadable("cannot-convert")
    try:
        cues = read_ttml(text) if form == "ttml" else _by_library(text, form)
    except ValueError as error:
        raise Unreadable("cannot-convert") from error
    if not any(cue.end > cue.start for cue in cues):
        raise Unreadable("cannot-convert")
    # In these formats the order means nothing, so that it is no mistake of somebody's either.
    cues.sort(key=lambda cue: cue.start)
    return [Cue(min(LATEST, cue.start), min(LATEST, cue.end), cue.text) for cue in cues]


def _by_library(text: str, form: str) -> list[Cue]:
    if max(map(len, text.splitlines())) > LONGEST_LINE:
        raise Unreadable("too-long-text")
    try:
        file = pysubs2.SSAFile.from_string(text, format_=form)
    except Exception as error:  # the library raises whatever its parsers meet
        raise Unreadable("cannot-convert") from error
    spoken = (event for event in file if not event.is_comment and not event.is_drawing)
    return [
        Cue(max(0, event.start), max(0, event.end), clean(_from_substation(event.text))) for event in spoken
    ]


def _from_substation(written: str) -> str:
    """SubStation's own marks, which the library makes of SAMI's tags, as ours: line breaks, slanted text."""
    text = literal(written.replace("\\N", "\n").replace("\\n", "\n").replace("\\h", " "))
    text = re.sub(r"\{\\([ibu])([01])\}", lambda m: f"<{'' if m[2] == '1' else '/'}{m[1]}>", text)
    return without_overrides(text)

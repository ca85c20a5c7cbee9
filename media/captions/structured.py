"""Formats with a grammar of their own: which one a text is in, and what its reader finds in it. Pure."""

import re

from media.captions.cues import LATEST, Cue
from media.captions.sami import read_sami
from media.captions.substation import read_substation
from media.captions.ttml import read_ttml

#: How a file of each format begins.
_BEGINNINGS = {
    "ass": re.compile(r"^\s*\[script info\]", re.IGNORECASE | re.MULTILINE),
    "ttml": re.compile(r"<(?:\w{1,20}:)?tt[\s>]"),
    "sami": re.compile(r"<sami\b", re.IGNORECASE),
}
_READERS = {"ass": read_substation, "ttml": read_ttml, "sami": read_sami}


class Unreadable(Exception):
    """No captions can be made of this file. `code` is a key of `remarks.UNREADABLE`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def format_of(text: str) -> str:
    """`ass`, `ttml` or `sami`; empty for a text in none of them, such as one that speaks of them."""
    start = text.lstrip("\ufeff \t\r\n")[:4000]
    is_markup = start.startswith("<")
    for name, beginning in _BEGINNINGS.items():
        found = beginning.search(start) if is_markup == (name != "ass") else None
        if found and (is_markup or "-->" not in start[: found.start()]):
            return name
    return ""


def read_structured(text: str, form: str) -> list[Cue]:
    """What is said in a file of the format that `format_of` named, in order of time. Raises Unreadable."""
    try:
        cues = list(_READERS[form](text))
    except ValueError as error:
        raise Unreadable("cannot-convert") from error
    if not any(cue.end > cue.start for cue in cues):
        raise Unreadable("cannot-convert")
    # In these formats the order means nothing, so that it is no mistake of somebody's either.
    cues.sort(key=lambda cue: cue.start)
    return [Cue(min(LATEST, cue.start), min(LATEST, cue.end), cue.text) for cue in cues]

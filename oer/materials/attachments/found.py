"""What reading a file gives: its text page by page, or the reason why there is none."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

#: Characters of one file that are kept. A worksheet has a few thousand; of a whole book the beginning is.
MOST_TEXT = 40_000
#: Seconds that reading one file may take.
MOST_SECONDS = 20.0
#: Bytes of a package that are unpacked: what a hundred pages of text need, many times over.
MOST_UNPACKED = 64 * 1024 * 1024

_HYPHENATED = re.compile(r"(?<=[^\W\d_])-\n\s*(?=[a-zåäöæøéü])")
#: Neither databases nor readers want these: control characters, soft hyphens, marks of direction.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f\xad\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|[\ud800-\udfff]"
)


class Unreadable(Exception):
    """There is no text to be had; `reason` is a value of `FileText.Reason`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Enough(Exception):
    """As much text as is kept has been read."""


@dataclass(frozen=True, slots=True)
class Page:
    """The text of one page; `number` is None in files without pages."""

    text: str
    number: int | None = None


@dataclass(slots=True)
class Budget:
    """What is left of the bytes and the time that reading one file may take."""

    unpacked: int = MOST_UNPACKED
    until: float = field(default_factory=lambda: time.monotonic() + MOST_SECONDS)

    def spend(self, size: int) -> None:
        """Take note of so many bytes. Raises Unreadable when there were too many, or no time is left."""
        self.unpacked -= size
        if self.unpacked < 0:
            raise Unreadable("too_large")
        if time.monotonic() > self.until:
            raise Unreadable("too_slow")


class Pages:
    """Collects text page by page, as much as is kept."""

    def __init__(self) -> None:
        self._pages: list[tuple[int | None, list[str]]] = []
        self._length = 0

    def turn(self, number: int | None) -> None:
        """What follows stands on another page."""
        self._pages.append((number, []))

    def add(self, text: str) -> None:
        """Add text, with its line breaks. Raises Enough when there is enough of it."""
        if not self._pages:
            self.turn(None)
        self._pages[-1][1].append(text)
        self._length += len(text)
        if self._length > 2 * MOST_TEXT:  # white space is taken out later
            raise Enough

    def read(self) -> tuple[Page, ...]:
        """The pages with text, cut to what is kept."""
        left, found = MOST_TEXT, []
        for number, pieces in self._pages:
            text = tidy("".join(pieces))[:left]
            if text:
                found.append(Page(text, number))
                left -= len(text)
        return tuple(found)


def tidy(text: str) -> str:
    """The text without control characters, words cut at line ends joined, white space single."""
    return " ".join(_HYPHENATED.sub("", _CONTROLS.sub("", text)).split())


def pieces(text: str, length: int = 1000) -> Iterator[str]:
    """The text in pieces of at most `length` characters that end with a sentence, or else with a word."""
    while len(text) > length:
        end = text.rfind(". ", length // 2, length) + 1 or text.rfind(" ", 1, length)
        end = end if end > 0 else length
        yield text[:end].strip()
        text = text[end:].strip()
    if text:
        yield text

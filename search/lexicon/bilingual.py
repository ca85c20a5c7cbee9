"""Bilingual dictionaries as Debian installs them (FreeDict, in the format of dictd): what a word is called in
another language where the concepts have no name for it. Pure but for reading the files.

They are plain dictionaries of everyday words: an ontology of subjects names "derivative", not "share" or
"even". An entry is one line with the word, its sound and its class, then the translations of each sense,
numbered when there are several, each with an explanation under it that is passed over.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import NamedTuple

from oer.domain.text import LANGUAGES

FOLDER = Path("/usr/share/dictd")

#: FreeDict's names of our languages.
_CODES = {"fi": "fin", "sv": "swe", "en": "eng"}
#: The dictionaries there can be: from a language to another.
PAIRS = tuple(permutations(LANGUAGES, 2))
_DIGITS = {c: n for n, c in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")}
#: What stands after the word itself: its sound, its class.
_AFTER = re.compile(r"\s+(?:/.*|<.*)$")
#: The number of a sense; that of the next one may have got to the end of a line.
_SENSE = re.compile(r"\s?\d+\. (.+)")
_NEXT = re.compile(r"\s+\d+\.$")
#: "(something) of" and "[music]" say how a translation is meant.
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
#: Classes of pieces of words.
_PIECES = ("<suffix>", "<prefix>", "<affix>", "<interfix>")
#: Translations kept of a word; longer ones are explanations.
MOST_NAMES, LONGEST_NAME = 8, 40


class Entry(NamedTuple):
    """What a word is called in another language, the commonest sense first."""

    language: str
    word: str
    other: str
    names: tuple[str, ...]


def installed(folder: Path | None = FOLDER) -> tuple[tuple[str, str, Path], ...]:
    """(language, other, index file) of each dictionary between our languages that is there."""
    if folder is None:
        return ()
    paths = ((one, other, folder / f"freedict-{_CODES[one]}-{_CODES[other]}.index") for one, other in PAIRS)
    return tuple(
        found for found in paths if found[2].is_file() and found[2].with_suffix(".dict.dz").is_file()
    )


@cache
def state(folder: Path | None = FOLDER) -> str:
    """A short name of what is installed: another one when a dictionary comes, goes or is updated."""
    sizes = [f"{index.name} {index.stat().st_size}" for _language, _other, index in installed(folder)]
    return hashlib.sha256("\n".join(sizes).encode()).hexdigest()[:8]


def entries(folder: Path | None = FOLDER) -> Iterator[Entry]:
    """Every entry of the installed dictionaries; none where there are none."""
    for language, other, index in installed(folder):
        text = gzip.decompress(index.with_suffix(".dict.dz").read_bytes())
        for start, length in sorted(_places(index)):
            lines = text[start : start + length].decode("utf-8", "replace").splitlines()
            if entry := _entry(lines, language, other):
                yield entry


def _places(index: Path) -> set[tuple[int, int]]:
    """Where entries begin and how long they are; several words may lead to one."""
    rows = (line.split("\t") for line in index.read_text(encoding="utf-8").splitlines())
    words = (row for row in rows if len(row) == 3 and not row[0].startswith("00database"))
    return {(_number(row[1]), _number(row[2])) for row in words}


def _number(digits: str) -> int:
    number = 0
    for digit in digits:
        number = number * 64 + _DIGITS[digit]
    return number


def _entry(lines: list[str], language: str, other: str) -> Entry | None:
    if len(lines) < 2 or lines[0].endswith(_PIECES):
        return None
    senses = [match[1] for line in lines[1:] if (match := _SENSE.match(line))] or [lines[1]]
    names = dict.fromkeys(name for sense in senses for name in _names(sense))
    word = _AFTER.sub("", lines[0]).strip()
    return Entry(language, word, other, tuple(names)[:MOST_NAMES]) if names and word else None


def _names(sense: str) -> Iterable[str]:
    pieces = (piece.strip() for piece in re.split(r"[,;]", _ASIDE.sub("", _NEXT.sub("", sense))))
    return (piece.removeprefix("to ") for piece in pieces if 1 < len(piece) <= LONGEST_NAME)

"""Where each form of a record's words stands in its texts, packed so that few forms are found quickly. Pure.

Made from the very analysis that makes the index document, and kept, so that marking a hit needs no analysis.
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import NamedTuple

from search.analysis import Token
from search.analysis.forms import Forms

#: Characters of one piece, and of all pieces of a record, in which words are marked.
MOST_TEXT = 20_000
MOST_TEXTS = 120_000
#: What a form is to its word: the one that stands in a main stream, its surface or another base form, a part
#: of the compound, a weaker kin.
MAIN, OWN, PART, KIN = range(4)
#: Added to those for the words of names, which other forms do not meet.
NAMED = 4

_KINDS = 8
_MOST_KEYS = 262_144
#: Kind of numbers and length of each array, then the arrays in this order, then the length of the
#: text in bytes, the text, and of each piece its language and where it stands in the page.
_ARRAYS = ("pieces", "fields", "worths", "keys", "firsts", "refs", "words", "lengths", "starts")
_HEAD = struct.Struct("=" + "cI" * len(_ARRAYS) + "I")
_SEPARATOR = "\n"
_SIZES = {code: struct.calcsize(code) for code in (b"B", b"H", b"I", b"Q")}


class Piece(NamedTuple):
    """One text of a record: its title, a keyword, a passage."""

    field: str
    text: str
    #: As which its words are read.
    language: str
    #: What it is worth as an excerpt, in tenths of running text; 0: it is none.
    worth: int = 0
    #: Where it stands in the page or its video (`oer.domain.record.Passage.place`).
    place: str = ""
    #: Names of people and schools.
    named: bool = False


def cut(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces so far as words are marked in them, cut at white space; of the last ones perhaps nothing."""
    left = MOST_TEXTS
    for piece in pieces:
        text = piece.text
        if len(text) > (most := min(MOST_TEXT, left)):
            text = (text[:most].rsplit(None, 1) or [""])[0]
        left -= len(text)
        yield piece if text is piece.text else piece._replace(text=text)


@lru_cache(maxsize=_MOST_KEYS)
def key(form: str) -> int:
    """A number for a form: eight bytes of a hash, so that two forms never have the same one."""
    return int.from_bytes(
        blake2b(form.encode("utf-8", "surrogatepass"), digest_size=8).digest(), sys.byteorder
    )


def pack(read: Iterable[tuple[Piece, Sequence[Token]]], fields: Sequence[str]) -> bytes:
    """The pieces with their analysis, as bytes for `Places`; `fields` are the names that fields may have."""
    whole = [*read]
    packing = _Packing(fields)
    for piece, (_whole, tokens) in zip(cut(piece for piece, _tokens in whole), whole, strict=True):
        if piece.text:
            packing.add(piece, tokens)
    return packing.packed()


class _Packing:
    def __init__(self, fields: Sequence[str]) -> None:
        self._fields = {name: number for number, name in enumerate(fields)}
        self._starts: dict[tuple[str, bool], list[int]] = {}
        self._refs: dict[int, list[int]] = {}
        self._pieces: list[Piece] = []
        self._begins: list[int] = []
        self._at = 0

    def add(self, piece: Piece, tokens: Iterable[Token]) -> None:
        self._pieces.append(piece)
        self._begins.append(self._at)
        end = len(piece.text)
        for token in tokens:
            if token.end > end:
                break
            starts = self._starts.get((token.text, piece.named))
            if starts is None:
                starts = self._new_word(token, piece.named)
            starts.append(self._at + token.start)
        self._at += end + len(_SEPARATOR)

    def _new_word(self, token: Token, named: bool) -> list[int]:
        number = len(self._starts) * _KINDS + (NAMED if named else 0)
        for form, kind in held(token, named=named):
            self._refs.setdefault(key(form), []).append(number + kind)
        starts = self._starts[token.text, named] = []
        return starts

    def packed(self) -> bytes:
        keys = sorted(self._refs)
        refs = [self._refs[one] for one in keys]
        words = list(self._starts.values())
        numbers = {
            "pieces": [*self._begins, self._at],
            "fields": [self._fields[piece.field] for piece in self._pieces],
            "worths": [piece.worth for piece in self._pieces],
            "firsts": _sums(refs),
            "refs": [ref for some in refs for ref in some],
            "words": _sums(words),
            "lengths": [len(word) for word, _named in self._starts],
            "starts": [start for some in words for start in some],
        }
        arrays = [array("Q", keys) if name == "keys" else _narrow(numbers[name]) for name in _ARRAYS]
        text = _encoded(piece.text for piece in self._pieces)
        standing = _encoded(f"{piece.language} {piece.place}" for piece in self._pieces)
        heads = [value for one in arrays for value in (one.typecode.encode(), len(one))]
        return b"".join((_HEAD.pack(*heads, len(text)), *(one.tobytes() for one in arrays), text, standing))


def _encoded(texts: Iterable[str]) -> bytes:
    return _SEPARATOR.join(texts).encode("utf-8", "surrogatepass")


def held(word: Token | Forms, *, named: bool) -> Iterator[tuple[str, int]]:
    """Every form the index holds of a word, each once, with what it is to the word."""
    seen = {word.surface: OWN}
    for form in word.lemmas:
        seen.setdefault(form, OWN)
    for form in word.parts:
        seen.setdefault(form, OWN if named else PART)
    if not named:
        for form in word.related:
            seen.setdefault(form, KIN)
    seen[word.lemmas[0] if word.lemmas and not named else word.surface] = MAIN
    return iter(seen.items())


class Places:
    """What `pack` made, to be looked into."""

    def __init__(self, packed: bytes) -> None:
        view, at = memoryview(packed), _HEAD.size
        *head, length = _HEAD.unpack_from(view)
        found: list[memoryview] = []
        for code, count in zip(head[::2], head[1::2], strict=True):
            end = at + count * _SIZES[code]
            found.append(view[at:end].cast(code.decode()))
            at = end
        #: Where each piece begins in `text`, and one after the last would; their fields' numbers; worths.
        self.pieces, self.fields, self.worths = found[:3]
        self._keys, self._firsts, self._refs, self._words, self._lengths, self._starts = found[3:]
        #: All pieces, a line break between them.
        self.text = str(view[at : at + length], "utf-8", "surrogatepass")
        self._rest = view[at + length :]

    @cached_property
    def standing(self) -> list[tuple[str, str]]:
        """In which language each piece is, and where it stands in the page."""
        lines = str(self._rest, "utf-8", "surrogatepass").split(_SEPARATOR)
        return [(language, place) for language, _space, place in (line.partition(" ") for line in lines)]

    def words(self, forms: Iterable[int]) -> Iterator[tuple[int, int, int]]:
        """Of the forms with these keys: the form, a word that has it, by number, and what it is to it."""
        keys, firsts, refs, count = self._keys, self._firsts, self._refs, len(self._keys)
        for form in forms:
            at = bisect_left(keys, form)
            if at < count and keys[at] == form:
                for ref in refs[firsts[at] : firsts[at + 1]]:
                    yield form, ref // _KINDS, ref % _KINDS

    def spans(self, word: int) -> Iterator[tuple[int, int]]:
        """Beginning and end in the text of every occurrence of a word."""
        length = self._lengths[word]
        for start in self._starts[self._words[word] : self._words[word + 1]]:
            yield start, start + length

    def in_order(self) -> list[int]:
        """Where each word of the text begins."""
        return sorted(self._starts)


def _sums(lists: Iterable[Sequence[int]]) -> list[int]:
    """Where each list begins when all are joined, and where the last one ends."""
    sums = [0]
    for some in lists:
        sums.append(sums[-1] + len(some))
    return sums


def _narrow(numbers: Sequence[int]) -> array[int]:
    most = max(numbers, default=0)
    return array("B" if most < 1 << 8 else "H" if most < 1 << 16 else "I", numbers)

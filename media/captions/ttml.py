"""TTML, once called DFXP: its text with the times that all elements around it add up to. Pure.

Read by expat as it comes, so that a document that declares a type or entities is refused before anything of
it is expanded, and one that is nested without end costs nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NoReturn
from xml.parsers import expat

from media.captions.cues import Cue, clean, literal
from media.captions.ttml_times import Clock

#: No document is nested so deep.
DEEPEST = 50
#: Characters that may be shown in all, each as often as the text around it changes.
MOST_SHOWN = 3_000_000
#: More cues than a file is read with: what comes after them changes nothing.
ENOUGH = 20_000
#: Nothing in these is said.
_SILENT = {"head", "metadata", "set"}


def read_ttml(text: str) -> list[Cue]:
    """The text of each paragraph, in the order of the file. Raises ValueError for what cannot be read.

    A paragraph of which parts have times of their own becomes a cue for each state it is seen in.
    """
    reader = _Reader()
    # By this name, the encoding that the document declares is not obeyed: it is text already.
    parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = reader.opens
    parser.EndElementHandler = reader.closes
    parser.CharacterDataHandler = reader.says
    try:
        parser.Parse(text.lstrip("\ufeff \t\r\n").encode(), True)
    except expat.ExpatError as error:
        raise ValueError("This is no XML.") from error
    return reader.cues


def _refuse(*declared: object) -> NoReturn:
    raise ValueError("Captions declare nothing.")


@dataclass
class _Element:
    """An element that is open, and from when until when it is seen, in milliseconds; None is an open end."""

    #: Empty for one whose text is not read.
    name: str
    begin: int = 0
    end: int | None = None
    #: Whether its children follow one another.
    is_sequence: bool = False
    #: From when the next child counts.
    origin: int = 0
    #: When the last of its children ends.
    latest: int = 0


@dataclass
class _Piece:
    """Text of a paragraph that comes and goes as one."""

    begin: int
    end: int | None
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.words)


class _Reader:
    """Hears what the parser finds and keeps the cues."""

    def __init__(self) -> None:
        self.cues: list[Cue] = []
        self._clock = Clock()
        self._space = ""
        self._open: list[_Element] = []
        self._pieces: list[_Piece] = []
        self._gap = ""
        self._shown = 0

    def opens(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins. Only those in the namespace of the root are read, whichever that is."""
        if len(self._open) >= DEEPEST:
            raise ValueError("This is nested too deep.")
        space, _, name = tag.rpartition(" ")
        if not self._open:
            if name != "tt":
                raise ValueError("This is no TTML.")
            self._space = space
            self._clock = Clock.of({key.rpartition(" ")[2]: value for key, value in attributes.items()})
            self._open.append(_Element("tt"))
            return
        parent = self._open[-1]
        if not parent.name or space != self._space or name in _SILENT:
            self._open.append(_Element(""))
            return
        if name == "p" and not self._is_in_paragraph():
            self._pieces, self._gap = [], ""
        elif name == "br":
            self._gap = "\n"
        self._open.append(_timed(name, attributes, parent, self._clock))

    def closes(self, tag: str) -> None:
        """An element ends."""
        element = self._open.pop()
        if not element.name or not self._open:
            return
        parent = self._open[-1]
        end = element.latest if element.end is None else element.end
        parent.latest = max(parent.latest, end)
        if parent.is_sequence:
            parent.origin = end
        if element.name == "p" and not self._is_in_paragraph() and len(self.cues) < ENOUGH:
            self.cues += self._of_paragraph()

    def says(self, text: str) -> None:
        """Characters. White space goes with the words behind it, since that before them may be gone then."""
        if not self._open or not self._open[-1].name or not self._is_in_paragraph():
            return
        if text.isspace():
            self._gap = self._gap or " "
            return
        element = self._open[-1]
        if not self._pieces or (self._pieces[-1].begin, self._pieces[-1].end) != (element.begin, element.end):
            self._pieces.append(_Piece(element.begin, element.end))
        self._pieces[-1].words.append(self._gap + re.sub(r"\s+", " ", text))
        self._gap = ""

    def _is_in_paragraph(self) -> bool:
        return any(element.name == "p" for element in self._open)

    def _of_paragraph(self) -> Iterator[Cue]:
        last = max((piece.end for piece in self._pieces if piece.end is not None), default=0)
        for piece in self._pieces:
            piece.end = max(piece.begin, last) if piece.end is None else piece.end
            if piece.end <= piece.begin:
                # Kept as it is, so that somebody sees the mistake.
                yield Cue(piece.begin, piece.end, clean(literal(piece.text)))
        lasting = [piece for piece in self._pieces if piece.end and piece.end > piece.begin]
        before: Cue | None = None
        for begin, end, text in self._states(lasting):
            if before and (before.end, before.text) == (begin, text):
                before = Cue(before.start, end, text)
                continue
            if before and before.text:
                yield before
            before = Cue(begin, end, text)
        if before and before.text:
            yield before

    def _states(self, pieces: list[_Piece]) -> Iterator[tuple[int, int, str]]:
        """From when until when which text is seen, each time that some of it comes or goes."""
        coming = sorted(range(len(pieces)), key=lambda number: -pieces[number].begin)
        times = sorted({time for piece in pieces for time in (piece.begin, piece.end or 0)})
        seen: list[int] = []
        for begin, end in pairwise(times):
            seen = [number for number in seen if (pieces[number].end or 0) > begin]
            while coming and pieces[coming[-1]].begin <= begin:
                seen.append(coming.pop())
            text = "".join(pieces[number].text for number in sorted(seen))
            self._shown += len(text)
            if self._shown > MOST_SHOWN:
                raise ValueError("This shows the same text too often.")
            yield begin, end, clean(literal(text))


def _timed(name: str, attributes: dict[str, str], parent: _Element, clock: Clock) -> _Element:
    """An element with its times counted from the beginning. Those of a part end with the whole.

    What is said at a time that cannot be read is seen at no time. Raises ValueError where that goes for more
    than one paragraph.
    """
    said = {key: attributes[key] for key in ("begin", "end", "dur", "duration") if key in attributes}
    times = {key: clock.milliseconds(written) for key, written in said.items()}
    known = {key: time for key, time in times.items() if time is not None}
    if len(known) < len(said) and name in ("body", "div"):
        raise ValueError("These times cannot be read.")
    begin = parent.origin + known.get("begin", 0)
    ends = [begin + known[key] for key in ("dur", "duration") if key in known]
    ends += [parent.origin + known["end"]] if "end" in known else []
    end = min(ends) if ends else None if parent.is_sequence else parent.end
    if ends and parent.end is not None and begin < parent.end:
        end = min(*ends, parent.end)
    if len(known) < len(said):
        begin = end = begin if "begin" in known else min(ends, default=begin)
    is_sequence = attributes.get("timeContainer") == "seq"
    return _Element(name, begin, end, is_sequence, begin, begin)

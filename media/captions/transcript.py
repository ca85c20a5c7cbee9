"""What is said in a video as something to read: lines with their second, in paragraphs. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from media.captions.cues import Cue, minutes, plain, voice

#: A silence that begins a new paragraph, in milliseconds.
PAUSE = 2500
#: After so many characters the next sentence begins a new paragraph; after so many, the next line does.
LONG_PARAGRAPH = 320
LONGEST_PARAGRAPH = 800
#: A piece for the search index is a sentence, or short ones together up to so many characters, so that a hit
#: opens where its sentence begins.
LONG_PIECE = 40
LONGEST_PIECE = 260
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """The text of one cue, and where in the video it is said."""

    #: Seconds, as addresses carry them after `#t=`.
    seconds: str
    #: The same as people say it: `3:58`.
    time: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together."""

    #: Who speaks, where the captions say so.
    speaker: str
    lines: tuple[Line, ...]

    @property
    def time(self) -> str:
        """When it begins, as people say it."""
        return self.lines[0].time


def fragment(milliseconds: int) -> str:
    """A time as media fragments have it: seconds, to a tenth, always at or before the time meant."""
    whole, rest = divmod(max(0, milliseconds), 1000)
    return f"{whole}.{rest // 100}" if rest // 100 else str(whole)


def paragraphs(cues: Sequence[Cue]) -> list[Paragraph]:
    """The cues as paragraphs: a pause, another speaker, or the end of a sentence when it has grown long."""
    return [_paragraph(group) for group in _groups(cues, LONG_PARAGRAPH, LONGEST_PARAGRAPH)]


def one_each(cues: Iterable[Cue]) -> list[Paragraph]:
    """Each cue as a paragraph of its own, as headings and descriptions are read."""
    return [_paragraph([cue]) for cue in cues if plain(cue.text)]


def _paragraph(group: Sequence[Cue]) -> Paragraph:
    lines = tuple(Line(fragment(cue.start), minutes(cue.start), plain(cue.text)) for cue in group)
    return Paragraph(voice(group[0].text), lines)


def pieces(cues: Sequence[Cue]) -> Iterator[tuple[str, str]]:
    """The text in pieces of about a sentence, each with its second, for a search index."""
    for group in _groups(cues, LONG_PIECE, LONGEST_PIECE):
        yield fragment(group[0].start), " ".join(plain(cue.text) for cue in group)


def plain_text(cues: Sequence[Cue]) -> str:
    """The transcript as a text file: a paragraph a block, its time before it."""
    blocks = []
    for paragraph in paragraphs(cues):
        speaker = f"{paragraph.speaker}: " if paragraph.speaker else ""
        words = " ".join(line.text for line in paragraph.lines)
        blocks.append(f"[{paragraph.time}] {speaker}{words}")
    return "\n\n".join(blocks) + "\n"


def _groups(cues: Iterable[Cue], long: int, longest: int) -> Iterator[list[Cue]]:
    group: list[Cue] = []
    size = 0
    for cue in cues:
        text = plain(cue.text)
        if not text:
            continue
        if group and _parts(group[-1], cue, size, long, longest):
            yield group
            group, size = [], 0
        group.append(cue)
        size += len(text)
    if group:
        yield group


def _parts(before: Cue, cue: Cue, size: int, long: int, longest: int) -> bool:
    """Whether something new begins between two cues."""
    speaker = voice(cue.text)
    if cue.start - before.end >= PAUSE or size >= longest or (speaker and speaker != voice(before.text)):
        return True
    return size >= long and _SENTENCE_END.search(plain(before.text)) is not None

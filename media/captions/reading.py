"""Captions out of a file: its kind by its content, its encoding with care, nothing lost on the way. Pure.

WebVTT, SubRip and SBV are read here line by line, because the libraries that read them drop a cue whose times
are wrong, or glue it to the one before: a teacher must see that cue and its mistake. The formats with a
grammar of their own (Advanced SubStation, TTML, SAMI) are pysubs2's.
"""

import codecs
import re
from dataclasses import dataclass

from media.captions.cues import LATEST, LONGEST_TEXT, Cue, clean, from_markup, without_overrides
from media.captions.remarks import Remark
from media.captions.structured import Unreadable, format_of, read_structured

#: The largest file that is read, in bytes: three hours of speech take a tenth of it.
MOST_BYTES = 2 * 1024**2
MOST_CUES = 10_000

_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?"
_ARROW = re.compile(rf"\s*({_TIME})?\s*-->\s*({_TIME})?(?![\d:])")
_SBV = re.compile(rf"\s*({_TIME}),({_TIME})\s*$")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What was found in a file: its cues, and what had to be noted while reading it."""

    cues: tuple[Cue, ...]
    remarks: tuple[Remark, ...] = ()
    #: `utf-8`, `utf-16` or `cp1252`.
    encoding: str = "utf-8"


def read(data: bytes) -> Reading:
    """The captions in a file. Raises Unreadable, with a reason code, for what is no captions file at all."""
    if len(data) > MOST_BYTES:
        raise Unreadable("too-large")
    if not data.strip():
        raise Unreadable("empty")
    text, encoding = decode(data)
    cues, remarks = read_text(text)
    if encoding == "cp1252":
        remarks = [Remark("guessed-letters"), *remarks]
    return Reading(cues=tuple(cues), remarks=tuple(remarks), encoding=encoding)


def read_text(text: str) -> tuple[list[Cue], list[Remark]]:
    """The cues in a text, in whatever format it is. Raises Unreadable."""
    # A caption of a WebVTT file may well speak of the other formats.
    if form := "" if _is_vtt(text) else format_of(text):
        cues, remarks = read_structured(text, form), list[Remark]()
    else:
        cues, remarks = _by_lines(text)
    if not cues:
        raise Unreadable("no-cues")
    if len(cues) > MOST_CUES:
        raise Unreadable("too-many")
    if any(len(cue.text) > LONGEST_TEXT for cue in cues):
        raise Unreadable("too-long-text")
    return cues, remarks


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file and the name of its encoding. Raises Unreadable for what is no text."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(name, "replace"), name.removesuffix("-sig")
    zeros_even, zeros_odd = data[:2000:2].count(0), data[1:2000:2].count(0)
    if max(zeros_even, zeros_odd) > len(data[:2000]) // 5:
        return data.decode("utf-16-le" if zeros_odd > zeros_even else "utf-16-be", "replace"), "utf-16"
    if b"\x00" in data:
        raise Unreadable("not-text")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        # Every byte means something in Latin-1: cp1252 is it with the quotes and dashes that Windows adds.
        return data.decode("cp1252", "replace").replace("\ufffd", ""), "cp1252"


def milliseconds(written: str) -> int:
    """A time such as `1:02:03,5` in milliseconds; the fraction is one, however many digits it has."""
    clock, _, fraction = written.replace(",", ".").partition(".")
    seconds = 0
    for part in clock.split(":"):
        seconds = seconds * 60 + int(part)
    return min(LATEST, seconds * 1000 + int(fraction.ljust(3, "0") or 0))


@dataclass
class _Block:
    """A cue being read: its times, and the lines under them."""

    start: int
    end: int
    lines: list[str]


def _by_lines(text: str) -> tuple[list[Cue], list[Remark]]:
    blocks: list[_Block] = []
    remarks: list[Remark] = []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    is_vtt = _is_vtt(text)
    # Where times have an arrow between them, two times with a comma are something that is said.
    is_sbv = not is_vtt and "-->" not in text
    number, passing = 0, False
    while number < len(lines):
        line = lines[number]
        times = _sbv_times(line) if is_sbv else _times(line)
        if times:
            passing = False
            if blocks and blocks[-1].lines and _is_name(lines, number, is_vtt):
                blocks[-1].lines.pop()
            block, remark = _opened(times, blocks, line)
            blocks.append(block)
            remarks += [remark] if remark else []
            if len(blocks) > MOST_CUES:
                raise Unreadable("too-many")
        elif is_vtt and not line.strip():
            passing = False
        elif is_vtt and _passed_over(lines, number):
            passing = True
        if blocks and not times and not passing:
            blocks[-1].lines.append(line)
        number += 1
    text_of = clean if is_sbv else from_markup if is_vtt else _from_subrip
    return [Cue(block.start, block.end, text_of("\n".join(block.lines))) for block in blocks], remarks


def _is_vtt(text: str) -> bool:
    return text.lstrip("\ufeff").startswith("WEBVTT")


def _from_subrip(raw: str) -> str:
    return from_markup(without_overrides(raw))


def _sbv_times(line: str) -> tuple[str, str] | None:
    """The two times of a timing line of SBV; None when it is no such line."""
    found = _SBV.match(line)
    return (found.group(1), found.group(2)) if found else None


def _times(line: str) -> tuple[str | None, str | None] | None:
    """The two times of a timing line, None for one that cannot be read; None when it is no such line."""
    if "-->" not in line:
        return None
    found = _ARROW.match(line)
    if found:
        return found.group(1), found.group(2)
    before = re.match(rf"\s*({_TIME})", line)
    after = re.search(rf"-->\s*({_TIME})", line)
    return (before.group(1) if before else None), (after.group(1) if after else None)


def _opened(
    times: tuple[str | None, str | None], blocks: list[_Block], line: str
) -> tuple[_Block, Remark | None]:
    """A new cue. A time that cannot be read becomes one at which nothing is shown, and is remarked on."""
    earlier = blocks[-1].end if blocks else 0
    start = milliseconds(times[0]) if times[0] else earlier
    end = milliseconds(times[1]) if times[1] else start
    if times[0] and times[1]:
        return _Block(start, end, []), None
    return _Block(start, end, []), Remark(
        "bad-times", cue=len(blocks) + 1, at=start, values={"line": line.strip()[:60]}
    )


def _is_name(lines: list[str], number: int, is_vtt: bool) -> bool:
    """Whether the line above a timing line is the cue's number or name, not the end of the text before it."""
    name, above = lines[number - 1].strip(), lines[number - 2].strip() if number > 1 else ""
    return bool(name) and not above and (is_vtt or name.isdigit())


def _passed_over(lines: list[str], number: int) -> bool:
    """Whether a block that is not shown begins here: a note, a style, a region."""
    starts = not lines[number - 1].strip() if number else True
    return starts and re.match(r"(?:NOTE|STYLE|REGION)(?:\s|$)", lines[number]) is not None

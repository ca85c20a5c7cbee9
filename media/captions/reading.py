"""Captions out of a file: its kind by its content, its encoding with care, nothing lost on the way. Pure.

WebVTT, SubRip and SBV are read here line by line, because the libraries that read them drop a cue whose times
are wrong, or glue it to the one before: a teacher must see that cue and its mistake. The formats with a
grammar of their own (SubStation, TTML, SAMI) have readers of their own.
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

#: After a colon, too, a fraction has three digits: two would be a minute's seconds, or a picture of a film.
_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{1,2}(?:[.,] ?\d{1,9}|: ?\d{3})?"
#: No time goes on where it was held to end: else its fraction would be lost without a word.
_ENDS = r"(?!\d|[.,:] ?\d)"
_ARROW = re.compile(rf"\s*({_TIME})?\s*-->\s*+({_TIME})?{_ENDS}(?!:)")
_SBV = re.compile(rf"\s*({_TIME}),({_TIME})\s*$")

#: The encoding that an XML file declares, in bytes that all encodings below have in common.
_DECLARED = re.compile(rb"""\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
#: Those in which captions are stored; Python knows others that are no encodings of text, or slow ones.
_PLAIN = re.compile(
    r"us-ascii|latin-?1|iso-?8859-\d{1,2}|(?:windows-|cp)125\d|cp\d{3}|koi8-[ru]|macintosh|tis-620"
    r"|shift_jis|euc-(?:jp|kr)|iso-2022-jp|gb2312|gbk|gb18030|big5"
)
#: These are read as browsers do, with the quotes and dashes that Windows adds; no word in them is UTF-8, too.
_LATIN = {"ascii", "iso8859-1", "cp1252"}


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What was found in a file: its cues, and what had to be noted while reading it."""

    cues: tuple[Cue, ...]
    remarks: tuple[Remark, ...] = ()
    #: `utf-8` or `utf-16`; what the file calls it itself; `cp1252` where that is guessed.
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
    return _as_declared(data) or _as_guessed(data)


def _as_declared(data: bytes) -> tuple[str, str] | None:
    """The text as the XML declaration has it; None where it says nothing, or what cannot be so."""
    found = _DECLARED.match(data)
    name = found.group(1).decode("ascii").lower() if found else ""
    if not _PLAIN.fullmatch(name):
        return None
    name = name.replace("cp125", "windows-125")
    try:
        if codecs.lookup(name).name not in _LATIN:
            return data.decode(name), name
    except (LookupError, UnicodeDecodeError):
        return None
    text, guessed = _as_guessed(data)
    # A file in UTF-8 was stored anew by a programme that left the old name in it.
    return text, name if guessed == "cp1252" else guessed


def _as_guessed(data: bytes) -> tuple[str, str]:
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        # Every byte means something in Latin-1: cp1252 is it with the quotes and dashes that Windows adds.
        return data.decode("cp1252", "replace").replace("\ufffd", ""), "cp1252"


def milliseconds(written: str) -> int:
    """A time such as `1:02:03,5` in milliseconds; the fraction is one, however many digits it has.

    Behind a third colon, or behind the last one with three digits, is a fraction as well.
    """
    found = re.fullmatch(r"([\d:]+?)(?:(?:[.,]|:(?= ?\d{3}$)) ?(\d+))?", written)
    if not found:
        raise ValueError(f"This is no time: {written}")
    seconds = 0
    for part in found[1].split(":"):
        seconds = seconds * 60 + int(part)
    return min(LATEST, seconds * 1000 + int((found[2] or "")[:3].ljust(3, "0")))


@dataclass(frozen=True)
class _Times:
    """What a timing line says: a time that cannot be read is None, one that is read in part is not whole."""

    start: str | None
    end: str | None
    are_whole: bool


@dataclass
class _Block:
    """A cue being read: its times, the lines under them, and its number, where the file counts its cues."""

    start: int
    end: int
    lines: list[str]
    number: int | None = None


def _by_lines(text: str) -> tuple[list[Cue], list[Remark]]:
    blocks: list[_Block] = []
    remarks: list[Remark] = []
    # A file that was stored as text twice over has two returns before each new line.
    lines = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    is_vtt = _is_vtt(text)
    # Where times have an arrow between them, two times with a comma are something that is said.
    is_sbv = not is_vtt and "-->" not in text
    passing = False
    for number, line in enumerate(lines):
        times = _sbv_times(line) if is_sbv else _times(line)
        if times:
            passing = False
            counted = _without_name(lines, number, blocks, is_vtt)
            block, remark = _opened(times, blocks, line)
            block.number = counted
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
    if blocks:
        _end_without_number(blocks[-1])
    text_of = _from_sbv if is_sbv else from_markup if is_vtt else _from_subrip
    return [Cue(block.start, block.end, text_of("\n".join(block.lines))) for block in blocks], remarks


def _is_vtt(text: str) -> bool:
    return text.lstrip("\ufeff").startswith("WEBVTT")


def _from_subrip(raw: str) -> str:
    return from_markup(without_overrides(raw))


def _from_sbv(raw: str) -> str:
    """SubViewer's text, which has one mark: where a line ends."""
    return clean(re.sub(r"\[br\]", "\n", raw, flags=re.IGNORECASE))


def _sbv_times(line: str) -> _Times | None:
    """The times of a timing line of SBV; None when it is no such line."""
    found = _SBV.match(line)
    return _Times(found.group(1), found.group(2), True) if found else None


def _times(line: str) -> _Times | None:
    """The times of a timing line; None when it is no such line."""
    if "-->" not in line:
        return None
    found = _ARROW.match(line)
    if found:
        return _Times(found.group(1), found.group(2), None not in found.groups())
    before = re.match(rf"\s*({_TIME})", line)
    after = re.search(rf"-->\s*({_TIME})", line)
    return _Times(before.group(1) if before else None, after.group(1) if after else None, False)


def _opened(times: _Times, blocks: list[_Block], line: str) -> tuple[_Block, Remark | None]:
    """A new cue. A time that cannot be read becomes one at which nothing is shown, and is remarked on."""
    earlier = blocks[-1].end if blocks else 0
    start = milliseconds(times.start) if times.start else earlier
    end = milliseconds(times.end) if times.end else start
    if times.are_whole:
        return _Block(start, end, []), None
    return _Block(start, end, []), Remark(
        "bad-times", cue=len(blocks) + 1, at=start, values={"line": line.strip()[:60]}
    )


def _without_name(lines: list[str], number: int, blocks: list[_Block], is_vtt: bool) -> int | None:
    """Takes a cue's number or name above its times off the text before it; the number, where it has one.

    A name stands directly above the times and below an empty line. A number that is the next one is no text
    either where there is no empty line, or one too many.
    """
    above = number - 1
    if not is_vtt:
        while above > 0 and not lines[above].strip():
            above -= 1
    name = lines[above].strip("\ufeff \t") if number else ""
    count = _count(name)
    before = blocks[-1] if blocks else None
    expected = before.number + 1 if before and before.number is not None else None
    is_apart = above == number - 1 and not (above > 0 and lines[above - 1].strip())
    is_next = not is_vtt and count is not None and count == expected
    if not name or not (is_next or (is_apart and (is_vtt or count is not None))):
        return None if before else count
    if before and before.lines:
        del before.lines[above - number :]
    return count


def _end_without_number(last: _Block) -> None:
    """Takes the number of a cue that never came off the end of the last one's text."""
    *text, number = "\n".join(last.lines).rstrip().split("\n")
    stands_apart = bool(text) and not text[-1].strip()
    if last.number is not None and stands_apart and _count(number.strip()) == last.number + 1:
        last.lines = text if any(line.strip() for line in text) else last.lines


def _count(name: str) -> int | None:
    return int(name) if re.fullmatch(r"\d{1,6}", name) else None


def _passed_over(lines: list[str], number: int) -> bool:
    """Whether a block that is not shown begins here: a note, a style, a region."""
    starts = not lines[number - 1].strip() if number else True
    return starts and re.match(r"(?:NOTE|STYLE|REGION)(?:\s|$)", lines[number]) is not None

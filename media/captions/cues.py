"""One caption as a value, its text made safe, and the canonical WebVTT of many. Pure.

The text of a cue is kept as people write it: plain characters, with `<i>`, `<b>`, `<u>` and `<v Name>` as the
only markup. Everything else that looks like markup is text, and is escaped on the way out. Foreign markup is
taken off once, where a file comes in that has such; what is ours already is never read as a file's again.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

#: The latest time a cue may have, in milliseconds: a hundred hours.
LATEST = 100 * 3600 * 1000
#: The longest text of one cue, in characters.
LONGEST_TEXT = 1000

#: A class holds no dot: else a row of dots could be parted in more ways than anybody can try.
_CLASSES = r"(?:[.][^\s<>.&]{0,60}){0,4}"
#: `captions-times.js` has the same.
_TAG = re.compile(rf"</?[ibuv]{_CLASSES}(?:[ \t][^<>\n]{{0,80}})?>")
_VOICE = re.compile(rf"<v{_CLASSES}[ \t]([^<>\n]{{1,80}})>")
#: Any tag as it stands in a file; long enough for the longest of ours with its characters escaped.
_FILE_TAG = re.compile(r"<(?:/?[a-zA-Z][^<>\n]{0,700}|\d[\d:.]{0,20}|/|!--[^<>\n]{0,500}--)>")
_OVERRIDE = re.compile(r"\{\\[^{}\n]{0,500}\}")
#: A lone surrogate is half a character, which no file can hold.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
#: Not seen, and no place to break a line: after a `<`, it makes text of what would be a tag of ours.
_JOINER = "\u2060"


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown from `start` to `end`, both in milliseconds."""

    start: int
    end: int
    text: str

    def to_json(self) -> dict[str, Any]:
        """As the database and the editor keep it."""
        return {"start": self.start, "end": self.end, "text": self.text}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Cue":
        """The cue that `to_json` wrote. Raises KeyError, TypeError or ValueError for anything else."""
        start, end, text = data["start"], data["end"], data["text"]
        if not isinstance(text, str) or isinstance(start, bool) or isinstance(end, bool):
            raise TypeError("A cue has two numbers and a text.")
        return cls(_within(int(start)), _within(int(end)), clean(text))


def clean(raw: str) -> str:
    """The text of a cue without control characters, empty lines and surplus white space.

    Takes nothing for markup, so that cleaning what is clean changes nothing.
    """
    text = _CONTROL.sub("", raw.replace("\r\n", "\n").replace("\r", "\n"))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def from_markup(raw: str) -> str:
    """The text of a cue out of a format with tags and character references, such as WebVTT and SubRip.

    Tags that are not ours go, their words stay; what the references stand for is text, even where it looks
    like a tag of ours.
    """
    text = _CONTROL.sub("", raw.replace("\r\n", "\n").replace("\r", "\n"))
    pieces, at = [], 0
    for tag in _FILE_TAG.finditer(text):
        pieces += [literal(html.unescape(text[at : tag.start()])), _kept(tag.group(0))]
        at = tag.end()
    return clean("".join([*pieces, literal(html.unescape(text[at:]))]))


def literal(text: str) -> str:
    """Text out of a format without tags: what looks like a tag of ours is none."""
    # First all that `clean` would do and a tag could come of.
    spaced = re.sub(r"[^\S\n]", " ", _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    return _TAG.sub(lambda found: f"<{_JOINER}{found.group(0)[1:]}", spaced)


def without_overrides(raw: str) -> str:
    """The text without SubStation's marks in braces, which SubRip has as well."""
    return _OVERRIDE.sub("", raw)


def plain(text: str) -> str:
    """The words of a cue, without markup, on one line."""
    return " ".join(_TAG.sub("", text).split())


def voice(text: str) -> str:
    """Who speaks, where the cue says so; empty otherwise."""
    found = _VOICE.match(text)
    return found.group(1).strip() if found else ""


def lines_of(text: str) -> list[str]:
    """The lines of a cue as a viewer sees them."""
    return [_TAG.sub("", line) for line in text.split("\n")]


def clock(milliseconds: int) -> str:
    """A time as WebVTT writes it: `00:01:02.345`."""
    seconds, rest = divmod(max(0, milliseconds), 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}"


def minutes(milliseconds: int) -> str:
    """A time as people say it: `3:58`, with hours when there are any."""
    seconds = max(0, milliseconds) // 1000
    hours, left = divmod(seconds, 3600)
    return f"{hours}:{left // 60:02d}:{left % 60:02d}" if hours else f"{left // 60}:{left % 60:02d}"


def webvtt(cues: Iterable[Cue]) -> str:
    """The canonical file: numbered cues in the order given, nothing but times and escaped text."""
    blocks = ["WEBVTT"]
    for number, cue in enumerate(cues, 1):
        blocks.append(f"{number}\n{clock(cue.start)} --> {clock(cue.end)}\n{_escaped(cue.text)}".rstrip())
    return "\n\n".join(blocks) + "\n"


def _kept(tag: str) -> str:
    """A tag of a file with its references resolved, where it is one of ours; empty otherwise."""
    meant = re.sub(r"[<>\s]", " ", html.unescape(tag[1:-1]))
    return f"<{meant}>" if _TAG.fullmatch(f"<{meant}>") else ""


def _escaped(text: str) -> str:
    """The text with its few tags as they are and everything else escaped: nothing can break out of a cue."""
    pieces, at = [], 0
    for tag in _TAG.finditer(text):
        pieces += [html.escape(text[at : tag.start()], quote=False), tag.group(0).replace("&", "&amp;")]
        at = tag.end()
    return "".join([*pieces, html.escape(text[at:], quote=False)])


def _within(time: int) -> int:
    return max(0, min(LATEST, time))

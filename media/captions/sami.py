"""SAMI, in which nothing says when a text goes but the next one that comes in its place. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from media.captions.cues import LONGEST_TEXT, Cue, from_markup, plain

#: What parts a file; the rest between is text and its own tags.
_PARTS = re.compile(r"<(/?)(sync|p|body|sami)\b([^<>]*)>", re.IGNORECASE)
_START = re.compile(r"\bstart\s*=\s*[\"']?\s*(\d{1,9})", re.IGNORECASE | re.ASCII)
_END = re.compile(r"\bend\s*=\s*[\"']?\s*(\d{1,9})", re.IGNORECASE | re.ASCII)
_CLASS = re.compile(r"\bclass\s*=\s*[\"']?\s*([\w-]{1,60})", re.IGNORECASE)
#: How long the last text stays where nothing ends it, in milliseconds: in any case, and for each character.
_AT_LEAST, _A_CHARACTER = 500, 67
#: No file is in so many languages.
MOST_CLASSES = 20


@dataclass
class _Moment:
    """What comes at one time, by the class of its language; empty text makes room."""

    start: int
    #: Some files say it, though the format does not.
    end: int | None
    raw: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class _Standing:
    """A text that is seen until something comes in its place."""

    start: int
    end: int | None
    text: str

    def gone(self, at: int) -> Cue:
        """The cue that it was, when at the latest it goes at that time."""
        return Cue(self.start, at if self.end is None else min(at, self.end), self.text)


def read_sami(text: str) -> Iterator[Cue]:
    """The texts of all languages in the file, each until the next in its own. May raise ValueError."""
    standing: dict[str, _Standing] = {}
    for moment in sorted(_moments(_without_comments(text)), key=lambda moment: moment.start):
        texts = {name: from_markup(_as_lines("".join(raw))) for name, raw in moment.raw.items()}
        # What names no language is for all of them, and stands where any comes.
        gone = [name for name in standing if not name or name in texts or not any(texts)]
        for name in gone:
            last = standing[name]
            is_whole = last.start < moment.start or len(last.text) > LONGEST_TEXT
            if not is_whole and plain(texts.get(name, "")):
                texts[name] = f"{last.text}\n{texts[name]}"
                del standing[name]
            else:
                yield standing.pop(name).gone(moment.start)
        for name, said in texts.items():
            if plain(said):
                standing[name] = _Standing(moment.start, moment.end, said)
        if len(standing) > MOST_CLASSES:
            raise ValueError("This is in no number of languages.")
    for last in standing.values():
        stays = _AT_LEAST + _A_CHARACTER * len(plain(last.text))
        yield last.gone(last.start + stays if last.end is None else last.end)


def _moments(text: str) -> list[_Moment]:
    """The times of the file in its own order. One that cannot be read is the one before."""
    moments: list[_Moment] = []
    name, at = "", 0
    for part in _PARTS.finditer(text):
        _add(moments, name, text[at : part.start()])
        at = part.end()
        closes, kind, said = part[1], part[2].lower(), part[3]
        if closes and kind in ("body", "sami"):
            return moments
        if closes:
            continue
        if kind == "sync":
            start, end, name = _START.search(said), _END.search(said), ""
            before = moments[-1].start if moments else 0
            moments.append(_Moment(int(start[1]) if start else before, int(end[1]) if end else None))
        elif kind == "p" and moments:
            found = _CLASS.search(said)
            name = found[1].lower() if found else ""
            moments[-1].raw.setdefault(name, []).append("<br>")
    _add(moments, name, text[at:])
    return moments


def _add(moments: list[_Moment], name: str, raw: str) -> None:
    """Adds text to the paragraph that is open; white space between tags opens none."""
    if moments and raw.strip():
        moments[-1].raw.setdefault(name, []).append(raw)


def _as_lines(raw: str) -> str:
    """Text whose lines end where the file says so, with the tags that are ours as we write them."""
    text = re.sub(r"<br\b[^<>]*>", "\n", " ".join(raw.split()), flags=re.IGNORECASE)
    return re.sub(r"<(/?)([BIUbiu])(?:\s[^<>]*)?>", lambda found: f"<{found[1]}{found[2].lower()}>", text)


def _without_comments(text: str) -> str:
    pieces, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        pieces.append(text[at:start])
        at = end + 3
    return "".join([*pieces, text[at:]])

"""SubStation Alpha and its Advanced form: what is said, without drawings, comments and placing. Pure."""

import re
from collections.abc import Iterator

from media.captions.cues import Cue, clean, literal, plain

_TIME = re.compile(r"\s*(-)?(\d{1,3}):(\d{1,2}):(\d{1,2})(?:[.,:](\d{1,3}))?\s*", re.ASCII)
#: Nothing between braces is shown; marks in them begin with a backslash.
_BRACES = re.compile(r"\{([^{}]*)\}")
#: The marks that matter here: drawing, slanted, bold and underlined text, and the end of all of it.
_MARK = re.compile(r"\\(?:([pibu])(\d{0,4})|r[^\\]{0,80})(?=[\\\s)]|$)")
_BREAKS = {r"\N": "\n", r"\n": "\n", r"\h": " "}
#: The order of a line's fields where the file does not say it.
_FIELDS = ["layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text"]


def read_substation(text: str) -> Iterator[Cue]:
    """The spoken lines in the order of the file; of layers that say the same at the same time, one.

    A line whose times cannot be read is kept at no time, beside the one before it.
    """
    fields, latest = _FIELDS, 0
    seen: set[tuple[int, int, str]] = set()
    for line in text.replace("\r", "\n").split("\n"):
        kind, _, rest = line.lstrip().partition(":")
        if kind == "Format":
            named = [field.strip().lower() for field in rest.split(",")]
            # The section of styles says one as well.
            fields = named if {"start", "end", "text"} <= set(named) else fields
        elif kind == "Dialogue":
            row = dict(zip(fields, rest.split(",", len(fields) - 1), strict=False))
            start, end = _milliseconds(row.get("start", "")), _milliseconds(row.get("end", ""))
            latest = latest if start is None else start
            cue = Cue(latest, latest if start is None or end is None else end, _spoken(row.get("text", "")))
            said = (cue.start, cue.end, plain(cue.text))
            if said[2] and said not in seen:
                seen.add(said)
                yield cue


def _milliseconds(written: str) -> int | None:
    found = _TIME.fullmatch(written)
    if not found:
        return None
    seconds = int(found[2]) * 3600 + int(found[3]) * 60 + int(found[4])
    # What was moved to before the beginning begins with the film.
    return 0 if found[1] else seconds * 1000 + int((found[5] or "").ljust(3, "0"))


def _spoken(written: str) -> str:
    """The text of one line with its slant, weight and underlining as our tags."""
    done: list[str] = []
    words: list[str] = []
    standing: list[str] = []
    at, draws = 0, False

    def mark(tag: str, is_on: bool) -> None:
        if is_on == (tag in standing):
            return
        done.extend([literal("".join(words)), f"<{tag}>" if is_on else f"</{tag}>"])
        words.clear()
        (standing.append if is_on else standing.remove)(tag)

    for braces in _BRACES.finditer(written):
        words += [] if draws else [_broken(written[at : braces.start()])]
        at = braces.end()
        for found in _MARK.finditer(braces[1]):
            tag, value = found[1], int(found[2] or 0)
            if tag == "p":
                draws = value > 0
            elif tag:
                # Of bold, a weight may be said instead.
                mark(tag, value == 1 or value >= 600)
            else:
                for one in standing[::-1]:
                    mark(one, False)
    words += [] if draws else [_broken(written[at:])]
    for one in standing[::-1]:
        mark(one, False)
    return clean("".join([*done, literal("".join(words))]))


def _broken(words: str) -> str:
    return re.sub(r"\\[Nnh]", lambda found: _BREAKS[found[0]], words)

"""Whether captions can be followed: every cue looked at, in order. Pure but for the sentences' language."""

from collections.abc import Iterator, Sequence

from media.captions.cues import Cue, lines_of, minutes, plain
from media.captions.remarks import Remark

#: Characters a second, characters a line and lines, as Netflix's Timed Text Style Guides for Finnish and
#: Swedish have them (17 a second is theirs for adults; we advise, and never refuse, by it).
FASTEST = 17
LONGEST_LINE = 42
MOST_LINES = 2
#: The same guides' shortest time on screen, five sixths of a second, in milliseconds.
SHORTEST = 833
#: A cue may stay this much past the end: encoders round the length of a film, in milliseconds.
PAST_END = 500


def check(cues: Sequence[Cue], seconds: float | None = None) -> tuple[Remark, ...]:
    """Everything to be said of these cues in a video of that length (None: not known), in their order."""
    end = round(seconds * 1000) if seconds else None
    return tuple(
        remark
        for number, cue in enumerate(cues, 1)
        for remark in _of_one(number, cue, cues[number - 2] if number > 1 else None, end)
    )


def _of_one(number: int, cue: Cue, before: Cue | None, end: int | None) -> Iterator[Remark]:
    def said(code: str, **values: object) -> Remark:
        return Remark(code, cue=number, at=cue.start, values=values)

    if not plain(cue.text):
        yield said("no-text")
    if cue.end == cue.start:
        yield said("no-length")
    elif cue.end < cue.start:
        yield said("backwards")
    if before and cue.start < before.start:
        yield said("order")
    elif before and cue.start < before.end:
        yield said("overlap")
    if end is not None and cue.start >= end:
        yield said("after-end", end=minutes(end))
    elif end is not None and cue.end > end + PAST_END:
        yield said("past-end", until=minutes(cue.end), end=minutes(end))
    yield from (said(code, **values) for code, values in _reading(cue))


def _reading(cue: Cue) -> Iterator[tuple[str, dict[str, object]]]:
    """What makes a cue hard to read in time."""
    length = cue.end - cue.start
    if 0 < length < SHORTEST:
        yield "short", {"seconds": f"{length / 1000:.1f}"}
    elif length > 0 and (speed := len(plain(cue.text)) * 1000 / length) > FASTEST:
        yield "fast", {"speed": round(speed), "limit": FASTEST}
    lines = lines_of(cue.text)
    if (longest := max(map(len, lines))) > LONGEST_LINE:
        yield "long-line", {"length": longest, "limit": LONGEST_LINE}
    if len(lines) > MOST_LINES:
        yield "many-lines", {"lines": len(lines)}

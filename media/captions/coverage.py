"""How much of what is heard in a video its captions cover. Pure: times in, times out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from media.captions.cues import Cue, plain

#: Captions come and go a little before or after the voice; so much either way still counts, in milliseconds.
SLACK = 700
#: A stretch of sound without captions that is worth pointing at, in milliseconds.
LONG_GAP = 5000

Span = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Milliseconds in which something is heard, those with captions, and the long stretches without."""

    heard: int
    captioned: int
    gaps: tuple[Span, ...] = ()

    @property
    def share(self) -> float:
        """The share of what is heard that has captions, 0..1; 1 when nothing is heard."""
        return self.captioned / self.heard if self.heard else 1.0


def coverage(active: Iterable[tuple[float, float]], cues: Sequence[Cue]) -> Coverage:
    """Sets the cues against the times, in seconds, in which something is heard."""
    heard = _merged((round(start * 1000), round(end * 1000)) for start, end in active)
    shown = _merged(
        (cue.start - SLACK, cue.end + SLACK) for cue in cues if plain(cue.text) and cue.end > cue.start
    )
    without = list(_outside(heard, shown))
    total = sum(end - start for start, end in heard)
    missing = sum(end - start for start, end in without)
    gaps = tuple(span for span in without if span[1] - span[0] >= LONG_GAP)
    return Coverage(heard=total, captioned=total - missing, gaps=gaps)


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that touch made one."""
    merged: list[Span] = []
    for start, end in sorted(span for span in spans if span[1] > span[0]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _outside(spans: Sequence[Span], shown: Sequence[Span]) -> Iterable[Span]:
    """The parts of `spans` that lie in none of `shown`; both are merged."""
    first = 0
    for start, end in spans:
        at = start
        while first < len(shown) and shown[first][1] <= at:
            first += 1
        for one_start, one_end in shown[first:]:
            if one_start >= end:
                break
            if one_start > at:
                yield at, one_start
            at = max(at, one_end)
        if at < end:
            yield at, end

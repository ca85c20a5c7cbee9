"""The times of TTML: by the clock, by an offset, in frames, in ticks. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from media.captions.cues import LATEST

#: `01:02:03`, with a fraction, or with frames and their parts; files leave out the hours, too.
_CLOCK = re.compile(
    r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,9})|:(\d{1,3})(?:\.(\d{1,3}))?)?", re.ASCII
)
#: `1.5s`; a number alone is one of seconds, as players take it.
_OFFSET = re.compile(r"(\d{1,15}(?:\.\d{1,9})?)(h|ms|m|s|f|t)?", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Clock:
    """How a document counts time; what it does not say is as the standard has it."""

    frames: int = 30
    #: Frames a second as they really are, where that is no whole number.
    frame_rate: float = 30
    sub_frames: int = 1
    ticks: int = 1
    #: SMPTE time code counts frames, so that its seconds last as long as theirs.
    counts_frames: bool = False
    drops: str = ""

    @classmethod
    def of(cls, said: Mapping[str, str]) -> "Clock":
        """The clock of a document by the parameters of its root, under their names without namespace."""
        rate, sub = _whole(said.get("frameRate", "")), _whole(said.get("subFrameRate", "")) or 1
        frames = rate or 30
        return cls(
            frames=frames,
            frame_rate=frames * _multiplier(said.get("frameRateMultiplier", "")),
            sub_frames=sub,
            ticks=_whole(said.get("tickRate", "")) or (rate * sub if rate else 1),
            counts_frames=said.get("timeBase", "") == "smpte",
            drops=said.get("dropMode", ""),
        )

    def milliseconds(self, written: str) -> int | None:
        """A time expression in milliseconds; None for what is none."""
        if offset := _OFFSET.fullmatch(written.strip()):
            second = {"h": 1 / 3600, "m": 1 / 60, "ms": 1000, "f": self.frame_rate, "t": self.ticks}
            return min(LATEST, round(float(offset[1]) * 1000 / second.get(offset[2], 1)))
        found = _CLOCK.fullmatch(written.strip())
        if not found:
            return None
        hours, minutes, whole, fraction, frames, sub = (part or "0" for part in found.groups())
        seconds = int(hours) * 3600 + int(minutes) * 60 + int(whole)
        pictures = int(frames) + int(sub) / self.sub_frames
        if self.counts_frames and found[5]:
            pictures += seconds * self.frames - self._dropped(int(hours), int(minutes))
            seconds = 0
        return min(LATEST, round((seconds + float(f"0.{fraction}") + pictures / self.frame_rate) * 1000))

    def _dropped(self, hours: int, minutes: int) -> int:
        """The numbers left out so far, so that a time code keeps up with the time of day."""
        if self.drops == "dropNTSC":
            return (hours * 54 + minutes - minutes // 10) * 2
        if self.drops == "dropPAL":
            return (hours * 27 + minutes // 2 - minutes // 20) * 4
        return 0


def _whole(written: str) -> int:
    """A whole number above zero; zero for anything else."""
    return int(written) if re.fullmatch(r"\s*[0-9]{1,9}\s*", written) else 0


def _multiplier(written: str) -> float:
    """`1000 1001`, or `1000:1001` as in the drafts."""
    found = re.fullmatch(r"\s*([1-9][0-9]{0,8})[\s:]+([1-9][0-9]{0,8})\s*", written)
    return int(found[1]) / int(found[2]) if found else 1

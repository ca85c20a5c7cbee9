"""How loud a sound is, when something is heard in it, and what brings it to the common level. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from math import log10

#: What every sound is brought to: usual for speech on the web and loud enough for a tablet's speaker.
TARGET_LUFS = -16.0
#: The highest peak we let into the encoder, in dB of full scale; the encoder adds a little.
HIGHEST_PEAK = -1.5
#: A sound whose peak is lower than this is silence to a listener, in dB of full scale.
SILENT_PEAK = -50.0
#: What is quieter than this on the whole is left alone: made louder, only its noise would be heard.
QUIETEST_LUFS = -50.0
MOST_GAIN = 30.0
#: What is quieter than this, in LUFS, does not count; nor what has less than this share of the mean power.
ABSOLUTE_GATE, RELATIVE_GATE = -70.0, 0.1
#: Seconds that one level measured stands for.
STEP = 0.1
#: Something between two silences shorter than this is a click, a silence shorter than this a breath.
SHORTEST_SOUND, SHORTEST_SILENCE = 0.2, 0.5
#: Levels, in dB of full scale: never heard below, always heard above.
NEVER_HEARD, ALWAYS_HEARD = -60.0, -30.0


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What was measured. `loudness` (LUFS) is None when it is too short or too quiet to have one."""

    loudness: float | None
    #: The highest true peak, in dB of full scale.
    peak: float
    #: Start and end, in seconds, of the times in which something is heard in the band of speech.
    active: tuple[tuple[float, float], ...] = ()
    #: Whether the sound began anew on the way (its channels changed), so that time seemed to begin again.
    restarted: bool = False

    @property
    def audible(self) -> bool:
        """Whether a listener hears anything at all."""
        return self.peak >= SILENT_PEAK

    @property
    def active_seconds(self) -> float:
        """How long something is heard, in all."""
        return sum(end - start for start, end in self.active)


@dataclass(frozen=True, kw_only=True)
class Levelling:
    """What brings a sound to the target: a gain in dB, and whether peaks must be held down after it."""

    gain: float = 0.0
    limited: bool = False
    #: Whether a sound that begins late is filled up with silence from zero on. One that begins anew on the
    #: way must not be: it would be filled up there, too.
    filled: bool = True


def levelling(heard: Heard) -> Levelling:
    """The one gain that brings what was heard to the target; a sound nearly silent is left as it is."""
    if heard.loudness is None or heard.loudness < QUIETEST_LUFS or not heard.audible:
        return Levelling(filled=not heard.restarted)
    gain = min(MOST_GAIN, TARGET_LUFS - heard.loudness)
    return Levelling(
        gain=round(gain, 2), limited=heard.peak + gain > HIGHEST_PEAK, filled=not heard.restarted
    )


def corrected(earlier: Levelling, measured: float) -> Levelling:
    """The next try, when a sound with peaks held down was still `measured` LUFS."""
    gain = min(MOST_GAIN * 1.5, earlier.gain + TARGET_LUFS - measured)
    return replace(earlier, gain=round(gain, 2), limited=True)


@dataclass
class Reading:
    """Collects the lines that the tool prints about each tenth of a second."""

    levels: list[float] = field(default_factory=list)
    #: Loudness of the last four tenths of a second, for each tenth: the blocks of ITU-R BS.1770.
    blocks: list[float] = field(default_factory=list)
    peak: float = -120.0
    restarted: bool = False
    _seconds: float = -1.0

    def __call__(self, line: str) -> None:
        """Hears one line."""
        name, _, value = line.partition("=")
        if name == "lavfi.astats.Overall.RMS_level":
            self.levels.append(_number(value, -120.0))
        elif name == "lavfi.r128.M":
            self.blocks.append(_number(value, -120.0))
        elif name.startswith("frame:"):
            self._look_at_the_clock(_number(name.rpartition("pts_time:")[2], self._seconds))
        elif name.startswith("lavfi.r128.true_peaks_ch"):
            # Of full scale, but not in dB.
            self.peak = max(self.peak, 20 * log10(max(_number(value, 0.0), 1e-6)))

    def heard(self) -> Heard:
        """All of it together."""
        return Heard(
            loudness=integrated(self.blocks),
            peak=self.peak,
            active=activity(self.levels),
            restarted=self.restarted,
        )

    def _look_at_the_clock(self, seconds: float) -> None:
        self.restarted = self.restarted or seconds < self._seconds
        self._seconds = seconds


def integrated(blocks: Sequence[float]) -> float | None:
    """The loudness of the whole, in LUFS, from that of its blocks; None when nothing is loud enough.

    As ITU-R BS.1770-4 has it: the mean power of the blocks above -70 LUFS, and of those the ones not more
    than 10 LU below their mean. The tool's own sum begins anew when a sound changes its channels.
    """
    powers = [10 ** (block / 10) for block in blocks if block > ABSOLUTE_GATE]
    if not powers:
        return None
    gate = sum(powers) / len(powers) * RELATIVE_GATE
    counted = [power for power in powers if power > gate]
    return 10 * log10(sum(counted) / len(counted))


def activity(levels: Sequence[float]) -> tuple[tuple[float, float], ...]:
    """Start and end, in seconds, of the times in which something is heard, from a level for each `STEP`.

    What counts as heard depends on the recording: a quiet voice over a quiet room is heard, a fan between
    two sentences is not.
    """
    threshold = _threshold(levels)
    runs = [(loud, len(list(run))) for loud, run in groupby(level >= threshold for level in levels)]
    runs = _joined([(loud or length * STEP < SHORTEST_SILENCE, length) for loud, length in _edged(runs)])
    found, at = [], 0
    for loud, length in runs:
        if loud and length * STEP >= SHORTEST_SOUND:
            found.append((round(at * STEP, 1), round((at + length) * STEP, 1)))
        at += length
    return tuple(found)


def _threshold(levels: Sequence[float]) -> float:
    """Between the recording's floor and its loud parts, nearer to the floor, within absolute bounds."""
    if not levels:
        return 0.0
    ordered = sorted(levels)
    floor, top = (max(-120.0, ordered[int((len(ordered) - 1) * share)]) for share in (0.1, 0.95))
    if top - floor < 12:  # one level all along: all of it is heard, or nothing
        return min(max(floor - 1, NEVER_HEARD), ALWAYS_HEARD)
    middle = max(floor, top - 45) * 0.6 + top * 0.4
    return min(max(middle, NEVER_HEARD), ALWAYS_HEARD)


def _edged(runs: Sequence[tuple[bool, int]]) -> list[tuple[bool, int]]:
    """Clicks made silent first, so that they do not keep two silences apart."""
    return _joined([(loud and length * STEP >= SHORTEST_SOUND, length) for loud, length in runs])


def _joined(runs: Sequence[tuple[bool, int]]) -> list[tuple[bool, int]]:
    """Neighbours of one kind made one."""
    return [(loud, sum(length for _, length in run)) for loud, run in groupby(runs, key=lambda one: one[0])]


def _number(text: str, otherwise: float) -> float:
    """A finite number, or what to take when the tool says "nan" or "-inf"."""
    try:
        value = float(text)
    except ValueError:
        return otherwise
    return value if abs(value) < 1000 else otherwise

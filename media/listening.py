"""Measures a file's sound in the sandbox: loudness, peak, and when something is heard."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from media.blame import fault_of_the_file
from media.loudness import TARGET_LUFS, Heard, Levelling, Reading, corrected, levelling
from media.probing import Probe, longest_seconds, memory_bytes
from media.reasons import Refused
from media.sandbox import FORMATS, Limits, Sandbox, ToolFailed

#: How near to the target a sound with peaks held down must come, in LU, and how often that is tried.
NEAR_ENOUGH = 0.5
TRIES = 4
#: With more channels than this, and no word of where they stand, they are microphones side by side.
MOST_CHANNELS = 8
#: Loudness and peak, then the level in the band in which speech lies, for telling when something is heard.
MEASURED = (
    "ebur128=peak=true:metadata=1",
    "highpass=f=150,lowpass=f=4000",
    "astats=reset=1:metadata=1:measure_perchannel=none:measure_overall=RMS_level",
)
#: Loudness alone: the true peak costs as much as all else, and is asked for only once.
MEASURED_AGAIN = ("ebur128=metadata=1",)
_PRINT = "ametadata=mode=print:file=-"
#: Float, so that a loud downmix is not clipped before it is measured; gaps in the file stay gaps in time.
_STEREO = "aformat=sample_fmts=fltp:channel_layouts=stereo:sample_rates=48000"
#: Below the highest peak by what two samples can hide between them.
_LIMIT = "alimiter=limit=0.79:level=false:attack=5:release=60:latency=true"

#: Lines of time (a tenth of a second each) from one telling of progress to the next.
_TELL_EVERY = 50
_TIME = re.compile(r"pts_time:(\d[\d.]*)")

#: Hears how much of the sound has been listened to, from 0 to less than 1, and may raise to stop.
Listened = Callable[[float], None]


def listen(source: Path, probe: Probe, listened: Listened) -> tuple[Heard, Levelling]:
    """Measures the sound, and finds what brings it to the target.

    A sound whose peaks must be held down becomes quieter by that, so its gain is found by trying.
    Raises Refused when the sound cannot be read, ToolFailed when trying again may help.
    """
    ear = _Ear(source, probe, listened)
    heard = ear.measure((start(probe), *MEASURED))
    if heard.restarted:
        heard = replace(ear.measure((start(probe, filled=False), *MEASURED)), restarted=True)
    chosen = levelling(heard)
    for _try in range(TRIES if chosen.limited else 0):
        loudness = ear.measure((levelled(probe, chosen), *MEASURED_AGAIN)).loudness
        if loudness is None or abs(loudness - TARGET_LUFS) <= NEAR_ENOUGH:
            break
        chosen = corrected(chosen, loudness)
    return heard, chosen


def start(probe: Probe, *, filled: bool = True) -> str:
    """The filters that every sound goes through first; see `Levelling.filled`."""
    together = [f"{name}={option}={value}" for name, option, value in as_one(probe)]
    return ",".join([*together, f"aresample=async=1{':first_pts=0' if filled else ''}", _STEREO])


def as_one(probe: Probe) -> list[tuple[str, str, str]]:
    """Filters (name, option, value) that make one channel of those which no rule brings down to two."""
    if probe.layout.startswith("ambisonic"):
        return [("pan", "args", "mono|c0<c0")]  # the first of them hears all around
    if probe.channels <= MOST_CHANNELS or probe.layout:
        return []
    names = "+".join(f"c{number}" for number in range(probe.channels))
    # The sum, not the mean: most of them may hear nothing. In floating point, so that none is cut off.
    return [
        ("aformat", "sample_fmts", "fltp"),
        ("pan", "args", f"mono|c0<{names}"),
        ("volume", "volume", str(probe.channels)),
    ]


def levelled(probe: Probe, chosen: Levelling) -> str:
    """All filters that bring a sound to the target."""
    gain = f"{start(probe, filled=chosen.filled)},volume={chosen.gain}dB"
    return f"{gain},{_LIMIT}" if chosen.limited else gain


def command(source: str, probe: Probe, filters: Sequence[str]) -> list[str]:
    """The ffmpeg command that prints what these filters measure, every tenth of a second."""
    return [
        *("ffmpeg", "-nostdin", "-hide_banner", "-nostats", "-v", "error"),
        *("-protocol_whitelist", "file", "-format_whitelist", FORMATS, "-i", f"file:{source}"),
        *(
            "-map",
            f"0:{probe.sound}",
            "-af",
            ",".join([*filters, _PRINT]),
            "-f",
            "null",
            "-",
        ),
    ]


class _Ear:
    """One file's sound, to be measured as often as needed."""

    def __init__(self, source: Path, probe: Probe, listened: Listened) -> None:
        seconds = min(probe.seconds or longest_seconds(), longest_seconds())
        wall = int(60 + seconds)
        limits = Limits(wall_seconds=wall, cpu_seconds=wall, file_bytes=0, memory_bytes=memory_bytes())
        self._box = Sandbox(input_file=source, output_folder=None, limits=limits)
        self._probe, self._listened, self._seconds = probe, listened, seconds

    def measure(self, filters: Sequence[str]) -> Heard:
        reading, lines = Reading(), count(1)

        def hear(line: str) -> None:
            reading(line)
            if line.startswith("frame:") and not next(lines) % _TELL_EVERY and (at := _TIME.search(line)):
                self._listened(min(0.99, float(at[1]) / self._seconds))

        try:
            self._box.run(command(self._box.source, self._probe, filters), on_line=hear)
        except ToolFailed as failure:
            if code := fault_of_the_file(failure):
                raise Refused(code) from failure
            raise
        return reading.heard()

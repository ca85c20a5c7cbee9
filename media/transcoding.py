"""One decode, everything made: HLS and DASH renditions in CMAF segments, files that play as they are, stills.

ffmpeg-python writes the command (a pure function of source and ladder), the sandbox runs it, and what came
out is read back before it counts.
"""

import hashlib
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from media.blame import disk_is_full, fault_of_the_file
from media.commands import command, preset, threads
from media.dash import MANIFEST, manifest
from media.ladder import FASTEST_RATE, LARGEST_BOX, Ladder, ladder
from media.listening import listen
from media.loudness import Heard, Levelling
from media.packaging import MASTER, Incomplete, Package, master, measure, package_of, write_facts
from media.pictures import STILLS_FOLDER, keep_posters, sheet, write_thumbnails
from media.probing import Probe, longest_seconds, memory_bytes
from media.reasons import NoRoom, Refused
from media.room import left
from media.sandbox import Limits, Sandbox, ToolFailed
from media.streams import without_sound

#: Change it when what is made of the same source changes.
RECIPE = 6
#: What is taken as the end missing: more than a tenth and more than this many seconds.
MISSING_SECONDS = 1.0
#: What films take of the highest rate that their renditions may have, on the whole.
USUAL_SHARE = 0.5
#: Per cent of the progress that listening takes.
LISTENING = 5

Report = Callable[[int], None]


def transcode(source: Path, probe: Probe, work: Path, report: Report) -> Package:
    """Fills the empty folder `work` from the file `source`; `report` hears per cent and may raise to stop.

    Raises Refused when the file itself is at fault, NoRoom when the disk is full, ToolFailed or OSError when
    trying again may help.
    """
    heard, chosen = _heard(source, probe, report)
    if heard is not None and not heard.audible:
        probe = without_sound(probe)
    plan = plan_for(probe)
    if not plan.rungs and plan.sound is None:
        raise Refused("silent")
    if left(work) < expected_bytes(probe, plan):
        raise NoRoom("There is not enough room on the disk for what is made of this file")
    (work / STILLS_FOLDER).mkdir()
    box = Sandbox(input_file=source, output_folder=work, limits=limits(probe, plan))
    try:
        box.run(
            command(box.source, probe, plan, chosen),
            on_line=Progress(probe.seconds, _while_there_is_room(work, report)),
        )
    except ToolFailed as failure:
        if code := fault_of_the_file(failure):
            raise Refused(code) from failure
        if disk_is_full(failure):
            raise NoRoom(str(failure)) from failure
        raise
    package = _packed(work, probe, plan, heard)
    missing = (probe.seconds or 0) - package.seconds
    if missing > MISSING_SECONDS and missing > (probe.seconds or 0) / 10:
        raise Refused("cut-short")
    return package


def plan_for(probe: Probe) -> Ladder:
    """What is made of a source, on this installation."""
    return ladder(probe.source, int(getattr(settings, "VIDEO_LARGEST", LARGEST_BOX)), _fastest())


def expected_bytes(probe: Probe, plan: Ladder) -> int:
    """Bytes that everything made of this source is likely to take, the file to be downloaded included."""
    highest = sum(rung.peak for rung in plan.rungs) + (plan.fallback.peak if plan.fallback else 0)
    return int(highest * USUAL_SHARE / 8 * (probe.seconds or 0))


def fingerprint(sha256: str) -> str:
    """The renditions folder's name: by content, recipe, settings and tool version."""
    recipe = f"{RECIPE}|{preset()}|{getattr(settings, 'VIDEO_LARGEST', LARGEST_BOX)}|{tool_version()}"
    if _fastest() != FASTEST_RATE:
        recipe += f"|{_fastest()}"
    return f"{sha256[:32]}-{hashlib.sha256(recipe.encode()).hexdigest()[:8]}"


def _fastest() -> int:
    return int(getattr(settings, "VIDEO_FASTEST", FASTEST_RATE))


def limits(probe: Probe, plan: Ladder) -> Limits:
    """What converting this source may use: generous for an honest file, an end for a hostile one."""
    seconds = min(probe.seconds or longest_seconds(), longest_seconds())
    wall = int(300 + 30 * seconds)
    largest = sum(rung.peak for rung in plan.rungs) + 256_000
    return Limits(
        wall_seconds=wall,
        cpu_seconds=wall * threads(plan),
        file_bytes=int(64 * 1024**2 + largest / 8 * seconds * 2),
        memory_bytes=memory_bytes(),
    )


@lru_cache(maxsize=1)
def tool_version() -> str:
    """ffmpeg's own name for its version."""
    box = Sandbox(input_file=Path(__file__), output_folder=None, limits=_BRIEF)
    return box.run(["ffmpeg", "-version"]).partition("Copyright")[0].strip()


_TIME = re.compile(r"^out_time_us=(?P<clock>\d+)|^frame:.* pts_time:(?P<filter>\d[\d.]*)")


class Progress:
    """Turns the times that ffmpeg and its filters print into per cent of the source's length."""

    def __init__(self, seconds: float | None, report: Report) -> None:
        self._seconds = seconds
        self._report = report

    def __call__(self, line: str) -> None:
        """Hears one line; anything but a time is passed over."""
        found = _TIME.search(line)
        if found:
            seconds = float(found["filter"] or int(found["clock"]) / 1_000_000)
            share = seconds / self._seconds if self._seconds else 0
            self._report(min(99, LISTENING + int(share * (100 - LISTENING))))


_BRIEF = Limits(wall_seconds=20, cpu_seconds=20, file_bytes=0, memory_bytes=2 * 1024**3)


def _while_there_is_room(work: Path, report: Report) -> Report:
    def told(percent: int) -> None:
        if left(work) < 0:
            raise NoRoom("The disk is nearly full")
        report(percent)

    return told


def _heard(source: Path, probe: Probe, report: Report) -> tuple[Heard | None, Levelling]:
    if probe.sound is None:
        return None, Levelling()
    return listen(source, probe, lambda share: report(max(1, int(share * LISTENING))))


def _packed(work: Path, probe: Probe, plan: Ladder, heard: Heard | None) -> Package:
    """Reads back what was made and writes what leads to it. Raises Refused when it is not whole."""
    try:
        tracks = measure(work, plan)
    except Incomplete as error:
        raise Refused("broken") from error
    posters = keep_posters(work)
    thumbnails = bool(plan.rungs) and write_thumbnails(
        work, sheet(plan.rungs[-1], probe.seconds), tracks.seconds, tracks.shown
    )
    package = package_of(tracks, heard, posters=posters, thumbnails=thumbnails)
    if package.seconds <= 0 or not posters:
        raise Refused("broken")
    (work / MASTER).write_text(master(package, tracks), encoding="utf-8")
    (work / MANIFEST).write_text(manifest(tracks), encoding="utf-8")
    write_facts(work, package)
    return package

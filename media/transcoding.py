"""One decode, everything made: HLS renditions in CMAF segments, a progressive MP4, a poster.

ffmpeg-python writes the command (a pure function of source and ladder), the sandbox runs it, and what came
out is read back before it counts.
"""

import hashlib
import os
import signal
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import ffmpeg
from django.conf import settings

from media.ladder import Ladder, ladder
from media.packaging import FALLBACK, PLAYLIST, POSTER, SOUND, Incomplete, Package, pack
from media.probing import Probe, longest_seconds, memory_bytes
from media.reasons import Refused
from media.sandbox import FORMATS, Limits, Sandbox, ToolFailed

#: Change it when what is made of the same source changes.
RECIPE = 1
SEGMENT_SECONDS = 4
#: What is taken as the end missing: more than a tenth and more than this many seconds.
MISSING_SECONDS = 1.0

#: Sent by people and by a kernel short of memory; a crash (say 11) is the file's doing.
STOPPING_SIGNALS = (signal.SIGHUP, signal.SIGINT, signal.SIGKILL, signal.SIGTERM)

Report = Callable[[int], None]


def transcode(source: Path, probe: Probe, work: Path, report: Report) -> Package:
    """Fills the empty folder `work` from the file `source`; `report` hears per cent and may raise to stop.

    Raises Refused when the file itself is at fault, ToolFailed or OSError when trying again may help.
    """
    plan = ladder(probe.source)
    box = Sandbox(input_file=source, output_folder=work, limits=limits(probe, plan))
    try:
        box.run(command(box.source, probe, plan), on_line=Progress(probe.seconds, report))
    except ToolFailed as failure:
        if code := fault_of_the_file(failure):
            raise Refused(code) from failure
        raise
    try:
        package = pack(work, plan)
    except Incomplete as error:
        raise Refused("broken") from error
    if not package.renditions or package.seconds <= 0:
        raise Refused("broken")
    missing = (probe.seconds or 0) - package.seconds
    if missing > MISSING_SECONDS and missing > (probe.seconds or 0) / 10:
        raise Refused("cut-short")
    return package


def command(source: str, probe: Probe, plan: Ladder) -> list[str]:
    """The ffmpeg command line, to be started in the output folder: decoded once, split, scaled, encoded."""
    file = ffmpeg.input(
        f"file:{source}", protocol_whitelist="file", format_whitelist=FORMATS, threads=threads()
    )
    picture = file[str(probe.picture)]
    if probe.interlaced:
        picture = picture.filter("yadif", deint="interlaced")
    picture = picture.filter("fps", fps=str(plan.rate))
    copies = picture.filter_multi_output("split", len(plan.rungs) + 1)
    streams = [
        copies[number]
        .filter("scale", rung.width, rung.height, flags="bicubic")
        .filter("setsar", "1")
        .filter("format", "yuv420p")
        for number, rung in enumerate(plan.rungs)
    ]
    if plan.sound:
        # Resampled against the clock, so that sound stays with the picture when the file has gaps.
        streams.append(file[str(probe.sound)].filter("aresample", **{"async": 1, "first_pts": 0}))
    films = ffmpeg.output(*streams, _tee(plan), **_encoding(plan))
    still = ffmpeg.output(_poster(copies[len(plan.rungs)], probe, plan), POSTER, **_still())
    asked = ffmpeg.merge_outputs(films, still).global_args(
        *("-nostdin", "-hide_banner", "-v", "error", "-nostats", "-progress", "pipe:1")
    )
    return list(ffmpeg.compile(asked))


def fingerprint(sha256: str) -> str:
    """The renditions folder's name: by content, recipe, preset and tool version."""
    recipe = f"{RECIPE}|{preset()}|{tool_version()}"
    return f"{sha256[:32]}-{hashlib.sha256(recipe.encode()).hexdigest()[:8]}"


def limits(probe: Probe, plan: Ladder) -> Limits:
    """What converting this source may use: generous for an honest file, an end for a hostile one."""
    seconds = min(probe.seconds or longest_seconds(), longest_seconds())
    wall = int(300 + 30 * seconds)
    largest = sum(rung.peak for rung in plan.rungs) + 256_000
    return Limits(
        wall_seconds=wall,
        cpu_seconds=wall * threads(),
        file_bytes=int(64 * 1024**2 + largest / 8 * seconds * 2),
        memory_bytes=memory_bytes(),
    )


def preset() -> str:
    """x264's trade of time for bytes."""
    return str(getattr(settings, "VIDEO_PRESET", "medium"))


def threads() -> int:
    """Threads for each decoder and encoder: more cost memory and bring little."""
    return min(8, os.cpu_count() or 1)


@lru_cache(maxsize=1)
def tool_version() -> str:
    """ffmpeg's own name for its version."""
    box = Sandbox(input_file=Path(__file__), output_folder=None, limits=_BRIEF)
    return box.run(["ffmpeg", "-version"]).partition("Copyright")[0].strip()


def fault_of_the_file(failure: ToolFailed) -> str:
    """The reason code when trying again would not help; empty when it may (a full disk, a killed process)."""
    if failure.limit:
        return "too-heavy"
    stopped = failure.status < 0 or failure.status - 128 in STOPPING_SIGNALS or failure.status == 255
    return "" if stopped or "No space left" in failure.said else "broken"


class Progress:
    """Turns ffmpeg's progress lines into per cent of the source's length."""

    def __init__(self, seconds: float | None, report: Report) -> None:
        self._seconds = seconds
        self._report = report

    def __call__(self, line: str) -> None:
        """Hears one line; anything but a time is passed over."""
        name, _, value = line.partition("=")
        if name == "out_time_us" and value.strip().isdigit():
            self._report(min(99, int(int(value) / 10_000 / self._seconds)) if self._seconds else 0)


_BRIEF = Limits(wall_seconds=20, cpu_seconds=20, file_bytes=0, memory_bytes=2 * 1024**3)


def _poster(copy: "ffmpeg.Stream", probe: Probe, plan: Ladder) -> "ffmpeg.Stream":
    """The first frame, then (overwriting it) the one a little into the film, which is seldom black."""
    when = min(10.0, (probe.seconds or 0) / 4)
    size = plan.fallback
    return (
        copy.filter("select", f"eq(n,0)+gte(t,{when:.3f})")
        .filter("setpts", "N/FRAME_RATE/TB")
        .filter("scale", size.width, size.height)
        .filter("setsar", "1")
    )


def _still() -> dict[str, object]:
    return {"frames:v": 2, "update": 1, "q:v": 4, "pix_fmt": "yuvj420p", "map_metadata": -1}


def _encoding(plan: Ladder) -> dict[str, object]:
    asked: dict[str, object] = {
        "c:v": "libx264",
        "preset": preset(),
        "profile:v": "high",
        "g": plan.keyframe_frames,
        "keyint_min": plan.keyframe_frames,
        "sc_threshold": 0,
        "flags": "+global_header+cgop",
        "threads": threads(),
        "map_metadata": -1,
        "map_chapters": -1,
        "f": "tee",
    }
    for number, rung in enumerate(plan.rungs):
        asked |= {
            f"crf:v:{number}": rung.crf,
            f"maxrate:v:{number}": rung.peak,
            f"bufsize:v:{number}": rung.peak * 2,
        }
    if plan.sound:
        asked |= {
            "c:a": "aac",
            "b:a": plan.sound.bandwidth,
            "ac": plan.sound.channels,
            "ar": plan.sound.sampling,
        }
    return asked


def _tee(plan: Ladder) -> str:
    """Both uses of the encoded streams: segments with a playlist for each, and one rung as an MP4."""
    group = f",agroup:{SOUND}" if plan.sound else ""
    parts = [f"v:{number}{group},name:{rung.name}" for number, rung in enumerate(plan.rungs)]
    if plan.sound:
        parts.append(f"a:0,agroup:{SOUND},name:{SOUND}")
    variants = " ".join(parts).replace(":", r"\:")
    segments = ":".join(
        [
            *("f=hls", f"hls_time={SEGMENT_SECONDS}", "hls_playlist_type=vod", "hls_segment_type=fmp4"),
            *("hls_flags=independent_segments", "hls_segment_filename=%v/%d.m4s"),
            *("hls_fmp4_init_filename=init.mp4", f"var_stream_map='{variants}'"),
        ]
    )
    chosen = f"v\\:{plan.rungs.index(plan.fallback)}" + (",a" if plan.sound else "")
    return rf"[{segments}]%v/{PLAYLIST}|[select=\'{chosen}\':f=mp4:movflags=+faststart]{FALLBACK}"

"""Processor time of converting a video: ours, the same plan as a plain command, and one ffmpeg a rendition.

    make bench
    python -m bench.video [--seconds 20] [--rounds 2] [FILE ...]

The clip is made in the run; a real one is added from the shared data folder when it is there
(KIERTO_SHARED_DATA). No database is opened.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from bench import table
from bench.knowledge import shared_file
from bench.processor import adopt_orphans, seconds_of
from bench.scratch import own_settings
from media import transcoding
from media.ladder import Ladder, Rung, ladder
from media.packaging import PLAYLIST
from media.probing import Probe, probe
from media.sandbox import SandboxMissing, require

SIZE, RATE = "1280x720", 25
#: What the processor seconds of ours may be to those of each peer.
LIMITS: Mapping[str, float] = {
    "one ffmpeg for each rendition": 0.70,
    "the same plan as a plain command": 1.03,
}
NOTE = (
    "Processor seconds of all processes, median of the rounds. They change little with other load on the\n"
    "machine, clock time would. The peer with one ffmpeg for each rendition makes no poster and no MP4."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 2 when nothing can be converted here."""
    options = _options(arguments)
    adopt_orphans()
    with own_settings() as folder:
        try:
            require()
        except SandboxMissing as problem:
            sys.stderr.write(f"{problem}\n")
            return 2
        made = _make_clip(folder / "made.mp4", options.seconds)
        clips = {f"made here: {SIZE}, {options.seconds:g} s": made}
        clips |= {file.name: file for file in options.files or _real_clips()}
        tables = {}
        for name, clip in clips.items():
            tables[name] = _measured(clip, options.rounds)
            table.write(f"Video, {name}", tables[name])
    sys.stdout.write(f"{NOTE}\n")
    if len(clips) == 1:
        sys.stdout.write("No real clip: the shared data folder is not there (KIERTO_SHARED_DATA).\n")
    table.write_json("video", tables, rounds=options.rounds)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.video", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE", help="real clips to convert, too")
    parser.add_argument("--seconds", type=float, default=20, help="length of the clip that is made")
    parser.add_argument("--rounds", type=int, default=2, help="times each way is taken, in turn")
    return parser.parse_args(arguments)


def _real_clips() -> list[Path]:
    real = shared_file("media", "video", "bigbuckbunny.mp4")
    return [real] if real else []


def _make_clip(path: Path, seconds: float) -> Path:
    """A moving test picture with grain, and a tone."""
    picture = f"testsrc2=size={SIZE}:rate={RATE}:duration={seconds},noise=alls=12:allf=t"
    _ffmpeg(
        *("-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", f"sine=frequency=440:duration={seconds}"),
        *("-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-pix_fmt", "yuv420p", "-c:a", "aac"),
        str(path),
    )
    return path


def _measured(clip: Path, rounds: int) -> list[table.Figure]:
    """The ways in turn, so that a change of the machine's load meets all of them."""
    found = probe(clip)
    plan = ladder(found.source)
    ways: dict[str, Callable[[Path], object]] = {
        "ours": lambda work: transcoding.transcode(clip, probe(clip), work, lambda percent: None),
        "one ffmpeg for each rendition": lambda work: _each_alone(clip, found, plan, work),
        "the same plan as a plain command": lambda work: subprocess.run(
            transcoding.command(str(clip), found, plan), cwd=work, check=True, stdout=subprocess.DEVNULL
        ),
    }
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for _round in range(rounds):
        for name, way in ways.items():
            with tempfile.TemporaryDirectory(prefix="kierto-bench-") as work:
                spent[name].append(seconds_of(partial(way, Path(work))))
    ours = statistics.median(spent["ours"])
    return [
        table.Figure(
            what=f"beside {name}", unit="CPU s", ours=ours, peer=statistics.median(spent[name]), at_most=limit
        )
        for name, limit in LIMITS.items()
    ]


def _each_alone(clip: Path, found: Probe, plan: Ladder, work: Path) -> None:
    """Every rendition by a command of its own, each with a decoding of its own; the sound is one of them."""
    for rung in plan.rungs:
        _ffmpeg(*_picture_alone(clip, found, plan, rung), *_segments(work / rung.name))
    if plan.sound and found.sound is not None:
        sound = ("-c:a", "aac", "-b:a", str(plan.sound.bandwidth), "-ac", str(plan.sound.channels))
        rate = ("-ar", str(plan.sound.sampling))
        _ffmpeg("-i", str(clip), "-map", f"0:{found.sound}", *sound, *rate, *_segments(work / "sound"))


def _picture_alone(clip: Path, found: Probe, plan: Ladder, rung: Rung) -> list[str]:
    """The same filters and encoder settings as the whole ladder's command has for this rung."""
    deinterlaced = "yadif=deint=interlaced," if found.interlaced else ""
    scaled = f"fps={plan.rate},scale={rung.width}:{rung.height}:flags=bicubic,setsar=1,format=yuv420p"
    keys, threads = str(plan.keyframe_frames), str(transcoding.threads())
    return [
        *("-threads", threads, "-i", str(clip), "-map", f"0:{found.picture}", "-vf", deinterlaced + scaled),
        *("-c:v", "libx264", "-preset", transcoding.preset(), "-profile:v", "high", "-threads", threads),
        *("-g", keys, "-keyint_min", keys, "-sc_threshold", "0", "-flags", "+global_header+cgop"),
        *("-crf", str(rung.crf), "-maxrate", str(rung.peak), "-bufsize", str(rung.peak * 2)),
    ]


def _segments(folder: Path) -> list[str]:
    folder.mkdir()
    return [
        *("-f", "hls", "-hls_time", str(transcoding.SEGMENT_SECONDS), "-hls_playlist_type", "vod"),
        *("-hls_segment_type", "fmp4", "-hls_flags", "independent_segments"),
        *("-hls_segment_filename", str(folder / "%d.m4s"), "-hls_fmp4_init_filename", "init.mp4"),
        str(folder / PLAYLIST),
    ]


def _ffmpeg(*arguments: str) -> None:
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", *arguments], check=True)


if __name__ == "__main__":
    raise SystemExit(main())

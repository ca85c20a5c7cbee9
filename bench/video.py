"""Converting a video: processor time and bytes beside peers of the same run.

    make bench
    python -m bench.video [--seconds 20] [--rounds 2] [--enough 30] [--without-quality] [FILE ...]

One clip is made in the run; a lesson of real films is added from the shared data folder when it is there
(KIERTO_SHARED_DATA). No database is opened.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from bench import peers, quality, table
from bench.clips import RATE, SIZE, make_clip, real_clips
from bench.processor import adopt_orphans, seconds_of
from bench.scratch import own_settings
from media import transcoding
from media.probing import probe
from media.sandbox import SandboxMissing, require

#: What the processor seconds of ours may be to those of each peer.
LIMITS: Mapping[str, float] = {
    "one ffmpeg for each rendition": 0.70,
    "the same plan as plain commands": 1.03,
}
#: Processor seconds of ours that are measured at the least: rounds of a short clip differ by some per cent.
ENOUGH = 30.0
NOTE = (
    "Processor seconds of all processes, median of the rounds. They change little with other load on the\n"
    "machine, clock time does. Every way looks at the file and makes the same of it: all sizes, sound\n"
    "measured and brought to the common loudness, MP4, stills and thumbnails. With one ffmpeg for each, the\n"
    "MP4 is copied together from what is encoded already. The first rendition is playable when its playlist\n"
    "is complete; ours appear all at once."
)
NO_REAL_CLIP = (
    "No real clip: the shared data folder is not there (KIERTO_SHARED_DATA). Quality is judged on real\n"
    "films only: grain made by rule says nothing of what eyes see.\n"
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
        clips = {f"made here: {SIZE}, {RATE} fps": make_clip(folder / "made.mp4", options.seconds)}
        real = {file.name: file for file in options.files} or real_clips(folder)
        tables: dict[str, Sequence[table.Figure]] = {}
        for name, clip in (clips | real).items():
            tables[name] = _measured(clip, options.rounds, options.enough)
            table.write(f"Video, {name}", tables[name])
        sys.stdout.write(f"{NOTE}\n" if real else f"{NOTE}\n{NO_REAL_CLIP}")
        if real and not options.without_quality:
            tables |= _judged(*next(iter(real.items())))
    table.write_json("video", tables, rounds=options.rounds)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.video", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE", help="real clips to convert, too")
    parser.add_argument("--seconds", type=float, default=20, help="length of the clip that is made")
    parser.add_argument("--rounds", type=int, default=2, help="times each way is taken at least, in turn")
    parser.add_argument("--enough", type=float, default=ENOUGH, help="processor seconds of ours, at least")
    parser.add_argument("--without-quality", action="store_true", help="leave out what takes longest")
    return parser.parse_args(arguments)


def _measured(clip: Path, rounds: int, enough: float) -> list[table.Figure]:
    """The ways in turn, so that a change of the machine's load meets all of them."""
    found = probe(clip)
    made = peers.Asked.of(clip, found)
    ways: dict[str, Callable[[Path], float | None]] = {
        "ours": partial(_ours, clip),
        "one ffmpeg for each rendition": partial(peers.each_alone, made),
        "the same plan as plain commands": partial(peers.same_plan, made),
    }
    spent: dict[str, list[float]] = {name: [] for name in ways}
    first: dict[str, list[float]] = {name: [] for name in ways}
    while len(spent["ours"]) < rounds or sum(spent["ours"]) < enough:
        for name, way in ways.items():
            processor, clock = _taken(way)
            spent[name].append(processor)
            first[name].append(clock)
    ours = statistics.median(spent["ours"])
    figures = [
        table.Figure(
            what=f"beside {name}", unit="CPU s", ours=ours, peer=statistics.median(spent[name]), at_most=limit
        )
        for name, limit in LIMITS.items()
    ]
    soonest, peer = (statistics.median(first[name]) for name in ("ours", "one ffmpeg for each rendition"))
    return [*figures, table.Figure(what="first playable rendition", unit="s", ours=soonest, peer=peer)]


def _ours(clip: Path, work: Path) -> None:
    """The whole of it, from looking at the file to facts and manifests."""
    transcoding.transcode(clip, probe(clip), work, lambda percent: None)


def _taken(way: Callable[[Path], float | None]) -> tuple[float, float]:
    """Processor seconds of one way, and seconds until something could be played."""
    playable: list[float | None] = []
    with tempfile.TemporaryDirectory(prefix="kierto-bench-") as work:
        began = time.monotonic()
        processor = seconds_of(lambda: playable.append(way(Path(work))))
        return processor, (playable[0] or time.monotonic()) - began


def _judged(name: str, clip: Path) -> dict[str, Sequence[table.Figure]]:
    """The table of quality; empty where no program is installed that judges it."""
    tool = quality.judge()
    if tool is None:
        sys.stdout.write("Quality is not judged: imageio-ffmpeg is not installed.\n")
        return {}
    title = f"{name}: bytes beside fixed bit rates"
    figures = quality.measured(clip, tool)
    table.write(f"Video, {title}", figures, quality.NOTE)
    return {title: figures}


if __name__ == "__main__":
    raise SystemExit(main())

"""Bytes at equal quality: our renditions beside a ladder of fixed bit rates, judged by VMAF."""

from __future__ import annotations

import json
import subprocess
import tempfile
from dataclasses import dataclass
from math import exp, log
from pathlib import Path

from bench import table
from media import commands, transcoding
from media.ladder import Ladder, Rung
from media.packaging import PLAYLIST, SOUND
from media.probing import Probe, probe

#: How near the qualities must be, and how often a bit rate is tried to bring them so near.
EQUAL, TRIES = 0.5, 7
#: One in so many frames is judged.
EVERY = 3
#: What our bytes may be to the peer's.
AT_MOST = 0.75
NOTE = (
    "The peer is the usual recipe of a fixed ladder (-b:v B -maxrate 1.07 B -bufsize 1.5 B, same preset,\n"
    "same sizes and keyframes); for each size B is sought until its VMAF is ours within 0.5. Judged at the\n"
    "source's size, as it is seen on a full screen."
)


@dataclass(frozen=True)
class _Try:
    """One encoding: bytes of the picture, and its mean VMAF."""

    size: int
    score: float


def judge() -> str | None:
    """A program that knows VMAF; Debian's ffmpeg does not. None where the package is not installed."""
    try:
        from imageio_ffmpeg import get_ffmpeg_exe
    except ImportError:
        return None
    return str(get_ffmpeg_exe())


def measured(clip: Path, tool: str) -> list[table.Figure]:
    """Bytes of each size, and of all, beside the fixed ladder's at the same VMAF."""
    found = probe(clip)
    plan = transcoding.plan_for(found)
    figures, ours, theirs = [], 0, 0
    with tempfile.TemporaryDirectory(prefix="kierto-bench-") as name:
        work = Path(name)
        made = work / "ours"
        made.mkdir()
        transcoding.transcode(clip, found, made, lambda percent: None)
        for rung in plan.rungs:
            playlist = made / rung.name / PLAYLIST
            mine = _Try(_bytes(playlist), _vmaf(tool, playlist, clip, found))
            peer = _equal(mine, rung, plan, clip, found, tool, work)
            ours, theirs = ours + mine.size, theirs + peer.size
            what = f"{rung.name}: VMAF {mine.score:.1f} beside {peer.score:.1f}"
            figures.append(table.Figure(what=what, unit="kB", ours=mine.size / 1000, peer=peer.size / 1000))
        if (made / SOUND).is_dir():
            figures.append(table.Figure(what="sound", unit="kB", ours=_bytes(made / SOUND / PLAYLIST) / 1000))
    all_sizes = table.Figure(
        what="all sizes, at equal VMAF", unit="kB", ours=ours / 1000, peer=theirs / 1000, at_most=AT_MOST
    )
    return [*figures, all_sizes]


def _equal(mine: _Try, rung: Rung, plan: Ladder, clip: Path, found: Probe, tool: str, work: Path) -> _Try:
    """The fixed ladder's encoding of the same quality; the nearest one when none came near enough.

    Quality grows about with the logarithm of the bit rate, so the next rate is read off the last two.
    """
    rate = mine.size * 8 / (found.seconds or 1)
    tried: list[tuple[float, _Try]] = []
    for _number in range(TRIES):
        path = work / f"{rung.name}.mp4"
        _encode(clip, found, plan, rung, int(rate), path)
        one = _Try(path.stat().st_size, _vmaf(tool, path, clip, found))
        tried.append((log(rate), one))
        if abs(one.score - mine.score) <= EQUAL:
            break
        rate = exp(_next(tried, mine.score))
    return min((one for _, one in tried), key=lambda one: abs(one.score - mine.score))


def _next(tried: list[tuple[float, _Try]], wanted: float) -> float:
    """The logarithm of the bit rate to try next."""
    at, last = tried[-1]
    slope = 8.0
    if len(tried) > 1:
        before_at, before = tried[-2]
        if at != before_at and (last.score - before.score) / (at - before_at) > 0.5:
            slope = (last.score - before.score) / (at - before_at)
    return at + max(-0.7, min(0.7, (wanted - last.score) / slope))


def _encode(clip: Path, found: Probe, plan: Ladder, rung: Rung, rate: int, path: Path) -> None:
    keys = str(plan.keyframe_frames)
    filters = f"fps={plan.rate},scale={rung.width}:{rung.height}:flags=bicubic,setsar=1,format=yuv420p"
    _run(
        *("ffmpeg", "-i", str(clip), "-map", f"0:{found.picture}", "-vf", filters, "-an", "-c:v", "libx264"),
        *("-preset", commands.preset(), "-profile:v", "high", "-g", keys, "-keyint_min", keys),
        *("-sc_threshold", "0", "-b:v", str(rate), "-maxrate", str(int(rate * 1.07))),
        *("-bufsize", str(int(rate * 1.5)), str(path)),
    )


def _vmaf(tool: str, path: Path, clip: Path, found: Probe) -> float:
    """Mean VMAF of every few frames, at the source's size."""
    with tempfile.NamedTemporaryFile(suffix=".json") as log_file:
        size = f"scale={found.width}:{found.height}:flags=bicubic,setsar=1,format=yuv420p,settb=AVTB,setpts=N"
        options = f"n_subsample={EVERY}:n_threads=2:log_fmt=json:log_path={log_file.name}"
        graph = f"[0:v]{size}[made];[1:{found.picture}]{size}[source];[made][source]libvmaf={options}"
        _run(tool, "-i", str(path), "-i", str(clip), "-lavfi", graph, "-f", "null", "-")
        answer = json.loads(Path(log_file.name).read_text(encoding="utf-8"))
    return float(answer["pooled_metrics"]["vmaf"]["mean"])


def _bytes(playlist: Path) -> int:
    return sum(path.stat().st_size for path in playlist.parent.glob("*.m4s"))


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([tool, "-nostdin", "-v", "error", "-y", *arguments], check=True, stdout=subprocess.DEVNULL)

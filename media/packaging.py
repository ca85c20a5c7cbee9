"""Reads what ffmpeg made, and writes the master playlist and the facts from what was read."""

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from media.ladder import Ladder, Rung

MASTER = "master.m3u8"
PLAYLIST = "index.m3u8"
FALLBACK = "video.mp4"
POSTER = "poster.jpg"
FACTS = "facts.json"
#: Name of the sound track's folder and of its group in the playlists.
SOUND = "sound"
SOUND_CODEC = "mp4a.40.2"


@dataclass(frozen=True, kw_only=True)
class Made:
    """One rendition as it lies on disk. Bandwidths are bits a second, measured, with sound."""

    name: str
    width: int
    height: int
    bandwidth: int
    average: int
    codecs: str


@dataclass(frozen=True, kw_only=True)
class Package:
    """A complete renditions folder; the largest picture first."""

    seconds: float
    has_audio: bool
    renditions: tuple[Made, ...]


@dataclass(frozen=True, kw_only=True)
class Track:
    """One media playlist with its segments measured: seconds in all, peak and average bits a second."""

    seconds: float
    peak: int
    average: int


class Incomplete(Exception):
    """Something that a finished folder must hold is not there."""


def pack(folder: Path, plan: Ladder) -> Package:
    """Reads a folder that ffmpeg filled by `plan`, adds master playlist and facts. Raises Incomplete."""
    sound = track(folder / SOUND) if plan.sound else None
    tracks = [(rung, track(folder / rung.name)) for rung in plan.rungs]
    for name in (FALLBACK, POSTER):
        if not (folder / name).is_file():
            raise Incomplete(f"{name} was not made")
    package = Package(
        seconds=min(round(found.seconds, 3) for _, found in tracks),
        has_audio=sound is not None,
        renditions=tuple(_made(folder, rung, found, sound) for rung, found in tracks),
    )
    (folder / MASTER).write_text(master(package, plan), encoding="utf-8")
    (folder / FACTS).write_text(json.dumps(asdict(package), indent=1), encoding="utf-8")
    return package


def read_package(folder: Path) -> Package:
    """The facts that `pack` left in a finished folder. Raises Incomplete when they are not there."""
    try:
        facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise Incomplete(f"{folder.name} has no {FACTS}") from error
    return Package(**{**facts, "renditions": tuple(Made(**made) for made in facts["renditions"])})


def master(package: Package, plan: Ladder) -> str:
    """The master playlist; the smallest rendition first, so that a slow network shows a picture soon."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    group = ""
    if plan.sound:
        group = f',AUDIO="{SOUND}"'
        lines.append(
            f'#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="{SOUND}",NAME="{SOUND}",DEFAULT=YES,AUTOSELECT=YES,'
            f'CHANNELS="{plan.sound.channels}",URI="{SOUND}/{PLAYLIST}"'
        )
    for made in reversed(package.renditions):
        lines.append(
            f"#EXT-X-STREAM-INF:BANDWIDTH={made.bandwidth},AVERAGE-BANDWIDTH={made.average},"
            f'RESOLUTION={made.width}x{made.height},FRAME-RATE={float(plan.rate):.3f},CODECS="{made.codecs}"{group}'
        )
        lines.append(f"{made.name}/{PLAYLIST}")
    return "\n".join(lines) + "\n"


def track(folder: Path) -> Track:
    """Measures a media playlist by its files. Raises Incomplete when any is missing or it does not end."""
    try:
        playlist = (folder / PLAYLIST).read_text(encoding="utf-8")
        found = re.findall(r"#EXTINF:([\d.]+),\n(\S+)", playlist)
        sizes = [(float(seconds), (folder / name).stat().st_size) for seconds, name in found]
    except FileNotFoundError as error:
        raise Incomplete(f"{folder.name}: {error.filename} was not made") from error
    if not sizes or "#EXT-X-ENDLIST" not in playlist:
        raise Incomplete(f"{folder.name}: the playlist has no end")
    seconds = sum(length for length, _ in sizes)
    # A last segment of a few frames says nothing of the peak; half a second is the least that counts.
    peak = max(size * 8 / max(length, 0.5) for length, size in sizes)
    return Track(
        seconds=seconds, peak=int(peak), average=int(sum(size for _, size in sizes) * 8 / max(seconds, 0.5))
    )


def _made(folder: Path, rung: Rung, found: Track, sound: Track | None) -> Made:
    codecs = _codec(folder / rung.name)
    return Made(
        name=rung.name,
        width=rung.width,
        height=rung.height,
        bandwidth=found.peak + (sound.peak if sound else 0),
        average=found.average + (sound.average if sound else 0),
        codecs=f"{codecs},{SOUND_CODEC}" if sound else codecs,
    )


def _codec(folder: Path) -> str:
    """The picture's codec as players name it, read from the initialisation segment (its avcC box)."""
    name = re.search(r'#EXT-X-MAP:URI="(\S+?)"', (folder / PLAYLIST).read_text(encoding="utf-8"))
    if not name or not (folder / name[1]).is_file():
        raise Incomplete(f"{folder.name}: there is no initialisation segment")
    _, box, rest = (folder / name[1]).read_bytes().partition(b"avcC")
    if not box:
        raise Incomplete(f"{folder.name}: the initialisation segment names no codec")
    return f"avc1.{rest[1:4].hex()}"

"""Reads what ffmpeg made, and writes the HLS master playlist and the facts from what was read."""

import json
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path

from media.boxes import NoIndex, Span, codec, span
from media.ladder import Ladder, Rung
from media.loudness import Heard

MASTER = "master.m3u8"
PLAYLIST = "index.m3u8"
FALLBACK = "video.mp4"
#: The sound alone, as a file.
SOUND_FILE = "sound.m4a"
FACTS = "facts.json"
#: Name of the sound track's folder and of its group in the playlists.
SOUND = "sound"
SOUND_CODEC = "mp4a.40.2"
#: What the encoder puts before the sound; the files say that it is to be skipped.
PRIMING_SECONDS = 1024 / 48_000
#: By how much a sound may end later only because its last frame is filled up.
MOST_PADDING_SECONDS = 0.05


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
    """A complete renditions folder; the largest picture first, no picture at all for a sound recording."""

    seconds: float
    has_audio: bool
    renditions: tuple[Made, ...]
    #: How many stills there are to choose the poster from, and whether there is a thumbnails track.
    posters: int = 0
    thumbnails: bool = False
    #: Of the original's sound: LUFS, dB of full scale, and start and end of when something is heard.
    loudness: float | None = None
    peak: float | None = None
    active: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Track:
    """One media playlist with its segments measured: seconds in all, peak and average bits a second."""

    name: str
    seconds: float
    peak: int
    average: int
    #: File name of the initialisation segment.
    initialisation: str
    spans: tuple[Span, ...] = field(repr=False)


class Incomplete(Exception):
    """Something that a finished folder must hold is not there."""


@dataclass(frozen=True, kw_only=True)
class Tracks:
    """Everything a manifest is written from."""

    plan: Ladder
    pictures: tuple[tuple[Rung, Track, str], ...]
    sound: Track | None

    @property
    def seconds(self) -> float:
        """How long it plays. A picture that stands still at the end may be shorter than the sound."""
        heard = self.sound.seconds - PRIMING_SECONDS if self.sound else 0.0
        return round(heard if heard > self.shown + MOST_PADDING_SECONDS else self.shown, 3)

    @property
    def shown(self) -> float:
        """Seconds of picture."""
        return min((found.seconds for _, found, _ in self.pictures), default=0.0)


def measure(folder: Path, plan: Ladder) -> Tracks:
    """Reads a folder that ffmpeg filled by `plan`. Raises Incomplete when something of it is not there."""
    for name in [FALLBACK] * bool(plan.rungs) + [SOUND_FILE] * bool(plan.sound):
        if not (folder / name).is_file():
            raise Incomplete(f"{name} was not made")
    sound = track(folder / SOUND) if plan.sound else None
    pictures = [(rung, track(folder / rung.name)) for rung in plan.rungs]
    return Tracks(
        plan=plan,
        pictures=tuple((rung, found, _codec(folder, found)) for rung, found in pictures),
        sound=sound,
    )


def package_of(tracks: Tracks, heard: Heard | None, *, posters: int, thumbnails: bool) -> Package:
    """The facts of what was measured."""
    return Package(
        seconds=tracks.seconds,
        has_audio=tracks.sound is not None,
        renditions=tuple(_made(rung, found, name, tracks.sound) for rung, found, name in tracks.pictures),
        posters=posters,
        thumbnails=thumbnails,
        loudness=heard.loudness if heard else None,
        peak=round(heard.peak, 1) if heard else None,
        active=heard.active if heard and tracks.sound else (),
    )


def write_facts(folder: Path, package: Package) -> None:
    """Leaves the facts in the folder, for whoever has the same file."""
    (folder / FACTS).write_text(json.dumps(asdict(package), indent=1), encoding="utf-8")


def read_package(folder: Path) -> Package:
    """The facts that `write_facts` left in a finished folder. Raises Incomplete when they are not there."""
    try:
        facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise Incomplete(f"{folder.name} has no {FACTS}") from error
    made = tuple(Made(**made) for made in facts["renditions"])
    active = tuple((start, end) for start, end in facts["active"])
    return Package(**{**facts, "renditions": made, "active": active})


def master(package: Package, tracks: Tracks) -> str:
    """The HLS master playlist; the smallest rendition first, so that a slow network shows a picture soon."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    group, sound, plan = "", tracks.sound, tracks.plan
    if sound and plan.sound:
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
    if sound:
        # The sound alone, for a network that carries no picture. Last: a player starts with the first.
        lines.append(
            f"#EXT-X-STREAM-INF:BANDWIDTH={sound.peak},AVERAGE-BANDWIDTH={sound.average},"
            f'CODECS="{SOUND_CODEC}"{group}'
        )
        lines.append(f"{SOUND}/{PLAYLIST}")
    return "\n".join(lines) + "\n"


def track(folder: Path) -> Track:
    """Measures a media playlist by its files. Raises Incomplete when any is missing or it does not end."""
    try:
        playlist = (folder / PLAYLIST).read_text(encoding="utf-8")
        names = re.findall(r"#EXTINF:[\d.]+,\n(\S+)", playlist)
        found = [(span(folder / name), (folder / name).stat().st_size) for name in names]
    except FileNotFoundError as error:
        raise Incomplete(f"{folder.name}: {error.filename} was not made") from error
    except NoIndex as error:
        raise Incomplete(f"{folder.name}: {error}") from error
    start = re.search(r'#EXT-X-MAP:URI="(\S+?)"', playlist)
    if not found or "#EXT-X-ENDLIST" not in playlist:
        raise Incomplete(f"{folder.name}: the playlist has no end")
    if not start or not (folder / start[1]).is_file():
        raise Incomplete(f"{folder.name}: there is no initialisation segment")
    lengths = [(one.duration / one.timescale, size) for one, size in found]
    seconds = sum(length for length, _ in lengths)
    # A last segment of a few frames says nothing of the peak; half a second is the least that counts.
    peak = max(size * 8 / max(length, 0.5) for length, size in lengths)
    return Track(
        name=folder.name,
        seconds=seconds,
        peak=int(peak),
        average=int(sum(size for _, size in lengths) * 8 / max(seconds, 0.5)),
        initialisation=start[1],
        spans=tuple(one for one, _ in found),
    )


def _made(rung: Rung, found: Track, name: str, sound: Track | None) -> Made:
    return Made(
        name=rung.name,
        width=rung.width,
        height=rung.height,
        bandwidth=found.peak + (sound.peak if sound else 0),
        average=found.average + (sound.average if sound else 0),
        codecs=f"{name},{SOUND_CODEC}" if sound else name,
    )


def _codec(folder: Path, found: Track) -> str:
    """The picture's codec as players name it, read from the initialisation segment."""
    name = codec((folder / found.name / found.initialisation).read_bytes())
    if not name:
        raise Incomplete(f"{found.name}: the initialisation segment names no codec")
    return name

"""Small films made by the real ffmpeg, and looks at what became of them."""

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any


def make(
    path: Path, *, size: str = "320x240", rate: int = 25, seconds: float = 1, more: tuple[str, ...] = ()
) -> Path:
    """A test picture with a tone, in whatever the file's name and `more` options ask for."""
    picture = f"testsrc=size={size}:rate={rate}:duration={seconds}"
    tone = f"sine=frequency=440:duration={seconds}"
    command = [
        *("ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", tone),
        *("-pix_fmt", "yuv420p", *more, str(path)),
    ]
    subprocess.run(command, check=True, timeout=60)
    return path


def turned(path: Path, source: Path) -> Path:
    """The same film with a phone's note that it was held upright; older ffmpeg notes it differently."""
    start, end = ["ffmpeg", "-nostdin", "-v", "error", "-y"], ["-c", "copy", str(path)]
    asked = [*start, "-display_rotation:v:0", "90", "-i", str(source), *end]
    if subprocess.run(asked, check=False, timeout=60, capture_output=True).returncode:
        older = [*start, "-i", str(source), "-metadata:s:v:0", "rotate=90", *end]
        subprocess.run(older, check=True, timeout=60)
    return path


def with_tracks(folder: Path, clip: Path, suffix: str = "mkv", finnish: str = "Lumi sulaa.") -> Path:
    """The clip with a Finnish and a Swedish subtitle track inside."""
    texts = {"fi": finnish, "sv": "Snön smälter."}
    inputs: list[str] = []
    for code, text in texts.items():
        file = folder / f"{code}.srt"
        file.write_text(f"1\n00:00:00,100 --> 00:00:00,900\n{text}\n", encoding="utf-8")
        inputs += ["-i", str(file)]
    film = folder / f"film.{suffix}"
    codec = "mov_text" if suffix == "mp4" else "srt"
    maps = ["-map", "0", "-map", "1", "-map", "2", "-c", "copy", "-c:s", codec]
    tags = ["-metadata:s:s:0", "language=fin", "-metadata:s:s:1", "language=swe"]
    command = ["ffmpeg", "-nostdin", "-v", "error", "-y", "-i", str(clip), *inputs, *maps, *tags, str(film)]
    subprocess.run(command, check=True, timeout=60)
    return film


def decode(*paths: Path) -> None:
    """Decodes each from start to end; the least error fails the test."""
    inputs = [word for path in paths for word in ("-i", str(path))]
    maps = [word for number in range(len(paths)) for word in ("-map", str(number))] if paths[1:] else []
    command = ["ffmpeg", "-nostdin", "-v", "error", "-xerror", *inputs, *maps, "-f", "null", "-"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert not done.stderr


def look(path: Path, entries: str, *more: str) -> list[dict[str, Any]]:
    """ffprobe's answer: the streams, or the frames when they are asked for."""
    command = ["ffprobe", "-v", "error", *more, "-show_entries", entries, "-of", "json", str(path)]
    answer = json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)
    found: list[dict[str, Any]] = answer.get("frames") or answer["streams"]
    return found


def colour(path: Path, at: str) -> tuple[int, int, int]:
    """Red, green and blue of the first picture at `at`, given as "x:y"."""
    command = [
        *("ffmpeg", "-nostdin", "-v", "error", "-i", str(path), "-frames:v", "1"),
        *("-vf", f"crop=2:2:{at}", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"),
    ]
    red, green, blue = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout[:3]
    return red, green, blue


def keyframe_times(path: Path) -> list[float]:
    """Seconds at which pictures start that need no other."""
    frames = look(path, "frame=pts_time", "-select_streams", "v:0", "-skip_frame", "nokey")
    return [float(frame["pts_time"]) for frame in frames]


@dataclass(frozen=True)
class Loudness:
    """What a listener's ear would say: LUFS, and dB of full scale."""

    integrated: float
    peak: float


def loudness(path: Path) -> Loudness:
    """Measured afresh, by the summary that ffmpeg prints for people."""
    command = ["ffmpeg", "-nostdin", "-hide_banner", "-nostats", "-i", str(path)]
    command += ["-af", "ebur128=peak=true", "-f", "null", "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stderr
    summary = said[said.rindex("Summary:") :]
    found = [re.search(rf"{name}:\s+(-?[\d.]+|-inf)", summary) for name in ("I", "Peak")]
    integrated, peak = (float(one[1]) for one in found if one)
    return Loudness(integrated, peak)

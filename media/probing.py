"""What a file really is: ffprobe's word, from inside the sandbox, as a frozen value, or a refusal."""

import json
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.conf import settings

from media.ladder import SMALLEST_SIDE, Source
from media.reasons import Refused
from media.sandbox import FORMATS, Limits, Sandbox, ToolFailed
from media.sniffing import HEAD_BYTES, refusal

#: Largest picture we decode: 4K, in either direction, with room for cinema formats.
LARGEST_SIDE = 4096
LARGEST_PICTURE = 4096 * 2304
_ENCRYPTED_TAGS = {"encv", "enca", "drmi", "drms"}


@dataclass(frozen=True, kw_only=True)
class Probe:
    """A video's measured facts, upright, with square pixels. `seconds` is None when the file does not say."""

    width: int
    height: int
    rate: Fraction
    seconds: float | None
    #: ffmpeg's index of the picture stream, and of the sound stream if there is one.
    picture: int
    sound: int | None
    channels: int
    interlaced: bool
    format: str

    @property
    def source(self) -> Source:
        """What the ladder is chosen from."""
        return Source(width=self.width, height=self.height, rate=self.rate, channels=self.channels)


def probe(path: Path) -> Probe:
    """Looks into the file at `path`, by content and never by name.

    Raises Refused for a file that cannot become a video, SandboxMissing when it cannot be opened safely here.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if code := refusal(head):
        raise Refused(code)
    box = Sandbox(input_file=path, output_folder=None, limits=_limits())
    try:
        answer = box.run(_ffprobe(box.source))
    except ToolFailed as failure:
        raise Refused(_why(failure)) from failure
    found = read(json.loads(answer))
    seconds = found.seconds if found.seconds is not None else _measured_seconds(box, found)
    if seconds is not None and seconds > longest_seconds():
        raise Refused("too-long")
    return Probe(**{**found.__dict__, "seconds": seconds})


def read(answer: dict[str, Any]) -> Probe:
    """ffprobe's JSON as a value. Raises Refused when there is no picture that we can take."""
    streams = answer.get("streams") or []
    pictures = [stream for stream in streams if _is_picture(stream)]
    sounds = [stream for stream in streams if stream.get("codec_type") == "audio"]
    if any(stream.get("codec_tag_string") in _ENCRYPTED_TAGS for stream in streams):
        raise Refused("encrypted")
    if not pictures:
        raise Refused("audio-only" if sounds else "no-picture")
    picture = max(pictures, key=lambda stream: (stream["disposition"].get("default", 0), _area(stream)))
    width, height = _upright(picture)
    if max(width, height) > LARGEST_SIDE or width * height > LARGEST_PICTURE:
        raise Refused("too-large-picture")
    if not picture.get("codec_name") or width < 1 or height < 1:
        raise Refused("broken")
    if min(width, height) < SMALLEST_SIDE:
        raise Refused("too-small-picture")
    sound = next(
        (stream for stream in sounds if stream.get("codec_name") and stream.get("sample_rate")), None
    )
    return Probe(
        width=width,
        height=height,
        rate=_rate(picture),
        seconds=_seconds(answer, picture),
        picture=picture["index"],
        sound=sound["index"] if sound else None,
        channels=int(sound.get("channels") or 2) if sound else 0,
        interlaced=picture.get("field_order", "progressive") not in ("progressive", "unknown"),
        format=str(answer.get("format", {}).get("format_name", "")),
    )


def longest_seconds() -> int:
    """The longest video that is taken, in seconds."""
    return int(getattr(settings, "VIDEO_MAX_SECONDS", 3 * 3600))


def memory_bytes() -> int:
    """The address space one tool may use."""
    return int(getattr(settings, "VIDEO_MEMORY_BYTES", 4 * 1024**3))


def _limits() -> Limits:
    return Limits(wall_seconds=30, cpu_seconds=30, file_bytes=0, memory_bytes=memory_bytes())


def _ffprobe(source: str) -> list[str]:
    return [
        *("ffprobe", "-v", "error", "-print_format", "json", "-show_format", "-show_streams"),
        *("-protocol_whitelist", "file", "-format_whitelist", FORMATS, f"file:{source}"),
    ]


def _why(failure: ToolFailed) -> str:
    if failure.limit:
        return "too-heavy"
    return "not-video" if "whitelist" in failure.said else "broken"


def _is_picture(stream: dict[str, Any]) -> bool:
    """A moving picture: a cover image inside a sound file is not one."""
    return stream.get("codec_type") == "video" and not stream.get("disposition", {}).get("attached_pic")


def _area(stream: dict[str, Any]) -> int:
    return int(stream.get("width") or 0) * int(stream.get("height") or 0)


def _upright(stream: dict[str, Any]) -> tuple[int, int]:
    """Width and height as shown: turned as the camera noted, pixels made square by shrinking one side."""
    width, height = int(stream.get("width") or 0), int(stream.get("height") or 0)
    shape = _fraction(stream.get("sample_aspect_ratio", "").replace(":", "/"))
    if shape and Fraction(1, 8) < shape < 8:
        width, height = (width, round(height / shape)) if shape > 1 else (round(width * shape), height)
    turned = next((item["rotation"] for item in stream.get("side_data_list", []) if "rotation" in item), 0)
    return (height, width) if round(float(turned)) % 180 == 90 else (width, height)


def _rate(stream: dict[str, Any]) -> Fraction:
    for key in ("avg_frame_rate", "r_frame_rate"):
        if (rate := _fraction(stream.get(key, ""))) and 0 < rate <= 240:
            return rate
    return Fraction(25)


def _seconds(answer: dict[str, Any], picture: dict[str, Any]) -> float | None:
    for holder in (answer.get("format", {}), picture):
        with suppress(KeyError, ValueError):
            if (seconds := float(holder["duration"])) > 0:
                return seconds
    return None


def _fraction(text: str) -> Fraction | None:
    with suppress(ValueError, ZeroDivisionError):
        return Fraction(text)
    return None


def _measured_seconds(box: Sandbox, found: Probe) -> float | None:
    """Browser recordings do not say how long they are: read the file through, without decoding it."""
    last = ""
    command = [
        *(
            "ffmpeg",
            "-nostdin",
            "-v",
            "error",
            "-nostats",
            "-progress",
            "pipe:1",
            "-protocol_whitelist",
            "file",
        ),
        *(
            "-format_whitelist",
            FORMATS,
            "-i",
            f"file:{box.source}",
            "-map",
            f"0:{found.picture}",
            "-c",
            "copy",
        ),
        *("-f", "null", "-"),
    ]
    try:
        for line in box.run(command).splitlines():
            last = line.partition("=")[2] if line.startswith("out_time_us=") else last
    except ToolFailed as failure:
        raise Refused(_why(failure)) from failure
    with suppress(ValueError):
        return max(0.0, int(last) / 1_000_000) or None
    return None

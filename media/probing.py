"""What a file really is: ffprobe's word, from inside the sandbox, as a frozen value, or a refusal."""

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from media.reasons import Refused
from media.sandbox import FORMATS, Limits, Sandbox, ToolFailed
from media.sniffing import HEAD_BYTES, refusal
from media.streams import Probe, read

__all__ = ["Probe", "command", "longest_seconds", "memory_bytes", "probe"]


def probe(path: Path) -> Probe:
    """Looks into the file at `path`, by content and never by name.

    Raises Refused for a file that cannot become a video or a sound recording, SandboxMissing when it cannot
    be opened safely here.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if code := refusal(head):
        raise Refused(code)
    box = Sandbox(input_file=path, output_folder=None, limits=_limits())
    try:
        answer = box.run(command(box.source))
    except ToolFailed as failure:
        raise Refused(_why(failure)) from failure
    found = read(json.loads(answer))
    if found.seconds is None:
        found = _measured(box, found)
    if found.seconds is None and found.picture is None:
        raise Refused("broken")
    if found.seconds is not None and found.seconds > longest_seconds():
        raise Refused("too-long")
    return found


def longest_seconds() -> int:
    """The longest video that is taken, in seconds."""
    return int(getattr(settings, "VIDEO_MAX_SECONDS", 3 * 3600))


def memory_bytes() -> int:
    """The address space one tool may use."""
    return int(getattr(settings, "VIDEO_MEMORY_BYTES", 4 * 1024**3))


def command(source: str) -> list[str]:
    """The ffprobe command line that tells all of a file as JSON."""
    return [
        *("ffprobe", "-v", "error", "-print_format", "json", "-show_format", "-show_streams"),
        *("-protocol_whitelist", "file", "-format_whitelist", FORMATS, f"file:{source}"),
    ]


def _limits() -> Limits:
    return Limits(wall_seconds=30, cpu_seconds=30, file_bytes=0, memory_bytes=memory_bytes())


def _why(failure: ToolFailed) -> str:
    if failure.limit:
        return "too-heavy"
    return "not-video" if "whitelist" in failure.said else "broken"


def _measured(box: Sandbox, found: Probe) -> Probe:
    """Browser recordings do not say how long they are: read the file through, without decoding it.

    Picture and sound, since a shared screen may stand still while somebody talks on.
    """
    shown, heard = (
        _measured_seconds(box, stream) if stream is not None else None
        for stream in (found.picture, found.sound)
    )
    return replace(found, picture_seconds=shown, seconds=max(shown or 0.0, heard or 0.0) or None)


def _measured_seconds(box: Sandbox, stream: int) -> float | None:
    last = ""
    through = [
        *("ffmpeg", "-nostdin", "-v", "error", "-nostats", "-progress", "pipe:1"),
        *("-protocol_whitelist", "file", "-format_whitelist", FORMATS, "-i", f"file:{box.source}"),
        *("-map", f"0:{stream}", "-c", "copy", "-f", "null", "-"),
    ]
    try:
        for line in box.run(through).splitlines():
            last = line.partition("=")[2] if line.startswith("out_time_us=") else last
    except ToolFailed as failure:
        raise Refused(_why(failure)) from failure
    with suppress(ValueError):
        return max(0.0, int(last) / 1_000_000) or None
    return None

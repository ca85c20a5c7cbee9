"""Subtitle tracks inside a film, taken out in the sandbox and kept as drafts."""

import json
import shutil
from pathlib import Path
from typing import Any

from media import folders
from media.captions import languages
from media.captions.models import Captions
from media.captions.reading import MOST_BYTES, Reading, read
from media.captions.structured import Unreadable
from media.models import Video
from media.probing import memory_bytes
from media.sandbox import FORMATS, Limits, Sandbox, ToolFailed
from media.shelf import at_hand
from oer.jobs import Attempt, handler
from oer.jobs.queueing import enqueue

KIND = "media.embedded_captions"
#: Codecs whose subtitles are text; those of DVDs and Blu-rays are pictures, which nobody here can read.
TEXT_CODECS = {"mov_text", "subrip", "srt", "ass", "ssa", "webvtt", "text", "ttml"}
MOST_TRACKS = 20


def look_for(video: Video) -> None:
    """Asks for a look at the tracks of a film that has just become ready. For use inside a transaction."""
    enqueue(KIND, str(video.pk))


@handler(KIND, queue="transcode", lease=60, attempts=4)
def take_out(attempt: Attempt) -> None:
    """Keeps each text track of a film as a draft; passes over one that is there already or cannot be read."""
    video = Video.objects.filter(pk=attempt.key).first()
    if video is None or not video.file or not video.file.storage.exists(video.file.name):
        return
    work = folders.new_work_folder(f"captions-{video.pk}")
    try:
        with at_hand(video.file, f"captions-{video.pk}") as original:
            found = [(track, _text_of(video, original, track, work)) for track in _tracks(original)]
    finally:
        shutil.rmtree(work, ignore_errors=True)
    with attempt.finishing():
        for track, reading in found:
            if reading and Video.objects.filter(pk=video.pk).exists():
                _keep(video, track, reading)


def _tracks(original: Path) -> list[dict[str, Any]]:
    """ffprobe's words on the text tracks of the film."""
    box = Sandbox(input_file=original, output_folder=None, limits=_limits(30, 0))
    command = [
        *("ffprobe", "-v", "error", "-print_format", "json", "-show_streams", "-select_streams", "s"),
        *("-protocol_whitelist", "file", "-format_whitelist", FORMATS, f"file:{box.source}"),
    ]
    try:
        streams = json.loads(box.run(command)).get("streams") or []
    except (ToolFailed, ValueError):
        return []
    return [one for one in streams if one.get("codec_name") in TEXT_CODECS][:MOST_TRACKS]


def _text_of(video: Video, original: Path, track: dict[str, Any], work: Path) -> Reading | None:
    box = Sandbox(
        input_file=original,
        output_folder=work,
        limits=_limits(int(60 + (video.seconds or 3600) / 4), MOST_BYTES),
    )
    name = f"{int(track['index'])}.vtt"
    command = [
        *("ffmpeg", "-nostdin", "-v", "error", "-y", "-protocol_whitelist", "file"),
        *("-format_whitelist", FORMATS, "-i", f"file:{box.source}", "-map", f"0:{int(track['index'])}"),
        *("-c:s", "webvtt", "-f", "webvtt", name),
    ]
    try:
        box.run(command)
        return read((work / name).read_bytes())
    except (ToolFailed, OSError, Unreadable):
        return None


def _keep(video: Video, track: dict[str, Any], reading: Reading) -> None:
    tags = track.get("tags") or {}
    tag = str(tags.get("language") or "")
    note = f"{track['index']} {tags.get('title') or tag}".strip()[:120]
    language = languages.from_container(tag) or video.language or languages.UNKNOWN
    translated = bool(video.language) and language != video.language
    Captions.objects.get_or_create(
        video=video,
        origin=Captions.Origin.EMBEDDED,
        origin_note=note,
        defaults={
            "language": language,
            "kind": Captions.Kind.SUBTITLES if translated else Captions.Kind.CAPTIONS,
            "cues": [cue.to_json() for cue in reading.cues],
        },
    )


def _limits(seconds: int, file_bytes: int) -> Limits:
    return Limits(
        wall_seconds=seconds, cpu_seconds=seconds, file_bytes=file_bytes, memory_bytes=memory_bytes()
    )

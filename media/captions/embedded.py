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
from media.waiting import waits
from oer.jobs import Attempt, handler
from oer.jobs.queueing import enqueue

KIND = "media.embedded_captions"
#: Codecs whose subtitles are text; those of DVDs and Blu-rays are pictures, which nobody here can read.
TEXT_CODECS = {"mov_text", "subrip", "srt", "ass", "ssa", "webvtt", "text", "ttml"}
#: These are taken out as they are and read here: ffmpeg makes captions of their drawings, too.
SUBSTATION_CODECS = {"ass", "ssa"}
MOST_TRACKS = 20


def look_for(video: Video) -> None:
    """Asks for a look at the tracks of a film that has just become ready. For use inside a transaction."""
    enqueue(KIND, str(video.pk))


@handler(KIND, queue="transcode", lease=60, attempts=4)
@waits()
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
        # Deleted meanwhile, or given another file, which is looked into by a job of its own.
        if Video.objects.filter(pk=video.pk, file=video.file.name).exists():
            for track, reading in found:
                if reading:
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
    is_substation = track.get("codec_name") in SUBSTATION_CODECS
    codec, form = ("copy", "ass") if is_substation else ("webvtt", "webvtt")
    name = f"{int(track['index'])}.{form}"
    command = [
        *("ffmpeg", "-nostdin", "-v", "error", "-y", "-protocol_whitelist", "file"),
        *("-format_whitelist", FORMATS, "-i", f"file:{box.source}", "-map", f"0:{int(track['index'])}"),
        *("-c:s", codec, "-f", form, name),
    ]
    try:
        box.run(command)
        return read((work / name).read_bytes())
    except (ToolFailed, OSError, Unreadable):
        return None


def _keep(video: Video, track: dict[str, Any], reading: Reading) -> None:
    """A draft of this track, unless it was taken out before.

    A draft of the former file's track makes way for it as long as nobody has touched it; what people have
    changed or confirmed stays, and the new one stands beside it.
    """
    tags = track.get("tags") or {}
    tag = str(tags.get("language") or "")
    note = f"{track['index']} {_title(tags.get('title'), tag)}".strip()[:120]
    cues = [cue.to_json() for cue in reading.cues]
    before = Captions.objects.filter(video=video, origin=Captions.Origin.EMBEDDED, origin_note=note)
    if before.filter(taken_from=video.sha256).exists():
        return
    rows = sorted(before.select_for_update(), key=lambda row: row.cues != cues)
    row = next((row for row in rows if row.cues == cues or _is_untouched(row)), None)
    if row is None:
        _add(video, tag, note, cues)
        return
    if row.cues != cues:
        # Counted, so that nobody saves over it what they have opened before.
        row.cues, row.version = cues, row.version + 1
    row.taken_from, row.to_check = video.sha256, False
    row.save(update_fields=["cues", "version", "taken_from", "to_check", "changed_at"])


def _is_untouched(row: Captions) -> bool:
    return row.version == 1 and row.changed_by_id is None and not row.is_confirmed


def _title(title: Any, tag: str) -> str:
    """What the track is called; its tag, too, where that alone says which language it is in."""
    if title and languages.from_container(tag) == languages.UNKNOWN:
        return f"{title} ({tag})"
    return str(title or tag)


def _add(video: Video, tag: str, note: str, cues: list[dict[str, Any]]) -> None:
    # Only of a track without a tag is it a fair guess that it is in the language spoken.
    language = languages.from_container(tag) or video.language or languages.UNKNOWN
    translated = bool(video.language) and language != video.language
    Captions.objects.create(
        video=video,
        origin=Captions.Origin.EMBEDDED,
        origin_note=note,
        taken_from=video.sha256,
        language=language,
        kind=Captions.Kind.SUBTITLES if translated else Captions.Kind.CAPTIONS,
        cues=cues,
    )


def _limits(seconds: int, file_bytes: int) -> Limits:
    return Limits(
        wall_seconds=seconds, cpu_seconds=seconds, file_bytes=file_bytes, memory_bytes=memory_bytes()
    )

"""A speech recogniser from outside: a command or a service that is given the sound and writes captions.

What it writes is a draft: nobody sees it before a person has confirmed it.
"""

import json
import shlex
import shutil
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from media import folders
from media.captions.cues import Cue, from_markup, webvtt
from media.captions.languages import UNKNOWN
from media.captions.models import Captions
from media.captions.reading import MOST_BYTES, read
from media.captions.remarks import unreadable
from media.captions.structured import Unreadable
from media.models import Video
from media.packaging import SOUND_FILE
from media.sandbox import FORMATS, Limits, Sandbox, ToolFailed
from media.shelf import has, made_at_hand
from media.waiting import waits
from oer.jobs import Attempt, PermanentFailure, handler
from oer.jobs.models import Job
from oer.jobs.queueing import enqueue

KIND = "media.recognise"
#: The longest a recogniser may take: so many seconds, and so many for each second of sound.
PATIENCE, PATIENCE_A_SECOND = 300, 4
SOUND, TEXT = "sound.wav", "captions.vtt"


def is_set_up() -> bool:
    """Whether there is a recogniser to ask."""
    return bool(settings.SPEECH_COMMAND or settings.SPEECH_URL)


def ask(video: Video, language: str = "") -> None:
    """Puts the video in line for the recogniser; asking twice makes one job."""
    enqueue(KIND, str(video.pk), {"language": language})


def standing(video: Video) -> Job | None:
    """The latest job of the recogniser for this video: under way, done, or failed with its reason."""
    return Job.objects.filter(kind=KIND, key=str(video.pk)).order_by("-created_at", "-pk").first()


@handler(KIND, queue="transcode", lease=60, attempts=3)
@waits()
def recognise(attempt: Attempt) -> None:
    """Has one video's speech written down. A failure says why, in words for the video's author."""
    video = Video.objects.filter(pk=attempt.key).first()
    if video is None or not is_set_up():
        return
    language = str(attempt.payload.get("language") or video.language or "")
    work = folders.new_work_folder(f"speech-{video.pk}")
    try:
        sound = _sound(video, work)
        attempt.report(20)
        answer = (
            _by_command(sound, work, language, video)
            if settings.SPEECH_COMMAND
            else _by_service(sound, language, video)
        )
        cues = read(answer).cues
    except Unreadable as refusal:
        reason = _("The speech recogniser's answer could not be used: %(reason)s")
        raise PermanentFailure(reason % {"reason": unreadable(refusal.code)}) from refusal
    finally:
        shutil.rmtree(work, ignore_errors=True)
    with attempt.finishing():
        if still_there := Video.objects.filter(pk=video.pk).first():
            Captions.objects.create(
                video=video,
                language=language or UNKNOWN,
                origin=Captions.Origin.RECOGNISER,
                origin_note=_name(),
                # It has listened to the former file of the video.
                to_check=still_there.file.name != video.file.name,
                cues=[cue.to_json() for cue in cues],
            )


def _sound(video: Video, work: Path) -> Path:
    """The video's sound as every recogniser takes it: 16 kHz, one channel, WAV. Raises PermanentFailure.

    As it is heard here, at the common loudness: in an original it may begin late, stop for a while or be one
    of several, and a WAV has no clock by which captions could be set right.
    """
    if not video.renditions_folder or not has(video.renditions_folder):
        raise PermanentFailure(_("The sound of the video could not be read."))
    with made_at_hand(video.renditions_folder, SOUND_FILE, f"speech-{video.pk}") as heard:
        box = Sandbox(input_file=heard, output_folder=work, limits=_limits(video, 2 * 1024**3))
        command = [
            *("ffmpeg", "-nostdin", "-v", "error", "-y", "-protocol_whitelist", "file"),
            *("-format_whitelist", FORMATS, "-i", f"file:{box.source}", "-map", "0:a:0", "-vn"),
            *("-ac", "1", "-ar", "16000", "-c:a", "pcm_s16le", "-map_metadata", "-1", SOUND),
        ]
        try:
            box.run(command)
        except ToolFailed as failure:
            raise PermanentFailure(_("The sound of the video could not be read.")) from failure
    return work / SOUND


def _by_command(sound: Path, work: Path, language: str, video: Video) -> bytes:
    """What the command wrote: the file it was told to write, or what it printed. Raises PermanentFailure."""
    given = work / "given"
    given.mkdir()
    reads = tuple(Path(folder) for folder in settings.SPEECH_READS)
    box = Sandbox(input_file=sound, output_folder=given, limits=_limits(video, MOST_BYTES), reads=reads)
    values = {"input": box.source, "output": TEXT, "language": language or "auto"}
    asked = [part.format(**values) for part in shlex.split(settings.SPEECH_COMMAND)]
    try:
        printed = box.run(asked)
    except ToolFailed as failure:
        if failure.limit:
            raise PermanentFailure(_("The speech recogniser took too long or too much memory.")) from failure
        last = failure.said.strip().splitlines()[-1:] or [f"exit status {failure.status}"]
        reason = _("The speech recogniser failed: %(reason)s") % {"reason": last[0][:200]}
        raise PermanentFailure(reason) from failure
    written = given / TEXT
    if written.is_file() and not written.is_symlink():
        return written.read_bytes()
    return printed.encode()


def _by_service(sound: Path, language: str, video: Video) -> bytes:
    """What the service answered, as WebVTT. Raises PermanentFailure, and OSError while it is away."""
    joined = "&" if "?" in settings.SPEECH_URL else "?"
    address = f"{settings.SPEECH_URL}{joined}language={urllib.parse.quote(language)}"
    headers = {
        "Content-Type": "audio/wav",
        "Accept": "text/vtt, application/json",
        "Content-Length": str(sound.stat().st_size),
    }
    if settings.SPEECH_KEY:
        headers["Authorization"] = f"Bearer {settings.SPEECH_KEY}"
    opener = urllib.request.build_opener(_NoRedirects)
    with sound.open("rb") as body:
        request = urllib.request.Request(address, data=body, headers=headers, method="POST")  # noqa: S310 - checked
        try:
            with opener.open(request, timeout=_limits(video, 0).wall_seconds) as answer:
                text = answer.read(4 * MOST_BYTES + 1)
                form = answer.headers.get_content_type()
        except urllib.error.HTTPError as error:
            if error.code >= 500:
                raise OSError(f"The recogniser answered {error.code}") from error
            reason = _("The speech recogniser refused the sound (%(status)s).") % {"status": error.code}
            raise PermanentFailure(reason) from error
    return _from_json(text) if form == "application/json" else text


def _from_json(text: bytes) -> bytes:
    """A recogniser's list of segments, in seconds, as WebVTT. Raises Unreadable."""
    try:
        cues = [
            Cue(
                round(float(row["start"]) * 1000),
                round(float(row["end"]) * 1000),
                from_markup(str(row["text"])),
            )
            for row in json.loads(text)["segments"]
        ]
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise Unreadable("no-cues") from error
    return webvtt(cue for cue in cues if cue.text).encode()


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """The sound goes to the address that was set up, and nowhere else."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Follows none; the answer counts as a refusal."""


def _limits(video: Video, file_bytes: int) -> Limits:
    wall = int(PATIENCE + PATIENCE_A_SECOND * (video.seconds or 3600))
    return Limits(
        wall_seconds=wall,
        cpu_seconds=wall * 16,
        file_bytes=file_bytes,
        memory_bytes=settings.SPEECH_MEMORY_BYTES,
    )


def _name() -> str:
    """What the recogniser is called where its draft stands: the program, or the service's host."""
    if settings.SPEECH_COMMAND:
        return Path(shlex.split(settings.SPEECH_COMMAND)[0]).name[:120]
    return str(urllib.parse.urlsplit(settings.SPEECH_URL).hostname or "")[:120]

"""The work the room owes: one job a video, safe to be cut off anywhere."""

import hashlib
import shutil
import time
from pathlib import Path
from typing import Any

from media import folders
from media.models import Rendition, State, Video
from media.packaging import Incomplete, Package, read_package
from media.probing import Probe, probe
from media.reasons import Refused, code_of
from media.sandbox import ToolFailed, require
from media.signals import video_changed
from media.transcoding import Report, fingerprint, transcode
from oer.jobs import Attempt, PermanentFailure, handler

BLOCK_BYTES = 1024 * 1024
#: Being cut off (a killed worker) is no fault of the film: it may happen often before we give up.
ATTEMPTS = 30
#: An error of ours is tried less often, so that nobody waits for days.
ATTEMPTS_WITH_ERRORS = 6
REPORT_SECONDS = 2.0
#: What of a package the row keeps in `facts`.
FACTS = ("posters", "thumbnails", "loudness", "peak", "active")


def mark_failed(key: str, payload: dict[str, Any], reason: str) -> None:
    """The video shows why it will not be converted; called in the transaction that fails the job."""
    video = Video.objects.filter(pk=key).first()
    if video is None or video.state == State.READY:
        return
    video.state, video.reason_code = State.FAILED, code_of(reason)
    video.save(update_fields=["state", "reason_code", "changed_at"])
    video_changed.send(Video, video=video)


@handler("media.transcode", queue="transcode", lease=40, attempts=ATTEMPTS, on_failed=mark_failed)
def transcode_video(attempt: Attempt) -> None:
    """Converts one video: looks at it, makes its renditions under a new name, then lets one row flip."""
    require()
    video = Video.objects.filter(pk=attempt.key).first()
    if video is None or video.state == State.READY:
        return  # deleted, or done by another job meanwhile
    attempt.report(0)
    unfinished = Video.objects.filter(pk=video.pk).exclude(state=State.READY)
    unfinished.update(state=State.WORKING, reason_code="", progress=0)
    try:
        facts, sha256 = _facts(video), _content(video, attempt)
        package, folder = _renditions(video, facts, sha256, attempt)
    except Refused as refusal:
        raise PermanentFailure(str(refusal)) from refusal
    except (ToolFailed, OSError) as error:
        if attempt.number >= ATTEMPTS_WITH_ERRORS:
            raise PermanentFailure(str(Refused("unexpected"))) from error
        raise
    with attempt.finishing():
        _show(video.pk, facts, package, sha256=sha256, folder=folder)


def _facts(video: Video) -> Probe:
    path = Path(video.file.path)
    if not path.is_file():
        raise Refused("gone")
    return probe(path)


def _content(video: Video, attempt: Attempt) -> str:
    """The original's SHA-256, read in pieces; the row keeps it for the next attempt."""
    if video.sha256:
        return video.sha256
    digest = hashlib.sha256()
    with video.file.open("rb") as file:
        for number, block in enumerate(iter(lambda: file.read(BLOCK_BYTES), b"")):
            digest.update(block)
            if number % 512 == 511:
                attempt.report()
    return digest.hexdigest()


def _renditions(video: Video, facts: Probe, sha256: str, attempt: Attempt) -> tuple[Package, str]:
    """The renditions folder for this content, made now unless it is there already."""
    name = fingerprint(sha256)
    final = folders.renditions_folder(name)
    if final.is_dir():
        folders.clear_work(str(video.pk))
    else:
        work = folders.new_work_folder(str(video.pk))
        try:
            transcode(Path(video.file.path), facts, work, _reporter(video, attempt))
            folders.shelve(work, name)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return read_package(final), name


def _reporter(video: Video, attempt: Attempt) -> Report:
    """Passes progress on, at most every other second; that is also when a stopping worker is noticed."""
    shown, said_at = -1, 0.0

    def report(percent: int) -> None:
        nonlocal shown, said_at
        if time.monotonic() - said_at < REPORT_SECONDS:
            return
        said_at = time.monotonic()
        attempt.report(percent)
        if percent > shown:
            shown = percent
            Video.objects.filter(pk=video.pk, state=State.WORKING).update(progress=percent)

    return report


def _show(key: Any, facts: Probe, package: Package, *, sha256: str, folder: str) -> None:
    """What is made becomes what is played. Inside `finishing`: all of it or nothing."""
    video = Video.objects.filter(pk=key).first()
    if video is None:
        return  # deleted meanwhile; the sweep takes the folder
    if not folders.renditions_folder(folder).is_dir():
        raise Incomplete(f"{folder} was removed with another video of the same content")
    video.sha256, video.renditions_folder = sha256, folder
    video.state, video.reason_code, video.progress = State.READY, "", 100
    video.seconds, video.has_audio = package.seconds, package.has_audio
    video.width, video.height, video.ready_at = facts.width, facts.height, None
    video.facts = {name: getattr(package, name) for name in FACTS}
    video.save()
    video.renditions.all().delete()
    Rendition.objects.bulk_create(
        Rendition(
            video=video,
            name=made.name,
            width=made.width,
            height=made.height,
            bandwidth=made.bandwidth,
            codecs=made.codecs,
        )
        for made in package.renditions
    )
    video_changed.send(Video, video=video)

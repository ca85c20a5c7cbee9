"""Converting a file and showing what came out: the steps that the room's jobs are made of."""

import hashlib
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from media import folders, shelf
from media.models import FormerFolder, Rendition, State, Video
from media.packaging import Incomplete, Package
from media.probing import Probe, probe
from media.reasons import Refused
from media.signals import video_changed
from media.transcoding import LISTENING, Report, fingerprint, transcode
from oer.jobs import Attempt

BLOCK_BYTES = 1024 * 1024
REPORT_SECONDS = 2.0
#: From when on the remaining time can be told from the time spent.
TELLING_SECONDS, TELLING_PERCENT = 5.0, 8
#: What a video played from before is kept for as long as the film lasts, and for so much longer.
PAUSES = timedelta(hours=1)
#: What of a package the row keeps in `facts`.
FACTS = ("posters", "thumbnails", "loudness", "peak", "active")


def facts_of(path: Path) -> Probe:
    """What the original is. Raises Refused, ToolFailed, OSError."""
    if not path.is_file():
        raise Refused("gone")
    return probe(path)


class UnderWay(Exception):
    """Another worker is converting a file of the same content: what it makes is taken when it is there."""


def content_of(path: Path, attempt: Attempt) -> str:
    """The original's SHA-256, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for number, block in enumerate(iter(lambda: file.read(BLOCK_BYTES), b"")):
            digest.update(block)
            if number % 512 == 511:
                attempt.report()
    return digest.hexdigest()


@contextmanager
def unless_under_way(sha256: str) -> Iterator[None]:
    """Raises UnderWay, before anything is fetched, when another worker is at this content, if it is known."""
    if sha256:
        with folders.making(fingerprint(sha256)) as is_mine:
            if not is_mine:
                raise UnderWay(sha256)
    yield


def renditions_of(path: Path, facts: Probe, sha256: str, owner: str, report: Report) -> tuple[Package, str]:
    """The renditions folder for this content, made now unless it is there already, and its name.

    Raises UnderWay when another worker is making it, and what `transcode` raises.
    """
    name = fingerprint(sha256)
    with folders.making(name) as is_mine:
        if not is_mine:
            raise UnderWay(name)
        if shelf.has(name):
            folders.clear_work(owner)
        else:
            _make(path, facts, name, folders.new_work_folder(owner), report)
    return shelf.read(name), name


def _make(path: Path, facts: Probe, name: str, work: Path, report: Report) -> None:
    try:
        transcode(path, facts, work, report)
        shelf.put(work, name)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def reporter(attempt: Attempt, show: Callable[[int, datetime | None], object]) -> Report:
    """Passes progress on, at most every other second; that is also when a stopping worker is noticed.

    `show` is called with per cent and with when it will be ready, once that can be told.
    """
    shown, said_at, pace = -1, 0.0, Pace()

    def report(percent: int) -> None:
        nonlocal shown, said_at
        now = time.monotonic()
        left = pace.seconds_left(now, percent)
        if now - said_at < REPORT_SECONDS:
            return
        said_at = now
        attempt.report(percent)
        if percent > shown:
            shown = percent
            show(percent, None if left is None else timezone.now() + timedelta(seconds=left))

    return report


class Pace:
    """How much longer it takes at the pace since listening was over, which goes at a pace of its own."""

    def __init__(self) -> None:
        self._begun: tuple[float, int] | None = None

    def seconds_left(self, now: float, percent: int) -> float | None:
        """By a clock in seconds and by how far it is; None as long as that would be a guess."""
        if self._begun is None:
            self._begun = (now, percent) if percent >= LISTENING else None
            return None
        spent, done = now - self._begun[0], percent - self._begun[1]
        if spent < TELLING_SECONDS or done < TELLING_PERCENT:
            return None
        return spent * (100 - percent) / done


def show(video: Video, facts: Probe, package: Package, *, sha256: str, folder: str) -> None:
    """What is made becomes what is played. Inside `finishing`: all of it or nothing."""
    if not shelf.has(folder):
        raise Incomplete(f"{folder} was removed with another video of the same content")
    transaction.on_commit(partial(_make_sure, video.pk, folder), robust=True)
    _keep_former(video, folder)
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


def _keep_former(video: Video, folder: str) -> None:
    """Somebody may be watching from where the renditions were: until the film is over they can go on."""
    FormerFolder.objects.filter(video=video, folder=folder).delete()
    if video.renditions_folder not in ("", folder):
        until = timezone.now() + timedelta(seconds=video.seconds or 0) + PAUSES
        FormerFolder.objects.update_or_create(
            video=video, folder=video.renditions_folder, defaults={"until": until}
        )


def _make_sure(pk: UUID, folder: str) -> None:
    """Puts the video back in line if its renditions went, with another of the same content, meanwhile."""
    if not shelf.has(folder):
        with transaction.atomic():
            for video in Video.objects.filter(pk=pk, renditions_folder=folder):
                video.put_in_line()

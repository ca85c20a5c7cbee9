"""A new file for a video: the old one plays until the new one is ready, or for good if it never is.

What arrives waits in a row of its own. Nothing of the video changes before the moment when everything does.
Captions stay what they are; where the new file is longer or shorter, their author is asked to check them.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.urls import reverse

from media.captions import embedded
from media.captions.checking import PAST_END
from media.captions.models import Captions
from media.models import Replacement, State, Video
from media.player import minutes_until
from media.reasons import UNEXPECTED, code_of
from oer.jobs.queueing import enqueue

REPLACE_JOB = "media.replace"


@dataclass(frozen=True, kw_only=True)
class NewFile:
    """A new file of a video as its author meets it."""

    name: str
    #: Per cent of the conversion, and when it will be ready, once that can be told.
    progress: int
    ready_at: datetime | None
    #: Why it is of no use, and what it waits for other than its turn, in the reader's language.
    reason: str
    waits_for: str
    #: Whether the video has a file that plays meanwhile.
    present_plays: bool
    #: Where it is given up, and where it is tried again; empty where that would not help.
    discard_address: str
    retry_address: str

    @property
    def state(self) -> str:
        """In the words of `media.models.State`."""
        if self.reason:
            return str(State.FAILED)
        return str(State.WAITING if self.waits_for else State.WORKING)

    @property
    def minutes_left(self) -> int:
        """Minutes until it is ready, begun ones counted; 0 when that cannot be told."""
        return minutes_until(self.ready_at)


def new_file(waiting: Replacement) -> NewFile:
    """The value, in the reader's language."""
    key = [waiting.video_id, waiting.pk]
    return NewFile(
        name=waiting.original_name,
        progress=waiting.progress,
        ready_at=waiting.ready_at,
        reason=waiting.reason,
        waits_for=waiting.waits_for,
        present_plays=bool(waiting.video.renditions_folder),
        discard_address=reverse("video:discard_new_file", args=key),
        retry_address=reverse("video:retry_new_file", args=key) if waiting.may_retry else "",
    )


def replace(video: Video, file: Any, by: Any = None) -> Replacement:
    """Put a new file in line for this video; one that still waits makes way for it."""
    with transaction.atomic():
        Replacement.objects.filter(video=video).delete()
        waiting = Replacement.objects.create(
            video=video,
            original_name=Path(file.name or "").name[:255],
            size=file.size,
            uploaded_by=by,
            file=file,
        )
        enqueue(REPLACE_JOB, str(waiting.pk))
    return waiting


def discard(key: Any) -> bool:
    """Gives up a new file; False when it is the video's file already, or was given up before."""
    with transaction.atomic():
        # Locked: a conversion that is ready in this moment shows it, or finds it gone.
        waiting = Replacement.objects.select_for_update().filter(pk=key).first()
        if waiting:
            waiting.delete()
    return waiting is not None


def try_again(key: Any) -> bool:
    """Puts a new file back in line whose failure was ours; False when there is none any more."""
    with transaction.atomic():
        failed = Replacement.objects.filter(pk=key, reason_code=UNEXPECTED)
        again = bool(failed.update(reason_code="", progress=0, ready_at=None))
        if again:
            enqueue(REPLACE_JOB, str(key))
    return again


def refuse(key: str, payload: dict[str, Any], reason: str) -> None:
    """The new file is of no use, and says why; the video is as it was. For the transaction that fails it."""
    Replacement.objects.filter(pk=key).update(reason_code=code_of(reason), ready_at=None)


def take(waiting: Replacement) -> Video:
    """The video with the new original, to be saved by the caller; the old one goes once that is certain."""
    video = waiting.video
    transaction.on_commit(partial(video.file.storage.delete, video.file.name or ""))
    video.file.name = waiting.file.name
    video.original_name, video.size, video.poster_choice = waiting.original_name, waiting.size, 1
    waiting.delete()
    return video


def look_at_captions(video: Video, former_seconds: float | None) -> None:
    """What the new file of a video, shown by now, means for its captions; the former one was so long."""
    if former_seconds and abs((video.seconds or 0) - former_seconds) * 1000 > PAST_END:
        Captions.objects.doubt(video)
    embedded.look_for(video)

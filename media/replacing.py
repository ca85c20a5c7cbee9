"""A new file for a video: the old one plays until the new one is ready, or for good if it never is.

What arrives waits in a row of its own. Nothing of the video changes before the moment when everything does.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction

from media.models import Replacement, State, Video
from media.reasons import code_of
from oer.jobs.queueing import enqueue

REPLACE_JOB = "media.replace"


@dataclass(frozen=True, kw_only=True)
class NewFile:
    """A new file of a video as its author meets it: its name, per cent converted, why it is of no use."""

    name: str
    progress: int
    reason: str

    @property
    def state(self) -> str:
        """In the words of `media.models.State`."""
        return str(State.FAILED if self.reason else State.WORKING)


def new_file(waiting: Replacement) -> NewFile:
    """The value, in the reader's language."""
    return NewFile(name=waiting.original_name, progress=waiting.progress, reason=waiting.reason)


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


def refuse(key: str, payload: dict[str, Any], reason: str) -> None:
    """The new file is of no use, and says why; the video is as it was. For the transaction that fails it."""
    Replacement.objects.filter(pk=key).update(reason_code=code_of(reason))


def take(waiting: Replacement) -> Video:
    """The video with the new original, to be saved by the caller; the old one goes once that is certain."""
    video = waiting.video
    transaction.on_commit(partial(video.file.storage.delete, video.file.name or ""))
    video.file.name = waiting.file.name
    video.original_name, video.size, video.poster_choice = waiting.original_name, waiting.size, 1
    waiting.delete()
    return video

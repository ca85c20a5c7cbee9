"""Uploads that stopped on the way, as their owner meets them: chosen again, a file goes on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from media.uploading.models import Upload

#: An upload that nothing was added to for so long is not under way in another window.
STOPPED = timedelta(minutes=5)
#: So many are named, the newest first.
MOST = 10


@dataclass(frozen=True, kw_only=True)
class UnfinishedUpload:
    """A file of which a part has arrived, or all of it, but nobody saved it as a video."""

    #: The name that the file has on its owner's machine.
    name: str
    #: Per cent that has arrived, whole ones; 100 when nothing is missing.
    percent: int
    #: When what is here goes, if nothing is added.
    expires_at: datetime
    #: Where its owner gives it up.
    discard_address: str


def unfinished(owner: Any) -> tuple[UnfinishedUpload, ...]:
    """What this person began to upload and has not finished; in one query."""
    stopped = Upload.objects.filter(owner=owner, changed_at__lt=timezone.now() - STOPPED)
    return tuple(described(upload) for upload in stopped.order_by("-changed_at")[:MOST] if upload.offset)


def described(upload: Upload) -> UnfinishedUpload:
    """The upload with how much of it has arrived."""
    return UnfinishedUpload(
        name=upload.name,
        percent=upload.offset * 100 // upload.length,
        expires_at=upload.expires_at,
        discard_address=reverse("uploads:discard", args=[upload.pk]),
    )

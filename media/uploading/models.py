"""An upload under way: what was announced, and where what has arrived lies."""

import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from media import folders

#: An upload that nothing was added to for so long is given up.
KEPT = timedelta(days=7)
#: Room is kept for the rest of an upload that something was added to in this time.
UNDER_WAY = timedelta(hours=1)


class UploadQuerySet(models.QuerySet["Upload"]):
    """Sentences about uploads."""

    def given_up(self) -> "UploadQuerySet":
        """Those that nobody will go on with."""
        return self.filter(changed_at__lt=timezone.now() - KEPT)

    def under_way(self) -> "UploadQuerySet":
        """Those that more may be arriving of just now."""
        return self.filter(changed_at__gte=timezone.now() - UNDER_WAY)

    def begun(self, owner: Any, fingerprint: str, length: int) -> "Upload | None":
        """What this person began to upload of the same file, the latest; None when nothing is known of it."""
        same = (
            self.filter(owner=owner, fingerprint=fingerprint, length=length) if fingerprint else self.none()
        )
        return same.order_by("-changed_at").first()

    def bytes_to_come(self) -> int:
        """Bytes that were announced and have not arrived yet."""
        return sum(max(0, upload.length - upload.offset) for upload in self.all())


class Upload(models.Model):
    """A file on its way here. How much of it has arrived is read from the disk, never from the row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads")
    #: Bytes of the whole file, as announced.
    length = models.PositiveBigIntegerField()
    #: The name that the file has on its owner's machine.
    name = models.CharField(max_length=255, blank=True)
    #: Tells the file again in any browser: SHA-256 of samples of it, in hex (`video-upload.js`). Empty when
    #: the browser did not say.
    fingerprint = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        app_label = "media"

    def __str__(self) -> str:
        return f"{self.name} ({self.offset} of {self.length})"

    @property
    def path(self) -> Path:
        """Where what has arrived lies, whether anything has or not."""
        return Path(settings.MEDIA_ROOT) / folders.UPLOADS / str(self.pk)

    @property
    def offset(self) -> int:
        """Bytes that have arrived."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    @property
    def complete(self) -> bool:
        """Whether all of it is here."""
        return self.offset == self.length

    @property
    def expires_at(self) -> datetime:
        """When it is given up if nothing is added."""
        return self.changed_at + KEPT

    def discard(self) -> None:
        """Forgets the upload, with what has arrived."""
        left = self.path
        self.delete()
        left.unlink(missing_ok=True)

"""The text of attached files, kept once for each content."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model

from oer.materials.attachments.reading import READER


class FileTextQuerySet(models.QuerySet["FileText"]):
    def current(self) -> FileTextQuerySet:
        """Texts read as files are read now; others are read again."""
        return self.filter(reader=READER)

    def orphans(self) -> FileTextQuerySet:
        """Texts of files that nobody keeps any more."""
        kept = get_document_model().objects.filter(file_hash=OuterRef("digest"))
        return self.filter(~Exists(kept))


class FileText(models.Model):
    """What was found in files of one content, or why nothing was; they are not read again."""

    class Reason(models.TextChoices):
        LOCKED = "locked", _("It is locked with a password or against copying.")
        OLD_OR_LOCKED = "old_or_locked", _("It is in an old Office format or locked with a password.")
        EMPTY = "empty", _("There is no text in it; perhaps it is a scanned picture.")
        DAMAGED = "damaged", _("It is damaged.")
        TOO_LARGE = "too_large", _("It is too large.")
        TOO_SLOW = "too_slow", _("Reading it takes too long.")
        NO_TEXT_FORMAT = "no_text_format", _("Files of this kind hold no text that can be read.")

    #: Wagtail's `file_hash` of a document with this content.
    digest = models.CharField(max_length=40, primary_key=True)
    #: `[page number or null, text]` pairs.
    pages = models.JSONField(default=list)
    reason = models.CharField(max_length=20, blank=True, choices=Reason.choices)
    #: How it was read (`oer.materials.attachments.reading.READER`).
    reader = models.PositiveSmallIntegerField(default=READER)
    read_at = models.DateTimeField(default=timezone.now)

    objects = FileTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of a file")
        verbose_name_plural = _("texts of files")

    def __str__(self) -> str:
        return f"{self.digest[:8]} {self.reason or len(self.pages)}"


def text_of(document: Any) -> FileText | None:
    """What is known of a document's text; None while it has not been read."""
    return FileText.objects.current().filter(pk=document.file_hash).first() if document.file_hash else None

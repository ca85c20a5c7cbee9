"""Work the materials owe."""

from __future__ import annotations

from wagtail.documents import get_document_model

from oer.jobs import Attempt, handler
from oer.materials.attachments.keeping import keep_text
from oer.materials.receivers import READ_JOB


@handler(READ_JOB, queue="default", lease=120, attempts=8)
def read_attached_file(attempt: Attempt) -> None:
    """A document that is gone meanwhile needs no reading."""
    document = get_document_model().objects.filter(pk=attempt.key).first()
    if document:
        keep_text(document)

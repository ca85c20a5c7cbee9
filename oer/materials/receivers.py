"""Attached files are read when they come, and looked at again when they or their audience change."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction
from wagtail.signals import page_published

from oer.jobs import enqueue
from oer.materials.attachments.models import FileText
from oer.materials.attachments.passages import unread
from oer.materials.models import MaterialPage
from oer.materials.signals import file_read

#: The job that reads a document's file.
READ_JOB = "materials.read_file"

_Document = get_document_model()


@receiver(post_save, sender=_Document)
def read_saved(instance: Any, **kwargs: Any) -> None:
    enqueue(READ_JOB, key=instance.pk)


@receiver(page_published, sender=MaterialPage)
def read_published(instance: MaterialPage, **kwargs: Any) -> None:
    """Files that came in some other way, or were never read because a tool was missing."""
    for document in unread(instance.body):
        enqueue(READ_JOB, key=document.pk)


@receiver(post_delete, sender=_Document)
def forget_deleted(instance: Any, **kwargs: Any) -> None:
    FileText.objects.orphans().delete()
    file_read.send(sender=FileText, document=instance)


@receiver(post_save, sender=CollectionViewRestriction)
@receiver(post_delete, sender=CollectionViewRestriction)
def look_again(instance: CollectionViewRestriction, **kwargs: Any) -> None:
    """What is restricted now may no longer be found by what it says, and the other way round."""
    collections = instance.collection.get_descendants(inclusive=True)
    for document in _Document.objects.filter(collection__in=collections):
        file_read.send(sender=FileText, document=document)

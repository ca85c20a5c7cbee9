"""Reading a document's file once, and keeping what was found."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.documents import get_document_model

from oer.materials.attachments.models import FileText
from oer.materials.attachments.reading import READER, Page, Unreadable, read_file
from oer.materials.signals import file_read

#: A larger file is not even copied.
LARGEST_FILE = 200 * 1024 * 1024
_CHUNK = 1024 * 1024


def keep_text(document: Any) -> FileText | None:
    """See that the text of the document's file is kept, and announce that it can be shown; None when the file
    is gone.

    A content that has been read before is not read again. Raises SandboxMissing when foreign files cannot be
    opened safely on this machine, and whatever the storage raises.
    """
    with tempfile.TemporaryDirectory(prefix="kierto-file-") as folder:
        copy = Path(folder) / "file"
        try:
            digest, size = _copied(document, copy)
        except FileNotFoundError:
            return None
        text = FileText.objects.current().filter(pk=digest).first()
        if text is None:
            text = _read(copy, size, document.filename, digest)
    with transaction.atomic():
        # Files that were put there by a program may have no hash yet, those that were replaced an old one.
        get_document_model().objects.filter(pk=document.pk).exclude(file_hash=digest).update(file_hash=digest)
        FileText.objects.update_or_create(
            pk=digest,
            defaults={"pages": text.pages, "reason": text.reason, "reader": READER, "read_at": text.read_at},
        )
        FileText.objects.orphans().delete()
        file_read.send(sender=FileText, document=document)
    return text


def _copied(document: Any, copy: Path) -> tuple[str, int]:
    """Copy the file out of its storage; its hash as Wagtail counts it, and its size. A large one is cut."""
    digest, size = hashlib.sha1(usedforsecurity=False), 0
    with document.open_file() as source, copy.open("wb") as target:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            if size <= LARGEST_FILE:
                target.write(chunk)
    return digest.hexdigest(), size


def _read(copy: Path, size: int, name: str, digest: str) -> FileText:
    try:
        if size > LARGEST_FILE:
            raise Unreadable("too_large")
        pages: tuple[Page, ...] = read_file(copy, name)
    except Unreadable as unreadable:
        return FileText(digest=digest, reason=unreadable.reason)
    return FileText(digest=digest, pages=[[page.number, page.text] for page in pages])

"""A finished upload as a file that a form and a storage take like any other."""

from functools import partial
from typing import Any, BinaryIO
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from media.uploading.models import Upload


class ArrivedFile(UploadedFile):  # type: ignore[type-arg]
    """The file of a finished upload; a storage on the same disk takes it by renaming it, unopened."""

    _opened: BinaryIO | None = None

    def __init__(self, upload: Upload) -> None:
        super().__init__(name=upload.name or str(upload.pk), size=upload.length)
        self.upload = upload

    @property
    def file(self) -> BinaryIO:
        """Its content, opened when somebody wants to read it."""
        if self._opened is None:
            self._opened = self.upload.path.open("rb")
        return self._opened

    @file.setter
    def file(self, file: Any) -> None:
        self._opened = file

    def close(self) -> None:
        """Closes what was opened."""
        if self._opened is not None:
            self._opened.close()

    def temporary_file_path(self) -> str:
        """Where it lies; Django's storages look for this."""
        return str(self.upload.path)

    def taken(self) -> None:
        """A storage has it, so the upload is over. For use inside a transaction."""
        self.close()
        left = self.upload.path
        self.upload.delete()
        transaction.on_commit(partial(left.unlink, missing_ok=True))


def arrived(pk: UUID, owner: Any) -> ArrivedFile | None:
    """The finished upload with this id, if it is this person's; None when it is not, or not all here."""
    upload = Upload.objects.filter(pk=pk, owner=owner).first()
    return ArrivedFile(upload) if upload and upload.complete else None

"""Uploads past the limit are read off the wire and dropped: nothing of them reaches the disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

#: Set on `request.META` when a file was dropped, so that the form can say so.
DROPPED = "media.upload_dropped"
#: What a form's other fields may add to the request.
OTHER_FIELDS_BYTES = 1024**2


class RefuseTooLarge(FileUploadHandler):
    """The first of FILE_UPLOAD_HANDLERS: a request larger than any file we take brings no file."""

    def handle_raw_input(
        self, input_data: Any, META: dict[str, Any], content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        """Looks at the announced length only."""
        self.too_large = content_length > settings.VIDEO_MAX_BYTES + OTHER_FIELDS_BYTES

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Drops the file before the next handler sees it."""
        super().new_file(*args, **kwargs)
        if self.too_large:
            if self.request is not None:
                self.request.META[DROPPED] = True
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Lets the data through to the handlers that keep it."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """This handler keeps no file."""


def was_dropped(request: HttpRequest) -> bool:
    """Whether this request's file was dropped for its size."""
    return bool(request.META.get(DROPPED))

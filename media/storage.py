"""Uploads in an S3-compatible object storage (STORAGE_URL), for installations of several machines.

The bucket stays private: files are read through the application, which knows who may read what, under the
same addresses as from a disk.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from botocore.config import Config
from botocore.exceptions import ClientError
from django.conf import settings
from storages.backends.s3 import S3Storage

from media.shelf import BeyondTheEnd

BLOCK_BYTES = 256 * 1024
#: What a store answers when there is no such file, or no such range in it.
_ABSENT, _NO_SUCH_RANGE = ("404", "NoSuchKey"), ("416", "InvalidRange")


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A file or one range of it. `range` is as Content-Range has it; empty when it is the whole."""

    length: int
    range: str
    content: Iterator[bytes]


class BucketStorage(S3Storage):  # type: ignore[misc]
    """A bucket whose files have addresses under MEDIA_URL."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # Sums in trailers are new: stores that speak S3 otherwise refuse them.
        only = Config(
            request_checksum_calculation="when_required", response_checksum_validation="when_required"
        )
        configured: Config = self.client_config  # type: ignore[has-type]  # set by a base class without types
        self.client_config = configured.merge(only)

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        """The address under which `media.serving` answers."""
        return f"{settings.MEDIA_URL}{quote(name)}"

    def piece(self, name: str, asked: str = "") -> Piece:
        """The file, or what a Range header asks of it. Raises FileNotFoundError, BeyondTheEnd."""
        wanted = {"Range": asked} if asked else {}
        try:
            answer = self.bucket.Object(self._normalize_name(name)).get(**wanted)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code in _ABSENT:
                raise FileNotFoundError(name) from error
            if code in _NO_SUCH_RANGE:
                raise BeyondTheEnd(name) from error
            raise
        body = answer["Body"]

        def content() -> Iterator[bytes]:
            with closing(body):
                yield from body.iter_chunks(BLOCK_BYTES)

        return Piece(length=answer["ContentLength"], range=answer.get("ContentRange", ""), content=content())

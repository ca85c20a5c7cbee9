"""Uploads in an S3-compatible object storage (STORAGE_URL), for installations of several machines.

The bucket stays private: files are read through the application, which knows who may read what, under the
same addresses as from a disk.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import quote

from botocore.config import Config
from botocore.exceptions import ClientError
from django.conf import settings
from storages.backends.s3 import S3Storage

from media.shelf import Kept

BLOCK_BYTES = 256 * 1024
#: What a store answers when there is no such file.
_ABSENT = ("404", "NoSuchKey")


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

    def write_over(self, name: str, content: Any) -> None:
        """Keeps a file under this very name, in one step: whoever reads it meets the former one or this."""
        self._save(name, content)

    def look_up(self, name: str) -> Kept:
        """What the store knows of a file, without fetching it. Raises FileNotFoundError."""
        file = self.bucket.Object(self._normalize_name(name))
        with _absent(name):
            file.load()

        def content(**wanted: str) -> Iterator[bytes]:
            with _absent(name):
                body = file.get(**wanted)["Body"]
            return _blocks(body)

        return Kept(
            size=file.content_length,
            modified=int(file.last_modified.timestamp()),
            tag=file.e_tag,
            whole=content,
            part=lambda first, last: content(Range=f"bytes={first}-{last}"),
        )


@contextmanager
def _absent(name: str) -> Iterator[None]:
    """Says in Python's words that the store has no such file."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in _ABSENT:
            raise FileNotFoundError(name) from error
        raise


def _blocks(body: Any) -> Iterator[bytes]:
    with closing(body):
        yield from body.iter_chunks(BLOCK_BYTES)

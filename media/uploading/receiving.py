"""Writing down what arrives of an upload: under a lock, at the place where the last piece ended."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import FileIO

from django.utils import timezone

from media.reasons import NoRoom, is_full
from media.sniffing import HEAD_BYTES, refusal
from media.uploading.models import Upload

BLOCK_BYTES = 256 * 1024

#: Reads at most so many bytes of the request's body; empty at its end. May raise OSError when it is cut off.
Read = Callable[[int], bytes]


class Busy(Exception):
    """Another request is adding to the same upload."""


class WrongPlace(Exception):
    """The piece does not begin where the last one ended."""


class TooMuch(Exception):
    """More arrives than was announced."""


class NoVideo(Exception):
    """By its first bytes the file is no video; the argument is a key of `media.reasons.REASONS`."""


def receive(upload: Upload, offset: int, read: Read) -> None:
    """Add what `read` brings, from `offset` on. What arrived before the connection broke stays.

    Raises Busy, WrongPlace, TooMuch (nothing past the announced length is kept), NoVideo, NoRoom, and what
    `read` raises.
    """
    with _full_disk_named(), _locked(upload) as file:
        at = file.seek(0, os.SEEK_END)
        if at != offset:
            raise WrongPlace
        try:
            _append(file, upload.length - at, read)
        finally:
            os.fsync(file.fileno())
            Upload.objects.filter(pk=upload.pk).update(changed_at=timezone.now())
        _look(file, upload.length)


def _append(file: FileIO, left: int, read: Read) -> None:
    while block := read(BLOCK_BYTES):
        rest = memoryview(block[:left])
        while rest:
            # Not buffered: a nearly full disk takes a part, and what it does not take is refused here.
            rest = rest[file.write(rest) :]
        if len(block) > left:
            raise TooMuch
        left -= len(block)


def _look(file: FileIO, length: int) -> None:
    """Nobody uploads five gigabytes only to hear at the end that it is no video."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if len(head) >= min(HEAD_BYTES, length) and (code := refusal(head)):
        raise NoVideo(code)


@contextmanager
def _full_disk_named() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if is_full(error):
            raise NoRoom from error
        raise


@contextmanager
def _locked(upload: Upload) -> Iterator[FileIO]:
    upload.path.parent.mkdir(parents=True, exist_ok=True)
    with upload.path.open("a+b", buffering=0) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        yield file

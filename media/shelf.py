"""Where finished renditions and originals are kept: on the disk beside the work, or in a bucket.

What stands under a renditions folder's name is complete: on the disk it appears by one rename; in a bucket
its facts are written last, and only what has them is there.
"""

import mimetypes
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from django.core.files.base import File
from django.core.files.storage import storages

from media import folders
from media.packaging import FACTS, Package, read_package
from media.reasons import NoRoom, Refused
from media.room import left

if TYPE_CHECKING:
    from media.storage import BucketStorage

#: Types that players insist on: all that is made of a film, since a system's own table may be all but empty.
TYPES = {
    ".m3u8": "application/vnd.apple.mpegurl",
    ".m4s": "video/iso.segment",
    ".mp4": "video/mp4",
    ".m4a": "audio/mp4",
    ".mpd": "application/dash+xml",
    ".json": "application/json",
    ".vtt": "text/vtt; charset=utf-8",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A file as its storage knows it."""

    size: int
    #: When it was last changed, in seconds, and what tells its content from any other's, as ETag has it.
    modified: int
    tag: str
    #: Its bytes, all or from the first to the last one named. Both raise FileNotFoundError.
    whole: Callable[[], Any]
    part: Callable[[int, int], Iterator[bytes]]


def content_type(file: Path) -> str:
    """The type under which a file is kept in a bucket and served."""
    return TYPES.get(file.suffix.lower()) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def bucket() -> "BucketStorage | None":
    """The bucket that uploads are kept in; None where they are on the disk."""
    storage = storages["default"]
    # By what it can do: its module loads an S3 client, which most installations need not.
    return cast("BucketStorage", storage) if hasattr(storage, "look_up") else None


def has(name: str) -> bool:
    """Whether there are renditions under this name, all of them."""
    store = bucket()
    return bool(store.exists(_key(name, FACTS))) if store else folders.renditions_folder(name).is_dir()


def put(work: Path, name: str) -> None:
    """Makes a finished work folder the renditions called `name`, at once or not at all.

    Where another machine has finished the same meanwhile, theirs stays: somebody may be watching.
    """
    store = bucket()
    if not store:
        folders.shelve(work, name)
        return
    if not has(name):
        files = sorted(path for path in work.rglob("*") if path.is_file())
        for path in sorted(files, key=lambda path: path == work / FACTS):
            with path.open("rb") as content:
                # Cut off and begun anew: what is there is part of what never was whole.
                store.write_over(_key(name, path.relative_to(work).as_posix()), _typed(content, path))
    shutil.rmtree(work)


def read(name: str) -> Package:
    """The facts of finished renditions. Raises `media.packaging.Incomplete`."""
    store = bucket()
    if not store:
        return read_package(folders.renditions_folder(name))
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / name
        copy.mkdir()
        if store.exists(_key(name, FACTS)):
            with store.open(_key(name, FACTS)) as facts:
                (copy / FACTS).write_bytes(facts.read())
        return read_package(copy)


def remove(name: str) -> None:
    """Takes renditions away; first what says that they are there."""
    store = bucket()
    if not store:
        folders.remove_renditions(name)
    elif name:
        store.delete(_key(name, FACTS))
        # One by one: not every store knows how to delete many.
        for found in store.bucket.objects.filter(
            Prefix=store._normalize_name(f"{folders.RENDITIONS}/{name}/")
        ):
            found.delete()


def idle(seconds: float) -> list[str]:
    """Names of renditions older than so many seconds, complete or not."""
    store = bucket()
    if not store:
        return folders.idle_renditions(seconds)
    newest: dict[str, float] = {}
    top = store._normalize_name(f"{folders.RENDITIONS}/")
    for found in store.bucket.objects.filter(Prefix=top):
        name = found.key.removeprefix(top).partition("/")[0]
        newest[name] = max(newest.get(name, 0.0), found.last_modified.timestamp())
    return [name for name, written in newest.items() if time.time() - written > seconds]


def idle_originals(seconds: float) -> list[str]:
    """Originals older than so many seconds, by the name their column has."""
    store = bucket()
    if not store:
        return [folders.stored_name(path) for path in folders.idle_originals(seconds)]
    top = store._normalize_name(f"{folders.ORIGINALS}/")
    return [
        f"{folders.ORIGINALS}/{found.key.removeprefix(top)}"
        for found in store.bucket.objects.filter(Prefix=top)
        if time.time() - found.last_modified.timestamp() > seconds
    ]


@contextmanager
def at_hand(file: Any, owner: str) -> Iterator[Path]:
    """The original as a file on this machine; one in a bucket is fetched, and gone afterwards.

    Raises Refused when it is not there, and NoRoom where there is none for it.
    """
    if not bucket():
        yield Path(file.path)
        return
    with ExitStack() as stack:
        try:
            path = stack.enter_context(_fetched(file.storage, file.name, owner))
        except FileNotFoundError as absent:
            # As of one that is missing on the disk: no further attempt finds it.
            raise Refused("gone") from absent
        yield path


@contextmanager
def made_at_hand(name: str, file: str, owner: str) -> Iterator[Path]:
    """One file of finished renditions as a file on this machine, as `at_hand` does it with originals."""
    store = bucket()
    if not store:
        yield folders.renditions_folder(name) / file
        return
    with _fetched(store, _key(name, file), owner) as path:
        yield path


@contextmanager
def _fetched(storage: Any, key: str, owner: str) -> Iterator[Path]:
    work = folders.new_work_folder(f"original-{owner}")
    try:
        if left(work) < storage.size(key):
            raise NoRoom("There is not enough room on the disk for what is kept in the bucket")
        path = work / "original"
        with storage.open(key, "rb") as content, path.open("wb") as copy:
            shutil.copyfileobj(content, copy, 1024 * 1024)
        yield path
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _key(name: str, file: str) -> str:
    return f"{folders.RENDITIONS}/{name}/{file}"


def _typed(content: Any, path: Path) -> "File[bytes]":
    file: File[bytes] = File(content, name=path.name)
    file.content_type = content_type(path)  # type: ignore[attr-defined]
    return file

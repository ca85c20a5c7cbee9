"""Where things lie under MEDIA_ROOT: originals (never served), attempts at work, renditions.

A renditions folder is named after the source's content and the recipe, appears by one rename, and never
changes afterwards: what stands under the final name is complete.
"""

import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

ORIGINALS = "video/originals"
RENDITIONS = "video/renditions"
#: The same folders under an address that opens for a while.
SIGNED = "video/signed"
WORK = "video/work"
#: What has arrived of uploads that are not finished.
UPLOADS = "video/uploads"


def renditions_folder(name: str) -> Path:
    """The folder of finished renditions called `name`, whether it exists or not."""
    return _under(RENDITIONS) / name


def renditions_address(name: str, file: str) -> str:
    """The public address of a file in a renditions folder."""
    return f"{settings.MEDIA_URL}{RENDITIONS}/{name}/{file}"


def signed_address(token: str, name: str, file: str) -> str:
    """The address of the same file for whoever has the token; those beside it are reached relative to it."""
    return f"{settings.MEDIA_URL}{SIGNED}/{token}/{name}/{file}"


def new_work_folder(owner: str) -> Path:
    """An empty folder for one attempt at `owner`'s work; folders of earlier attempts are swept away first."""
    clear_work(owner)
    folder = _under(WORK) / f"{owner}.{secrets.token_hex(4)}"
    folder.mkdir(parents=True)
    return folder


@contextmanager
def making(name: str) -> Iterator[bool]:
    """Holds the making of the renditions folder `name`; False when another process is at it."""
    lock = _under(WORK) / f"{name}.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        try:
            yield True
        finally:
            lock.unlink(missing_ok=True)


def clear_work(owner: str) -> None:
    """Removes what earlier attempts at `owner`'s work left: only the current attempt can still count."""
    for left_over in _under(WORK).glob(f"{owner}.*"):
        shutil.rmtree(left_over, ignore_errors=True)


def shelve(work: Path, name: str) -> None:
    """Makes a finished work folder the renditions folder `name`, at once or not at all, safely on disk."""
    for path in sorted(work.rglob("*"), reverse=True):
        _to_disk(path)
    _to_disk(work)
    final = renditions_folder(name)
    final.parent.mkdir(parents=True, exist_ok=True)
    try:
        work.rename(final)
    except OSError:
        if not final.is_dir():
            raise
        # The same file was finished by somebody else meanwhile: theirs is as good.
        shutil.rmtree(work)
    _to_disk(final.parent)


def remove_renditions(name: str) -> None:
    """Takes a renditions folder away, first its name and then its files."""
    final = renditions_folder(name)
    if not name or not final.is_dir():
        return
    doomed = _under(WORK) / f"removed.{secrets.token_hex(4)}"
    doomed.parent.mkdir(parents=True, exist_ok=True)
    final.rename(doomed)
    shutil.rmtree(doomed, ignore_errors=True)


def work() -> Path:
    """The folder that work folders are in."""
    top = _under(WORK)
    top.mkdir(parents=True, exist_ok=True)
    return top


def uploads() -> Path:
    """The folder of uploads under way."""
    top = _under(UPLOADS)
    top.mkdir(parents=True, exist_ok=True)
    return top


def idle_work_folders(seconds: float) -> list[Path]:
    """Work folders in which nothing was written for so many seconds."""
    return [folder for folder in _folders(WORK) if _idle(folder) > seconds]


def idle_renditions(seconds: float) -> list[str]:
    """Names of renditions folders older than so many seconds."""
    return [folder.name for folder in _folders(RENDITIONS) if _unchanged(folder) > seconds]


def idle_originals(seconds: float) -> list[Path]:
    """Uploaded originals that have been there, as they are, for more than so many seconds.

    An upload keeps the time of its last piece when it is renamed to become an original; that it has come only
    now, its row perhaps not yet, is known by its ctime.
    """
    top = _under(ORIGINALS)
    return [path for path in top.iterdir() if _unchanged(path) > seconds] if top.is_dir() else []


def idle_uploads(seconds: float) -> list[Path]:
    """Files of uploads that nothing was added to for so many seconds; each is called by its row's id."""
    top = _under(UPLOADS)
    return [path for path in top.iterdir() if _idle(path) > seconds] if top.is_dir() else []


def stored_name(path: Path) -> str:
    """A file's name as its database column has it."""
    return path.relative_to(settings.MEDIA_ROOT).as_posix()


def _under(part: str) -> Path:
    return Path(settings.MEDIA_ROOT) / part


def _folders(part: str) -> list[Path]:
    top = _under(part)
    return [path for path in top.iterdir() if path.is_dir()] if top.is_dir() else []


def _idle(folder: Path) -> float:
    times = [path.stat().st_mtime for path in [folder, *folder.rglob("*")] if path.exists()]
    return time.time() - max(times)


def _unchanged(path: Path) -> float:
    try:
        facts = path.stat()
    except FileNotFoundError:  # somebody else has just taken it away
        return 0.0
    return time.time() - max(facts.st_mtime, facts.st_ctime)


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

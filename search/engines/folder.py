"""The folder of the embedded index: generations side by side, one of them in use, one writer at a time."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from search.engines.base import EngineAway

#: How long a writer waits for another one, in seconds.
PATIENCE = 60.0


class IndexFolder:
    """Holds `current`, a link to the generation in use, and the lock of the one writer.

    A change-over is one rename of the link: a reader sees the old generation or the new one, never neither.
    """

    def __init__(self, path: Path, form: str) -> None:
        self.path = path
        self._prefix = f"{form}-"
        self._link = path / "current"

    def current(self) -> Path | None:
        """The generation in use, or None when there is none."""
        try:
            found = self.path / os.readlink(self._link)
        except OSError:
            return None
        return found if found.is_dir() else None

    def is_outdated(self, generation: Path) -> bool:
        """Whether this generation was built for another form of documents."""
        return not generation.name.startswith(self._prefix)

    def begin(self) -> Path:
        """A new, empty generation, not in use yet."""
        generation = self.path / f"{self._prefix}{uuid4().hex[:12]}"
        generation.mkdir(parents=True)
        return generation

    def change_over(self, generation: Path) -> None:
        """Take a generation into use and remove every other, also what a killed rebuild left half-made."""
        link = self.path / f"next-{uuid4().hex[:12]}"
        link.symlink_to(generation.name)
        link.replace(self._link)
        for other in self.path.iterdir():
            if other.is_symlink():
                if other != self._link:
                    other.unlink(missing_ok=True)
            elif other.is_dir() and other != generation:
                shutil.rmtree(other, ignore_errors=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer, in this process and all others; the system lets go when the process dies.

        Raises:
            EngineAway: another writer did not finish within `PATIENCE`.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path / "writer.lock", os.O_CREAT | os.O_RDWR, 0o644)
        try:
            _lock(descriptor)
            yield
        finally:
            os.close(descriptor)


def _lock(descriptor: int) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise EngineAway("Another process has been writing to the index for too long.") from None
            time.sleep(0.01)
        else:
            return

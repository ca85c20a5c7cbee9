"""The folder of the embedded index: generations side by side, one of them in use, one writer for each."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from search.engines.base import EngineAway

#: How long a writer waits for another one, in seconds.
PATIENCE = 60.0


class IndexFolder:
    """Holds generations, `current`, a link to the one in use, and a lock for the one writer of each.

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

    def has_fields(self, generation: Path, fields: str) -> bool:
        """Whether this generation's form of documents ends with this name of their fields."""
        return generation.name.rpartition("-")[0].endswith(fields)

    def begin(self) -> Path:
        """A new, empty generation, not in use yet."""
        generation = self.path / f"{self._prefix}{uuid4().hex[:12]}"
        generation.mkdir(parents=True)
        return generation

    def change_over(self, generation: Path) -> None:
        """Take a generation into use."""
        for left in self.path.glob("next-*"):
            left.unlink(missing_ok=True)
        link = self.path / f"next-{uuid4().hex[:12]}"
        link.symlink_to(generation.name)
        link.replace(self._link)

    def generations(self) -> list[str]:
        """The names of all, in use or not."""
        if not self.path.is_dir():
            return []
        return [one.name for one in self.path.iterdir() if one.is_dir() and not one.is_symlink()]

    @contextmanager
    def writing(self, generation: str) -> Iterator[None]:
        """Be the generation's only writer, in this process and all others; the system lets go at death.

        Raises:
            EngineAway: the generation is gone, or another writer did not finish within `PATIENCE`.
        """
        try:
            descriptor = os.open(self.path / generation / "kierto.lock", os.O_CREAT | os.O_RDWR, 0o644)
        except OSError as failure:
            raise EngineAway(f"The index folder {generation} cannot be written: {failure}") from failure
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

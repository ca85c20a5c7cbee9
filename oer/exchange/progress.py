"""A progress bar for long commands, drawn only where a person watches."""

from __future__ import annotations

import time
from types import TracebackType

from django.core.management.base import OutputWrapper

_WIDTH = 40
#: Seconds between two drawings.
_PAUSE = 0.1


class ProgressBar:
    """A bar on `stream`, a command's stderr; nothing at all when that is not a terminal."""

    def __init__(self, stream: OutputWrapper, *, total: int) -> None:
        self._stream = stream
        self._total = max(total, 1)
        self._visible = stream.isatty()
        self._drawn_at = 0.0

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()

    def show(self, done: int) -> None:
        """Draw that `done` of the total has been done."""
        now = time.monotonic()
        if not self._visible or now - self._drawn_at < _PAUSE:
            return
        self._drawn_at = now
        share = min(done / self._total, 1.0)
        full = round(share * _WIDTH)
        self._write(f"\r[{'#' * full}{'.' * (_WIDTH - full)}] {share:4.0%}")

    def clear(self) -> None:
        """Make room for a line of text."""
        if self._visible and self._drawn_at:
            self._write("\r" + " " * (_WIDTH + 10) + "\r")

    def _write(self, text: str) -> None:
        self._stream.write(text, str, ending="")
        self._stream.flush()

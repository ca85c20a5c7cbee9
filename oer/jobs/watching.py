"""Looking every so often whether something is owed that nobody asked for."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError

logger = logging.getLogger("oer.jobs")

Look = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Watch:
    """A look that the workers of a queue take every `seconds`, first `after` so many."""

    look: Look
    queue: str
    seconds: float
    after: float


_watches: list[Watch] = []


def watch(*, queue: str, seconds: float, after: float = 0.0) -> Callable[[Look], Look]:
    """Have the decorated function called every so often by each worker process that serves `queue`, first
    `after` so many seconds.

    It is to look and to enqueue, not to work: jobs are reaped by the same thread. What it raises is logged.
    """

    def register(look: Look) -> Look:
        _watches[:] = [one for one in _watches if one.look.__qualname__ != look.__qualname__]
        _watches.append(Watch(look, queue, seconds, after))
        return look

    return register


class Watcher:
    """Takes the looks that are due, for a process that serves these queues."""

    def __init__(self, queues: Collection[str], clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._due = {one: clock() + one.after for one in _watches if one.queue in queues}

    def look(self) -> None:
        """Take every look whose time has come. Raises DatabaseError and InterfaceError only."""
        for one, due in self._due.items():
            if self._clock() < due:
                continue
            self._due[one] = self._clock() + one.seconds
            try:
                one.look()
            except (DatabaseError, InterfaceError):
                raise
            except Exception:
                logger.exception("A look failed: %s", one.look.__qualname__)

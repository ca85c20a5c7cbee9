"""One try at a job, as the handler sees it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from oer.jobs import stopping
from oer.jobs.failures import LeaseLost, WorkerStopping
from oer.jobs.models import Job, State, lease_of

logger = logging.getLogger("oer.jobs")


class Attempt:
    """What a handler may know and do: the thing's key and payload, reporting, and finishing."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self.key: str = job.key
        self.payload: dict[str, Any] = job.payload
        #: 1 for the first try.
        self.number: int = job.attempts
        #: True once the job was marked done inside `finishing`.
        self.finished = False

    def report(self, percent: int | None = None, note: str = "") -> None:
        """Show progress (0..100, and a few words) and give a sign of life.

        Raises LeaseLost when this attempt is no longer the current one, and when the worker is asked to stop.
        """
        shown: dict[str, Any] = {}
        if percent is not None:
            shown["progress"] = max(0, min(100, int(percent)))
        if note:
            shown["note"] = note[:255]
        self._beat(**shown)
        if stopping.requested():
            raise WorkerStopping(f"The worker is stopping; {self._job} will be taken again")

    @contextmanager
    def finishing(self) -> Iterator[None]:
        """One transaction in which the room shows its result and the job becomes done: both or neither.

        Raises LeaseLost, before anything is written, when this attempt is no longer the current one.
        """
        with transaction.atomic():
            self._beat()
            yield
            self.finish()
        self.finished = True

    def finish(self) -> None:
        """Mark the job done. Raises LeaseLost when this attempt is no longer the current one."""
        done = Job.objects.current(self._job).update(
            state=State.DONE,
            progress=100,
            finished_at=timezone.now(),
            fence=None,
            lease_until=None,
            reason="",
        )
        if not done:
            raise LeaseLost(f"Attempt {self.number} at {self._job} is no longer the current one")

    def _beat(self, **shown: Any) -> None:
        now = timezone.now()
        alive = Job.objects.current(self._job).update(
            heartbeat_at=now, lease_until=now + lease_of(self._job.kind), **shown
        )
        if not alive:
            raise LeaseLost(f"Attempt {self.number} at {self._job} is no longer the current one")


class Heartbeat:
    """Keeps the lease alive from a thread while the handler is busy.

    Inside a transaction (a test) there is none: the thread's own connection could neither see the row nor, on
    SQLite, ever get the lock that the waiting caller holds.
    """

    def __init__(self, attempt: Attempt) -> None:
        self._attempt = attempt
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        self._pause = lease_of(attempt._job.kind).total_seconds() / 4

    def __enter__(self) -> Heartbeat:
        if not connection.in_atomic_block:
            self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join(timeout=30)

    def _run(self) -> None:
        try:
            while not self._ended.wait(self._pause):
                try:
                    self._attempt._beat()
                except LeaseLost:
                    return
                except DatabaseError:
                    logger.warning("No heartbeat for %s this time", self._attempt._job, exc_info=True)
                    connection.close()
        finally:
            connection.close()

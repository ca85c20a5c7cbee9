"""What is looked after while jobs run: silent workers, lost tasks, old rows."""

import logging
import os
import socket
import threading
import time
from collections.abc import Collection
from datetime import timedelta

from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from oer.jobs.models import Job, State
from oer.jobs.running import reap
from oer.jobs.watching import Watcher

logger = logging.getLogger("oer.jobs")

#: Seconds between two looks for silent workers.
REAP_EVERY = 2.0
PRUNE_EVERY = 3600.0
KEEP_DONE = timedelta(days=7)
KEEP_FAILED = timedelta(days=90)
KEEP_TASK_RESULTS = timedelta(days=1)
#: A django-tasks task (a small piece of housekeeping) that runs for longer was lost with its worker.
TASK_LOST_AFTER = timedelta(minutes=10)
TASK_ATTEMPTS = 3


def expire(worker: str) -> int:
    """End the leases of a worker process that is known to be gone, so that its jobs need not wait."""
    return Job.objects.held_by(worker).update(lease_until=timezone.now() - timedelta(seconds=1))


def expire_dead_neighbours() -> int:
    """Do so for every process of this machine that no longer exists; the number of jobs freed.

    A process that only seems to be dead (another container with the same host name) loses nothing but its
    attempt: the fence keeps a late result out.
    """
    freed = 0
    here = f"{socket.gethostname()}:"
    running = Job.objects.filter(state=State.RUNNING, worker__startswith=here)
    for worker in running.values_list("worker", flat=True).distinct():
        if not _alive(int(worker.removeprefix(here))):
            freed += expire(worker)
    return freed


def recover_jobs() -> int:
    """Put what died with its worker back in line, whoever it was; the number of jobs.

    For commands that do jobs themselves: there may be no worker running that sweeps.
    """
    expire_dead_neighbours()
    return reap()


def recover_tasks() -> int:
    """Put lost django-tasks tasks back in line: their own queue never does. Returns how many."""
    lost = DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=timezone.now() - TASK_LOST_AFTER
    )
    again = [task.pk for task in lost if len(task.worker_ids) < TASK_ATTEMPTS]
    return DBTaskResult.objects.filter(pk__in=again, status=TaskResultStatus.RUNNING).update(
        status=TaskResultStatus.READY
    )


def prune() -> int:
    """Delete what nobody will look at again: old finished jobs and task results. Returns how many."""
    now = timezone.now()
    old = [
        Job.objects.filter(state__in=[State.DONE, State.REPLACED], finished_at__lt=now - KEEP_DONE),
        Job.objects.filter(state=State.FAILED, finished_at__lt=now - KEEP_FAILED),
        DBTaskResult.objects.finished().filter(finished_at__lt=now - KEEP_TASK_RESULTS),
    ]
    return sum(rows.delete()[0] for rows in old)


class Sweeper(threading.Thread):
    """Sweeps beside the worker's loop, on a connection of its own, for as long as the process lives."""

    def __init__(self, queues: Collection[str] = ()) -> None:
        super().__init__(name="sweeper", daemon=True)
        self._watcher = Watcher(queues)

    def run(self) -> None:
        """Reap and look every few seconds, prune every hour; a database that is away is waited for."""
        prune_at = time.monotonic()
        while True:
            close_old_connections()
            try:
                reap()
                if time.monotonic() >= prune_at:
                    recover_tasks()
                    prune()
                    prune_at = time.monotonic() + PRUNE_EVERY
                self._watcher.look()
            except (DatabaseError, InterfaceError):
                logger.warning("The sweep waits for the database", exc_info=True)
                connection.close()
            time.sleep(REAP_EVERY)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

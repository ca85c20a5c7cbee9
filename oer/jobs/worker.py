"""The worker's loop, and draining what is owed in the calling process."""

import logging
import time
from collections.abc import Callable, Collection, Sequence

from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django_tasks import task_backends
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from oer.jobs import stopping
from oer.jobs.models import Job, JobQuerySet
from oer.jobs.running import run_next, worker_name
from oer.jobs.sweeping import recover_jobs

logger = logging.getLogger("oer.jobs")

#: Seconds between two looks when there was nothing to do.
PAUSE = 0.2
PAUSE_AFTER_ERROR = 1.0
#: Seconds between two looks whether another worker has finished what it is at.
PAUSE_FOR_OTHERS = 1.0


def run_due_jobs(queues: Collection[str] | None = None) -> int:
    """Run everything due in these queues (None: all) here and now, until nothing is; the number of attempts.

    A job that fails is not due again before its back-off has passed.
    """
    made = 0
    while run_next(queues):
        made += 1
    return made


def _tell_nobody(job: Job) -> None:
    """Whoever sees the jobs through need not know what they wait for."""


def see_through(
    jobs: JobQuerySet, queues: Collection[str], told: Callable[[Job], None] = _tell_nobody
) -> None:
    """Run everything due in these queues here and now, and go on until none of `jobs` is left.

    What another worker has taken is waited for; what died with its worker is taken from it. `told` is told
    of each job that is left, whenever one looks: its `note` says what it waits for.
    """
    while True:
        recover_jobs()
        run_due_jobs(queues)
        left = list(jobs.all())
        if not left:
            return
        for job in left:
            told(job)
        time.sleep(PAUSE_FOR_OTHERS)


def run_one_task(queues: Sequence[str]) -> bool:
    """Run one django-tasks task (Wagtail's housekeeping, a nudge) of these queues; False if there is none."""
    if not isinstance(task_backends["default"], DatabaseBackend):
        return False
    if not DBTaskResult.objects.ready().filter(queue_name__in=queues).exists():
        return False
    Worker(
        queue_names=list(queues),
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=worker_name(),
        excluded_queue_names=[],
    ).run()
    return True


def loop(queues: Sequence[str]) -> None:
    """Do jobs and tasks of these queues, jobs first, until a stop is asked for."""
    while not stopping.requested():
        close_old_connections()
        try:
            if not (run_next(queues) or run_one_task(queues)):
                time.sleep(PAUSE)
        except (DatabaseError, InterfaceError):
            logger.exception("The database does not answer; trying again")
            connection.close()
            time.sleep(PAUSE_AFTER_ERROR)

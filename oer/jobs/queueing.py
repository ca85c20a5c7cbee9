"""Asking for work, and nudging the workers."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from oer.jobs.handlers import handler_for
from oer.jobs.models import Job, State
from oer.jobs.tasks import run_job

#: Ahead of Wagtail's own housekeeping in the same queue.
NUDGE_PRIORITY = 10


def enqueue(
    kind: str, key: str, payload: dict[str, Any] | None = None, *, not_before: datetime | None = None
) -> Job:
    """Write the job row in the caller's transaction and nudge a worker.

    At most one job waits per kind and key: while one waits it is returned as it is (brought forward when
    `not_before` is earlier than its own). While one runs, a new one is made, because the running one may
    already have read what has just changed. Raises UnknownKind.
    """
    handler = handler_for(kind)
    key, when = str(key), not_before or timezone.now()
    defaults = {
        "queue": handler.queue,
        "payload": payload or {},
        "attempts_allowed": handler.attempts,
        "not_before": when,
    }
    for _try in range(3):
        waiting = Job.objects.select_for_update().filter(kind=kind, key=key, state=State.WAITING)
        with transaction.atomic():
            job = waiting.first()
            if job is not None:
                if when < job.not_before:
                    job.not_before = when
                    job.save(update_fields=["not_before"])
                    nudge(job)
                return job
        try:
            with transaction.atomic():
                job = Job.objects.create(kind=kind, key=key, **defaults)
                nudge(job)
            return job
        except IntegrityError:  # somebody else has just asked for the same
            continue
    raise RuntimeError(f"Could not enqueue {kind} {key}: its waiting job kept being taken meanwhile")


def retry(job: Job) -> bool:
    """Put a failed job back in line with all its attempts; False when it is not failed any more.

    When the same thing waits already, that job does the work and this one is replaced by it.
    """
    failed = Job.objects.filter(pk=job.pk, state=State.FAILED)
    try:
        with transaction.atomic():
            again = failed.update(
                state=State.WAITING, attempts=0, not_before=timezone.now(), progress=0, note="", reason=""
            )
            if again:
                job.refresh_from_db()
                nudge(job)
    except IntegrityError:
        again = failed.update(state=State.REPLACED)
    return bool(again)


def nudge(job: Job) -> None:
    """Tell the queue that the job will be due; losing this message loses nothing."""
    later = job.not_before if job.not_before > timezone.now() else None
    run_job.using(queue_name=job.queue, priority=NUDGE_PRIORITY, run_after=later).enqueue(job.pk)

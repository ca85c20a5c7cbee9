"""Doing jobs in this process: claim, run, settle."""

import logging
import os
import random
import socket
import traceback
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oer.jobs.attempt import Attempt, Heartbeat
from oer.jobs.backoff import Again, Decision, GiveUp, decide
from oer.jobs.failures import LeaseLost, NotNow, PermanentFailure, WorkerStopping
from oer.jobs.handlers import UnknownKind, handler_for
from oer.jobs.models import Job, State

logger = logging.getLogger("oer.jobs")

ERROR_LENGTH = 8000
FREE = {"fence": None, "lease_until": None, "worker": ""}


def worker_name() -> str:
    """Names this process among all machines' processes."""
    return f"{socket.gethostname()}:{os.getpid()}"


def run_one(job_id: int) -> bool:
    """Make an attempt at this job if it is due; False when it is not."""
    job = Job.objects.filter(pk=job_id).claim(worker_name())
    return run_claimed(job) if job else False


def run_next(queues: Collection[str] | None = None) -> bool:
    """Make an attempt at the next due job of these queues; False when none is due."""
    job = Job.objects.on(queues).claim(worker_name())
    return run_claimed(job) if job else False


def run_claimed(job: Job) -> bool:
    """Run the handler of a claimed job and settle how it ended. Always True: an attempt was made."""
    attempt = Attempt(job)
    try:
        handler = handler_for(job.kind)
        with Heartbeat(attempt):
            handler.run(attempt)
        if not attempt.finished:
            attempt.finish()
    except WorkerStopping:
        release(job)
    except NotNow as away:
        release(job, after=timedelta(seconds=away.seconds), note=str(away)[:255])
    except LeaseLost as lost:
        logger.warning("%s", lost)
    except (PermanentFailure, UnknownKind) as failure:
        settle(job, GiveUp(), error=traceback.format_exc(), reason=str(failure))
    except Exception:
        logger.exception("Attempt %s at %s failed", job.attempts, job)
        if not attempt.finished:
            settle(job, _next(job), error=traceback.format_exc())
    return True


def reap() -> int:
    """Put jobs whose worker fell silent back in line, or fail them when their attempts are used up.

    Returns how many there were.
    """
    found = 0
    for job in Job.objects.stalled():
        decision = _next(job)
        if isinstance(decision, Again):
            decision = Again(timedelta(0))  # it did not fail, it was cut off
        error = f"The worker {job.worker} gave no sign of life after {job.heartbeat_at:%Y-%m-%d %H:%M:%S %Z}."
        found += settle(job, decision, error=error)
    return found


def release(job: Job, *, after: timedelta = timedelta(0), note: str = "") -> None:
    """Give an unfinished job back without counting the attempt; it is due again `after` so long."""
    _wait_again(job, after, attempts=job.attempts - 1, **({"note": note} if note else {}))


def settle(job: Job, decision: Decision, *, error: str, reason: str = "") -> bool:
    """Act on what was decided about a failed attempt; False when it is no longer the current one."""
    error = error[-ERROR_LENGTH:]
    if isinstance(decision, Again):
        return _wait_again(job, decision.wait, last_error=error)
    reason = reason or _("This did not succeed after several attempts. The administrators can see why.")
    try:
        return _fail(job, reason, error, tell=True)
    except Exception:
        logger.exception("The room could not be told that %s failed", job)
        return _fail(job, reason, f"{error}\n{traceback.format_exc()}"[-ERROR_LENGTH:], tell=False)


def _next(job: Job) -> Decision:
    return decide(number=job.attempts, allowed=job.attempts_allowed, chance=random.random())  # noqa: S311


def _wait_again(job: Job, wait: timedelta, **changes: Any) -> bool:
    when = timezone.now() + wait
    try:
        with transaction.atomic():
            return bool(
                Job.objects.current(job).update(state=State.WAITING, not_before=when, **FREE, **changes)
            )
    except IntegrityError:  # the same was asked for meanwhile: that later job does the work
        return bool(
            Job.objects.current(job).update(
                state=State.REPLACED, finished_at=timezone.now(), **FREE, **changes
            )
        )


def _fail(job: Job, reason: str, error: str, *, tell: bool) -> bool:
    with transaction.atomic():
        failed = Job.objects.current(job).update(
            state=State.FAILED, finished_at=timezone.now(), reason=reason, last_error=error, **FREE
        )
        if failed and tell:
            on_failed = _on_failed(job)
            if on_failed is not None:
                on_failed(job.key, job.payload, reason)
    return bool(failed)


def _on_failed(job: Job) -> Any:
    try:
        return handler_for(job.kind).on_failed
    except UnknownKind:
        return None

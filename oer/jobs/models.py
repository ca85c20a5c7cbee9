"""The job row: the only place that says what is owed, who is at it and how it ended."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oer.jobs.handlers import UnknownKind, handler_for

DEFAULT_LEASE = 60
CLAIM_CANDIDATES = 25


class State(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    REPLACED = "replaced", _("Replaced by a later one")


class JobQuerySet(models.QuerySet["Job"]):
    """The words in which the worker and the admin speak of jobs."""

    def on(self, queues: Collection[str] | None) -> JobQuerySet:
        """Jobs of these queues; None means all."""
        return self if queues is None else self.filter(queue__in=queues)

    def due(self, now: datetime | None = None) -> JobQuerySet:
        """Waiting, their time has come, and no other attempt at the same thing is under way."""
        same = Job.objects.filter(
            state=State.RUNNING, kind=models.OuterRef("kind"), key=models.OuterRef("key")
        )
        return self.filter(state=State.WAITING, not_before__lte=now or timezone.now()).exclude(
            models.Exists(same)
        )

    def stalled(self, now: datetime | None = None) -> JobQuerySet:
        """Running by name only: the lease ran out without a sign of life."""
        return self.filter(state=State.RUNNING, lease_until__lt=now or timezone.now())

    def held_by(self, worker: str) -> JobQuerySet:
        """Running in the named worker process."""
        return self.filter(state=State.RUNNING, worker=worker)

    def current(self, job: Job) -> JobQuerySet:
        """The job's row if the attempt that `job` was claimed for is still the current one, else nothing."""
        return self.filter(pk=job.pk, state=State.RUNNING, fence=job.fence)

    def claim(self, worker: str) -> Job | None:
        """Take the first due job of this set for `worker`; None when there is none.

        The row is locked (rows that an unfinished transaction holds are passed by) and then changed by one
        conditional update, which decides between rivals on SQLite and on PostgreSQL alike.
        """
        candidates = self.due().order_by("not_before", "pk").values_list("pk", "kind")[:CLAIM_CANDIDATES]
        for pk, kind in list(candidates):
            try:
                with transaction.atomic():
                    free = Job.objects.filter(pk=pk).select_for_update(skip_locked=True).first()
                    taken = free is not None and Job.objects.due().filter(pk=pk).start(worker, lease_of(kind))
            except IntegrityError:  # a rival has just taken another job for the same thing
                continue
            if taken:
                return Job.objects.get(pk=pk)
        return None

    def start(self, worker: str, lease: timedelta) -> int:
        """Begin a new attempt: a new fence, a new lease, one more attempt counted."""
        now = timezone.now()
        return self.update(
            state=State.RUNNING,
            fence=uuid.uuid4(),
            worker=worker,
            attempts=F("attempts") + 1,
            started_at=now,
            finished_at=None,
            heartbeat_at=now,
            lease_until=now + lease,
        )


def lease_of(kind: str) -> timedelta:
    """How long a job of this kind may be silent."""
    try:
        return timedelta(seconds=handler_for(kind).lease)
    except UnknownKind:
        return timedelta(seconds=DEFAULT_LEASE)


class Job(models.Model):
    """One piece of work that is owed: `kind` says what, `key` says for which thing."""

    State = State

    kind = models.CharField(_("kind"), max_length=64)
    key = models.CharField(_("what it is for"), max_length=255)
    queue = models.CharField(_("queue"), max_length=32)
    payload = models.JSONField(_("details"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.WAITING)

    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    attempts_allowed = models.PositiveIntegerField(_("attempts allowed"), default=1)
    not_before = models.DateTimeField(_("not before"), default=timezone.now)
    #: Names the current attempt: a result counts only with it.
    fence = models.UUIDField(null=True, editable=False)
    worker = models.CharField(_("worker"), max_length=128, blank=True)
    lease_until = models.DateTimeField(null=True, editable=False)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True, editable=False)

    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    note = models.CharField(_("note"), max_length=255, blank=True)
    #: A sentence for the person whose work this is.
    reason = models.TextField(_("reason"), blank=True)
    #: The end of the last traceback, for administrators.
    last_error = models.TextField(_("last error"), blank=True)

    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, editable=False)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        indexes = [
            models.Index(fields=["state", "queue", "not_before"], name="jobs_due"),
            models.Index(fields=["kind", "key"], name="jobs_thing"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(state="waiting"), name="jobs_one_waiting"
            ),
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(state="running"), name="jobs_one_running"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

"""Asking for work: one waiting job a thing, nothing left behind by a rollback."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from oer.jobs import enqueue
from oer.jobs.handlers import UnknownKind
from oer.jobs.models import Job, State
from oer.jobs.worker import run_due_jobs

pytestmark = pytest.mark.django_db


def nothing(attempt):
    """Done at once."""


def test_a_second_request_while_one_waits_is_the_same_job(kind):
    name = kind(nothing)
    first = enqueue(name, "a", {"n": 1})
    assert enqueue(name, "a", {"n": 2}) == first
    assert enqueue(name, "b") != first
    assert Job.objects.count() == 2


def test_a_request_while_one_runs_is_run_after_it(kind):
    seen = []

    def ask_again(attempt):
        seen.append(attempt.key)
        if len(seen) == 1:
            enqueue(name, "a")
            assert run_due_jobs() == 0, "the same thing is not worked on twice at once"

    name = kind(ask_again)
    enqueue(name, "a")
    assert run_due_jobs() == 2
    assert [job.state for job in Job.objects.all()] == [State.DONE, State.DONE]


def test_a_job_waits_for_its_time_and_an_earlier_request_brings_it_forward(kind):
    name = kind(nothing)
    job = enqueue(name, "a", not_before=timezone.now() + timedelta(hours=1))
    assert run_due_jobs() == 0
    assert enqueue(name, "a") == job
    assert run_due_jobs() == 1


def test_a_job_is_gone_with_the_transaction_that_asked_for_it(kind):
    name = kind(nothing)

    def change_of_mind():
        with transaction.atomic():
            enqueue(name, "a")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_of_mind()
    assert not Job.objects.exists()


def test_only_the_named_queues_are_run(kind):
    enqueue(kind(nothing, queue="index"), "a")
    enqueue(kind(nothing, queue="transcode"), "b")
    assert run_due_jobs(["index"]) == 1
    assert Job.objects.get(state=State.WAITING).queue == "transcode"


def test_an_unknown_kind_is_refused():
    with pytest.raises(UnknownKind, match=r"nobody\.does\.this"):
        enqueue("nobody.does.this", "a")

"""Attempts: done, tried again, failed, cut off, late."""

from datetime import timedelta

import pytest
from django.utils import timezone

from oer.jobs import LeaseLost, PermanentFailure, enqueue, stopping
from oer.jobs.attempt import Attempt
from oer.jobs.models import Job, State
from oer.jobs.running import reap, run_claimed, worker_name
from oer.jobs.worker import run_due_jobs

pytestmark = pytest.mark.django_db


def make_due(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(not_before=timezone.now() - timedelta(seconds=1))


def lapse(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_job_is_done_once_and_keeps_its_progress(kind):
    seen = []

    def work(attempt):
        attempt.report(40, "half way")
        seen.append((attempt.key, attempt.payload, attempt.number, Job.objects.get().progress))

    job = enqueue(kind(work), "a", {"n": 1})
    assert run_due_jobs() == 1
    assert run_due_jobs() == 0
    job.refresh_from_db()
    assert seen == [("a", {"n": 1}, 1, 40)]
    assert (job.state, job.progress, job.note, job.attempts) == (State.DONE, 100, "half way", 1)
    assert job.finished_at >= job.started_at


def test_an_error_is_tried_again_until_the_attempts_are_used_and_then_the_room_is_told(kind):
    told = []

    def broken(attempt):
        raise RuntimeError("disk on fire")

    name = kind(
        broken, attempts=3, on_failed=lambda key, payload, reason: told.append((key, payload, reason))
    )
    job = enqueue(name, "a", {"n": 1})
    for number in (1, 2):
        assert run_due_jobs() == 1
        job.refresh_from_db()
        assert (job.state, job.attempts, told) == (State.WAITING, number, [])
        assert job.not_before > timezone.now(), "it waits before it is tried again"
        assert "disk on fire" in job.last_error
        make_due(job)
    assert run_due_jobs() == 1
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert told == [("a", {"n": 1}, job.reason)]
    assert "disk on fire" not in job.reason, "the traceback is for administrators"


def test_a_permanent_failure_is_not_tried_again_and_its_sentence_is_kept(kind):
    told = []

    def refuse(attempt):
        raise PermanentFailure("The file is a playlist, not a video.")

    job = enqueue(kind(refuse, on_failed=lambda *args: told.append(args)), "a")
    assert run_due_jobs() == 1
    job.refresh_from_db()
    assert (job.state, job.reason) == (State.FAILED, "The file is a playlist, not a video.")
    assert told == [("a", {}, "The file is a playlist, not a video.")]


def test_a_room_that_cannot_be_told_does_not_keep_the_job_running(kind):
    def refuse(attempt):
        raise PermanentFailure("No.")

    def broken(key, payload, reason):
        raise RuntimeError("no such row")

    job = enqueue(kind(refuse, on_failed=broken), "a")
    run_due_jobs()
    job.refresh_from_db()
    assert (job.state, job.reason) == (State.FAILED, "No.")
    assert "no such row" in job.last_error


def test_a_late_attempt_cannot_report_or_finish(kind):
    job = enqueue(kind(lambda attempt: None), "a")
    late = Attempt(Job.objects.claim("first:1"))
    lapse(job)
    assert reap() == 1
    current = Attempt(Job.objects.claim("second:2"))
    with pytest.raises(LeaseLost):
        late.report(99)
    with pytest.raises(LeaseLost), late.finishing():
        pytest.fail("a late attempt must not write its result")
    with current.finishing():
        pass
    job.refresh_from_db()
    assert (job.state, job.attempts, job.progress) == (State.DONE, 2, 100)


def test_what_is_written_while_finishing_is_undone_with_it(kind):
    job = enqueue(kind(lambda attempt: None), "a")
    attempt = Attempt(Job.objects.claim(worker_name()))

    def half_a_result():
        with attempt.finishing():
            enqueue(job.kind, "result")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_a_result()
    assert not attempt.finished
    assert Job.objects.get().state == State.RUNNING


def test_a_silent_worker_loses_its_job_until_the_attempts_are_used(kind):
    told = []
    job = enqueue(kind(lambda attempt: None, attempts=2, on_failed=lambda *args: told.append(args)), "a")
    for expected in (State.WAITING, State.FAILED):
        assert Job.objects.claim("gone:1")
        assert reap() == 0, "a job with a lease is left alone"
        lapse(job)
        assert reap() == 1
        job.refresh_from_db()
        assert job.state == expected
        assert "gone:1" in job.last_error
    assert len(told) == 1


def test_a_job_that_was_asked_for_again_meanwhile_is_replaced_instead_of_waiting_twice(kind):
    def broken(attempt):
        enqueue(name, "a")
        raise RuntimeError

    name = kind(broken)
    first = enqueue(name, "a")
    assert run_claimed(Job.objects.claim(worker_name()))
    first.refresh_from_db()
    assert first.state == State.REPLACED
    assert Job.objects.get(state=State.WAITING).attempts == 0


def test_a_stopping_worker_gives_its_job_back_without_counting_the_attempt(kind, monkeypatch):
    def long_work(attempt):
        monkeypatch.setattr(stopping, "_requested", True)
        attempt.report(10)
        pytest.fail("the report ends the attempt")

    job = enqueue(kind(long_work), "a")
    assert run_claimed(Job.objects.claim(worker_name()))
    job.refresh_from_db()
    assert (job.state, job.attempts, job.worker) == (State.WAITING, 0, "")


def test_a_job_of_a_kind_that_no_longer_exists_fails_with_the_reason(kind):
    job = enqueue(kind(lambda attempt: None), "a")
    Job.objects.filter(pk=job.pk).update(kind="gone.kind")
    assert run_due_jobs() == 1
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "gone.kind" in job.reason

"""What is looked after beside the jobs: dead processes, lost tasks, old rows, the heartbeat."""

import socket
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from oer.jobs import NotNow, enqueue
from oer.jobs.models import Job, State
from oer.jobs.running import reap, worker_name
from oer.jobs.sweeping import TASK_ATTEMPTS, expire_dead_neighbours, prune, recover_jobs, recover_tasks
from oer.jobs.worker import run_due_jobs, see_through


def ago(**span: float):
    """A moment in the past."""
    return timezone.now() - timedelta(**span)


@pytest.mark.django_db
def test_a_process_of_this_machine_that_is_gone_loses_its_lease_at_once(kind):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    name = kind(lambda attempt: None)
    enqueue(name, "dead")
    Job.objects.claim(f"{socket.gethostname()}:{ended.pid}")
    enqueue(name, "alive")
    Job.objects.claim(worker_name())
    enqueue(name, "elsewhere")
    Job.objects.claim(f"another-machine:{ended.pid}")
    assert expire_dead_neighbours() == 1
    assert reap() == 1
    assert Job.objects.get(state=State.WAITING).key == "dead"


@pytest.mark.django_db
def test_a_command_takes_over_what_died_with_its_worker_here_or_elsewhere(kind):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    name = kind(lambda attempt: None)
    for key, worker in (("here", socket.gethostname()), ("elsewhere", "another-machine")):
        enqueue(name, key)
        Job.objects.claim(f"{worker}:{ended.pid}")
    Job.objects.filter(key="elsewhere").update(lease_until=ago(seconds=1))
    assert recover_jobs() == 2
    enqueue(name, "waiting")
    see_through(Job.objects.exclude(state=State.DONE), ["default"])
    assert set(Job.objects.values_list("state", flat=True)) == {State.DONE}


@pytest.mark.django_db
def test_whoever_sees_jobs_through_is_told_what_they_wait_for(kind, monkeypatch):
    notes = []

    def run(attempt):
        if len(notes) < 2:
            raise NotNow(60, "The disk is full.")

    def told(job):
        notes.append(job.note)
        Job.objects.update(not_before=timezone.now())

    enqueue(kind(run), "film")
    monkeypatch.setattr("oer.jobs.worker.PAUSE_FOR_OTHERS", 0)
    see_through(Job.objects.filter(state=State.WAITING), ["default"], told)
    assert notes == ["The disk is full.", "The disk is full."]


@pytest.mark.django_db
def test_a_task_lost_with_its_worker_is_run_again_but_not_for_ever():
    def task(started, workers, status=TaskResultStatus.RUNNING):
        return DBTaskResult.objects.create(
            args_kwargs={"args": [], "kwargs": {}},
            task_path="oer.jobs.tasks.run_job",
            backend_name="default",
            run_after=started,
            status=status,
            started_at=started,
            worker_ids=["w"] * workers,
        )

    lost = task(ago(hours=1), 1)
    task(ago(seconds=5), 1)
    task(ago(hours=1), TASK_ATTEMPTS)
    task(ago(hours=1), 1, TaskResultStatus.SUCCESSFUL)
    assert recover_tasks() == 1
    assert DBTaskResult.objects.get(status=TaskResultStatus.READY) == lost


@pytest.mark.django_db
def test_old_rows_are_deleted_and_what_is_owed_never(kind):
    name = kind(lambda attempt: None)
    for state, days in [
        ("done", 8),
        ("done", 1),
        ("failed", 8),
        ("failed", 91),
        ("waiting", 400),
        ("replaced", 8),
    ]:
        Job.objects.create(
            kind=name, key=f"{state} {days}", queue="default", state=state, finished_at=ago(days=days)
        )
    assert prune() == 3
    assert set(Job.objects.values_list("key", flat=True)) == {"done 1", "failed 8", "waiting 400"}


@pytest.mark.django_db(transaction=True)
def test_the_heart_beats_while_a_handler_is_busy_even_with_the_database(kind):
    seen = []

    def busy(attempt):
        time.sleep(1.3)
        seen.append(Job.objects.stalled().exists())
        with transaction.atomic():
            Job.objects.filter(key="a").update(note="the heartbeat waits for this transaction")
            time.sleep(0.7)
        with attempt.finishing():
            Job.objects.filter(key="a").update(note="done")

    job = enqueue(kind(busy, lease=1), "a")
    assert run_due_jobs() == 1
    job.refresh_from_db()
    assert seen == [False], "without a heartbeat the lease of a second had run out"
    assert (job.state, job.note) == (State.DONE, "done")

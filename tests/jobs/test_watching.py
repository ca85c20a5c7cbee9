"""Workers look now and then whether something is owed; what is away is asked again and not counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import timezone

from oer.jobs import Attempt, NotNow, enqueue, handler, watching
from oer.jobs.handlers import unregister
from oer.jobs.models import Job, State
from oer.jobs.watching import Watcher, watch
from oer.jobs.worker import run_due_jobs


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def own_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    """No watches but those of the test."""
    monkeypatch.setattr(watching, "_watches", [])


def test_a_look_is_taken_at_once_and_then_every_so_often_by_those_who_serve_its_queue() -> None:
    taken: list[str] = []

    @watch(queue="index", seconds=10)
    def look_often() -> None:
        taken.append("often")

    @watch(queue="index", seconds=100, after=50)
    def look_late() -> None:
        taken.append("late")

    clock = Clock()
    watcher, other = Watcher(["index", "default"], clock), Watcher(["transcode"], clock)
    for seconds in (0, 5, 6, 50):
        clock.now = 100.0 + seconds
        watcher.look()
        other.look()
    assert taken == ["often", "often", "late"]


def test_a_look_that_fails_is_told_and_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    taken: list[str] = []

    @watch(queue="index", seconds=10)
    def fail() -> None:
        raise RuntimeError("no")

    @watch(queue="index", seconds=10)
    def look() -> None:
        taken.append("look")

    Watcher(["index"]).look()
    assert taken == ["look"]
    assert "A look failed" in caplog.text


@pytest.fixture
def kind() -> Iterator[str]:
    """A kind of job whose server is always away."""

    @handler("test.away", attempts=2)
    def away(attempt: Attempt) -> None:
        raise NotNow(30, "The server is away")

    yield "test.away"
    unregister("test.away")


@pytest.mark.django_db
def test_what_is_away_is_waited_for_by_the_same_job_without_counting(kind: str) -> None:
    enqueue(kind, key="x")
    for _time in range(5):
        assert run_due_jobs() == 1
        (job,) = Job.objects.filter(kind=kind)
        assert (job.state, job.attempts, job.note) == (State.WAITING, 0, "The server is away")
        assert dt.timedelta(seconds=25) < job.not_before - timezone.now() < dt.timedelta(seconds=31)
        Job.objects.update(not_before=timezone.now())

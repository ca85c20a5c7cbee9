"""With Elasticsearch away, publishing and searching go on; when it is back, it catches up by itself."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from django.utils import timezone

from oer.jobs.models import Job, State
from oer.jobs.worker import run_due_jobs
from search import choice
from search.engines.elastic import READ_TIMEOUT
from search.find import find
from search.query import parse
from tests.search.cable import Cable
from tests.search.records import publish, record, withdraw

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]


def found() -> tuple[list[str], str, bool]:
    results = find(parse("luku", "fi"))
    return sorted(hit.record.title for hit in results.hits), results.engine, results.degraded


def let_the_pause_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for a few seconds is due now."""
    breaker = choice.breaker(choice.ELASTIC)
    monkeypatch.setattr(breaker, "_closed_until", time.monotonic())
    Job.objects.filter(state=State.WAITING).update(not_before=timezone.now() - dt.timedelta(seconds=1))


def test_both_engines_are_kept_up(cable: Cable) -> None:
    publish(record("Luku 1"))
    run_due_jobs()
    assert found() == (["Luku 1"], "elasticsearch", False)
    assert len(choice.engine(choice.EMBEDDED).versions()) == 1


@pytest.mark.parametrize("fault", ["cut", "hang"])
def test_while_it_is_away_nothing_stops_and_afterwards_it_catches_up(
    cable: Cable, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = publish(record("Luku 1"))
    run_due_jobs()
    getattr(cable, fault)()

    publish(record("Luku 2"))
    withdraw(gone)
    began = time.monotonic()
    run_due_jobs()
    assert found() == (["Luku 2"], "embedded", True)
    assert time.monotonic() - began < 10
    began = time.monotonic()
    assert found() == (["Luku 2"], "embedded", True)
    assert time.monotonic() - began < READ_TIMEOUT  # nobody waits for it again so soon
    (waiting,) = Job.objects.filter(kind="search.sync", state=State.WAITING)
    assert waiting.key == "elasticsearch"
    assert not Job.objects.filter(state=State.FAILED).exists()

    cable.mend()
    let_the_pause_pass(monkeypatch)
    run_due_jobs()
    assert found() == (["Luku 2"], "elasticsearch", False)
    assert len(choice.engine(choice.ELASTIC).versions()) == 1


def test_a_never_filled_elasticsearch_is_not_taken_for_an_empty_catalogue(cable: Cable) -> None:
    cable.cut()
    publish(record("Luku 1"))
    run_due_jobs()
    cable.mend()
    assert found() == (["Luku 1"], "embedded", True)


def test_both_engines_rank_the_same_way(cable: Cable) -> None:
    for number in range(1, 8):
        publish(record(f"Aihe {number}", "luku " * number + "sana " * (40 - number)))
    publish(record("Luku otsikossa"))
    publish(record("Muu", "Luku ja laskutoimitus."))
    run_due_jobs()
    for text in ("luku", "luku laskutoimituksia", "luku sana aihe"):
        query = parse(text, "fi")
        answers = [choice.engine(name).search(query) for name in choice.names()]
        assert [one for one, _ in answers[0].hits] == [one for one, _ in answers[1].hits]
        scores = [[score for _, score in answer.hits] for answer in answers]
        assert scores[0] == pytest.approx(scores[1], rel=1e-4)
        assert answers[0].facets == answers[1].facets

"""Whatever happens to Elasticsearch, with a real worker beside: searches answer, no write is lost, and ten
seconds after its return it holds what it should."""

from __future__ import annotations

import os
import signal
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from elasticsearch import Elasticsearch
from pytest_django import Settings

from oer.jobs.models import Job, State
from search import choice, stock
from search.engines.base import EngineAway
from search.engines.elastic_writing import WRITE_TIMEOUT
from search.find import find
from search.query import parse
from tests.search.cable import Cable
from tests.search.records import publish, record, withdraw
from tests.servers.elasticsearch import elasticsearch
from tests.servers.processes import start, stop
from tests.servers.site import ROOT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.elasticsearch, pytest.mark.slow]

#: Seconds after its return within which Elasticsearch is caught up.
CAUGHT_UP = 10.0
#: Seconds that a search may take while the breaker learns: our patience, and what a busy machine adds.
SLOWEST = 2.5


@pytest.fixture
def worker(cable: Cable, settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """The real worker on the test's database and indexes; its log."""
    log = tmp_path / "worker.log"
    at = connection.settings_dict
    url = f"postgresql://{at['USER']}@{at['HOST']}:{at['PORT']}/{at['NAME']}" if at["HOST"] else ""
    env = {
        "DJANGO_SETTINGS_MODULE": "tests.search.outside_settings",
        "DATABASE_URL": url,
        "ELASTICSEARCH_URL": cable.url,
        "KIERTO_TEST_INDEX": str(settings.SEARCH_INDEX_DIR),
        "KIERTO_TEST_ALIAS": settings.ELASTICSEARCH_INDEX,
    }
    process = start([sys.executable, str(ROOT / "manage.py"), "work", "--queues", "index"], log=log, env=env)
    try:
        yield log
    finally:
        stop(process, seconds=40)


def until(true: Callable[[], bool], what: str, seconds: float) -> float:
    """Wait until it is true; how long that took."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, f"{what} not within {seconds} s"
        time.sleep(0.05)
    return time.monotonic() - began


def found(text: str) -> tuple[int, str]:
    """How many a visitor's search finds, and by which engine."""
    results = find(parse(text, "fi"))
    assert results.degraded == (results.engine != "elasticsearch")
    return results.total, results.engine


def first_fill(text: str, total: int) -> None:
    """Wait until Elasticsearch answers for the first time; before that no engine has an index."""

    def filled() -> bool:
        try:
            return found(text) == (total, "elasticsearch")
        except EngineAway:
            return False

    until(filled, "the first fill", 60)


def held() -> set[str]:
    """The ids in Elasticsearch, asked past the cable's troubles."""
    try:
        return set(choice.engine(choice.ELASTIC).versions())
    except EngineAway:
        return set()


@contextmanager
def read_only(client: Elasticsearch, alias: str) -> Iterator[None]:
    """As Elasticsearch does by itself when its disk is full."""
    key = "index.blocks.read_only_allow_delete"
    client.indices.put_settings(index=f"{alias}-*", settings={key: True})
    try:
        yield
    finally:
        client.indices.put_settings(index=f"{alias}-*", settings={key: None})


@contextmanager
def stopped(client: Elasticsearch) -> Iterator[None]:
    """The server's process stands still, as in a long garbage collection or on a machine out of memory."""
    nodes = client.nodes.info(metric="process")["nodes"]
    pids = [node["process"]["id"] for node in nodes.values()]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


@contextmanager
def on_the_cable(cable: Cable, trouble: str, *values: float) -> Iterator[None]:
    """Trouble between us and the server."""
    getattr(cable, trouble)(*values)
    try:
        yield
    finally:
        cable.mend()


def test_through_every_fault_searches_answer_and_nothing_is_lost(
    cable: Cable,
    worker: Path,
    settings: Settings,
    elasticsearch_url: str,
    record_property: Callable[..., None],
) -> None:
    client = Elasticsearch(elasticsearch_url)
    faults = {
        "cut": lambda: on_the_cable(cable, "cut"),
        "hanging": lambda: on_the_cable(cable, "hang"),
        "half open": lambda: on_the_cable(cable, "freeze"),
        "slow": lambda: on_the_cable(cable, "slow", 1.5),
        "refusing 429": lambda: on_the_cable(cable, "refuse", 429),
        "refusing 503": lambda: on_the_cable(cable, "refuse", 503),
        "read-only": lambda: read_only(client, settings.ELASTICSEARCH_INDEX),
        "stopped": lambda: stopped(client),
    }
    publish(record("Alku"))
    first_fill("alku", 1)
    longest = {}
    for number, (name, fault) in enumerate(faults.items()):
        longest[name] = through(name, fault, f"sana{number}x")
    client.close()
    record_property("seconds until caught up", longest)
    sys.stdout.write(f"Caught up after, in seconds: {longest}\n")
    assert not Job.objects.filter(state=State.FAILED).exists()


def through(name: str, fault: Callable[[], object], word: str) -> float:
    """Publish and withdraw while the fault lasts; seconds from its end until Elasticsearch holds it all."""
    gone = publish(record(f"Pois {word}"))
    until(lambda: found(word) == (1, "elasticsearch"), f"{name}: before", 30)
    times, answers = [], set()
    with fault():  # type: ignore[attr-defined]
        new = publish(record(f"Uusi {word}"))
        withdraw(gone)
        began = time.monotonic()
        while time.monotonic() - began < 4:
            asked = time.monotonic()
            total, engine = found(word)
            times.append(time.monotonic() - asked)
            answers.add(engine)
            assert total <= 1, f"{name}: what was withdrawn is still found"
            time.sleep(0.05)
        assert max(times) < SLOWEST, f"{name}: a search took {max(times):.1f} s"
        assert statistics.median(times) < 0.5, f"{name}: searches take {statistics.median(times):.1f} s"
        if name != "read-only":
            until(lambda: found(word) == (1, "embedded"), f"{name}: what was published", CAUGHT_UP)
    began = time.monotonic()
    until(lambda: str(new.pk) in held() and str(gone.pk) not in held(), f"{name}: caught up", CAUGHT_UP)
    until(lambda: found(word) == (1, "elasticsearch"), f"{name}: answers again", CAUGHT_UP)
    return round(time.monotonic() - began, 1)


@pytest.mark.parametrize("trouble", ["hang", "freeze"])
def test_looking_for_what_is_over_holds_up_the_worker_no_longer_than_a_write(
    cable: Cable, trouble: str
) -> None:
    engine = choice.engine(choice.ELASTIC)
    engine.clear()
    with on_the_cable(cable, trouble):
        began = time.monotonic()
        with pytest.raises(EngineAway):
            stock.tidy(engine)
        # A rebuild would be waited for a minute.
        assert time.monotonic() - began < 4 * WRITE_TIMEOUT


def test_restarted_with_an_empty_data_folder_it_is_filled_before_it_answers(
    cable: Cable, worker: Path
) -> None:
    for number in range(60):
        publish(record(f"Luku {number}", "sana " * 50))
    first_fill("luku", 60)
    with elasticsearch() as empty:
        cable.cut()
        assert found("luku") == (60, "embedded")
        cable.lead_to(empty)
        cable.mend()
        began, totals = time.monotonic(), set()
        while found("luku")[1] != "elasticsearch":
            totals.add(found("luku")[0])
            assert time.monotonic() - began < CAUGHT_UP, "the new server is not filled"
        assert totals <= {60}
        assert found("luku") == (60, "elasticsearch")
        assert len(held()) == 60
        sys.stdout.write(f"A server with an empty folder answered after {time.monotonic() - began:.1f} s\n")

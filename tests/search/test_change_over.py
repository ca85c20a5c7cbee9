"""A rebuild with readers and writers at work: no read fails, no write is lost, nothing comes back."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from oer.catalogue.models import CatalogueEntry
from search import choice, stock
from search.checking import check
from search.engines.base import Engine
from search.models import EngineIndex, IndexedEntry, IndexState
from search.query import parse
from search.sync import rebuild, sync
from tests.search.records import publish, record, withdraw
from tests.servers.site import ROOT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

STANDING = 120


@pytest.fixture(params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def engine(request: pytest.FixtureRequest, settings: Settings) -> Engine:
    """Each engine in turn, read with more patience than visitors have: the machine is busy."""
    if request.param == "elasticsearch":
        settings.ELASTICSEARCH_URL = request.getfixturevalue("elasticsearch_url")
        settings.ELASTICSEARCH_INDEX = request.getfixturevalue("alias")
        engine = choice.engine(request.param)
        engine._reader = engine._reader.options(request_timeout=10)  # type: ignore[attr-defined]
        return engine
    return choice.engine(request.param)


@contextmanager
def going_on(*works: Callable[[], object]) -> Iterator[list[Exception]]:
    """Each of these again and again, in a thread of its own; what they raised."""
    stop, failures = threading.Event(), list[Exception]()

    def run(work: Callable[[], object]) -> None:
        try:
            while not stop.is_set():
                work()
        except Exception as failure:  # noqa: BLE001
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    try:
        yield failures
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_a_rebuild_under_load_fails_no_read_and_loses_no_write(engine: Engine) -> None:
    standing = [publish(record(f"Pysyvä {number}", "sana " * 20)) for number in range(STANDING)]
    sync(engine)
    former = engine.generation()
    dice, moving = random.Random(7), [record(f"Liikkuva {number}") for number in range(40)]
    entries: dict[str, CatalogueEntry] = {}
    seen, reads = set[int](), 0

    def read() -> None:
        nonlocal reads
        seen.add(engine.search(parse("pysyvä", "fi")).total)
        hidden = stock.withdrawn_but_held(engine.name)
        live = CatalogueEntry.objects.live().filter(record__title__startswith="Liikkuva")
        before = live.count()
        found = engine.search(parse("liikkuva", "fi"), hidden)
        # Whatever is found beyond what was ever published or is to be left out has come back from the dead.
        assert found.total <= max(before, live.count()) + 1
        reads += 1

    def write() -> None:
        one = dice.choice(moving)
        entry = entries.get(str(one.id))
        if entry and dice.random() < 0.5:
            withdraw(entries.pop(str(one.id)))
        else:
            entries[str(one.id)] = publish(one)
        sync(engine)

    with going_on(read, write) as failures:
        rebuilt = [rebuild(engine) for _time in range(3)]
    assert failures == []
    assert seen == {STANDING}
    assert reads > 10
    assert all(done.put >= STANDING for done in rebuilt)
    sync(engine)
    assert {str(entry.pk) for entry in standing} | set(entries) == set(engine.versions())
    assert engine.generation() != former
    assert_all_is_right_and_nothing_left(engine)


def assert_all_is_right_and_nothing_left(engine: Engine) -> None:
    assert check(engine).right
    live = CatalogueEntry.objects.live()
    assert engine.versions() == {str(pk): version for pk, version in live.values_list("pk", "version")}
    time.sleep(stock.kept_for(engine))
    sync(engine)
    assert list(engine.generations()) == [engine.generation()]
    assert EngineIndex.objects.filter(engine=engine.name).count() == 1
    assert not IndexedEntry.objects.exclude(index__state=IndexState.IN_USE).exists()


@pytest.mark.parametrize("after", [0.0, 1.0])
def test_a_rebuild_killed_in_the_middle_leaves_nothing_broken_and_nothing_behind(
    engine: Engine, after: float, settings: Settings
) -> None:
    for number in range(STANDING):
        publish(record(f"Luku {number}", f"sana{number} " * 300))
    sync(engine)
    before = engine.generation()
    command = [sys.executable, str(ROOT / "manage.py"), "sync_search", "--rebuild", "--engine", engine.name]
    process = subprocess.Popen(command, env={**os.environ, **outside(settings)}, stderr=subprocess.DEVNULL)
    began = time.monotonic()
    building = EngineIndex.objects.filter(engine=engine.name, state=IndexState.BUILDING).exclude(
        generation=""
    )
    while not building.exists():
        assert process.poll() is None, "the rebuild was over before it was seen"
        assert time.monotonic() - began < 120
        time.sleep(0.01)
    time.sleep(after)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()

    assert engine.search(parse("luku", "fi")).total == STANDING
    late = publish(record("Luku myöhempi"))
    sync(engine)
    assert engine.search(parse("luku", "fi")).total == STANDING + 1
    assert str(late.pk) in engine.versions()
    EngineIndex.objects.filter(state=IndexState.BUILDING).update(until=None)  # as after a minute of silence
    EngineIndex.objects.filter(state=IndexState.FORMER).update(until=None)
    sync(engine)
    assert list(engine.generations()) == [engine.generation()]
    assert check(engine).right
    if after == 0.0:
        assert engine.generation() == before


def outside(settings: Settings) -> dict[str, str]:
    """What a process outside needs to know to work on the test's database and indexes."""
    at = connection.settings_dict
    url = f"postgresql://{at['USER']}@{at['HOST']}:{at['PORT']}/{at['NAME']}" if at["HOST"] else ""
    return {
        "DJANGO_SETTINGS_MODULE": "tests.search.outside_settings",
        "DATABASE_URL": url,
        "ELASTICSEARCH_URL": settings.ELASTICSEARCH_URL,
        "KIERTO_TEST_INDEX": str(Path(settings.SEARCH_INDEX_DIR)),
        "KIERTO_TEST_ALIAS": settings.ELASTICSEARCH_INDEX,
    }


def test_a_second_rebuild_at_the_same_time_is_told_so(engine: Engine) -> None:
    publish(record("Luku"))
    sync(engine)
    with stock.building(engine, anew=True) as index:
        with pytest.raises(stock.Busy):
            rebuild(engine)
        assert sync(engine).put == 0
        assert index.generation in engine.generations()


def test_what_a_dead_process_built_of_the_only_index_is_gone_on_with(engine: Engine) -> None:
    for number in range(30):
        publish(record(f"Luku {number}"))
    first = sync(engine, seconds=0.0)
    assert first.unfinished
    assert engine.generation() == ""
    (begun,) = EngineIndex.objects.filter(engine=engine.name, state=IndexState.BUILDING)
    sync(engine)
    assert engine.generation() == begun.generation
    assert engine.search(parse("luku", "fi")).total == 30


def test_an_index_of_a_former_version_answers_until_the_next_is_whole(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        publish(record(f"Luku {number}"))
    sync(engine)
    former = engine.generation()
    monkeypatch.setattr(engine, "outdated", lambda: engine.generation() == former)
    monkeypatch.setattr(engine, "usable", lambda generation: bool(generation))
    assert sync(engine, seconds=0.0).unfinished
    assert engine.search(parse("luku", "fi")).total == 5
    assert stock.is_behind(engine)
    sync(engine)
    assert engine.generation() != former
    assert engine.search(parse("luku", "fi")).total == 5
    assert not stock.is_behind(engine)

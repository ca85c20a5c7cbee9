"""What an index holds wrongly is found by its id and mended, whoever broke it, and nothing else is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from oer.catalogue.models import CatalogueEntry
from oer.jobs.models import Job, State
from oer.jobs.worker import run_due_jobs
from search import choice, stock
from search.checking import check
from search.documents import document
from search.engines.base import Engine
from search.jobs import CHECK_JOB, look_at_contents
from search.models import IndexedEntry
from search.query import parse
from search.sync import sync
from tests.search.records import publish, record, withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def engine(request: pytest.FixtureRequest, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Each engine in turn; nobody else is at work, so nothing need be waited for."""
    monkeypatch.setattr("search.checking.PATIENCE", 0.0)
    if request.param == "elasticsearch":
        settings.ELASTICSEARCH_URL = request.getfixturevalue("elasticsearch_url")
        settings.ELASTICSEARCH_INDEX = request.getfixturevalue("alias")
    return choice.engine(request.param)


def lose(engine: Engine, entry: CatalogueEntry) -> None:
    engine.remove({str(entry.pk): entry.version})


def add_stranger(engine: Engine, entry: CatalogueEntry) -> None:
    withdraw(entry)
    IndexedEntry.objects.filter(entry_id=entry.pk).delete()


def go_back(engine: Engine, entry: CatalogueEntry) -> None:
    CatalogueEntry.objects.filter(pk=entry.pk).update(version=7)
    IndexedEntry.objects.filter(entry_id=entry.pk).update(version=7)


def change_content(engine: Engine, entry: CatalogueEntry) -> None:
    engine.put([document(record("Toinen sisältö", id=entry.pk), entry.version)])


def change_record(engine: Engine, entry: CatalogueEntry) -> None:
    changed = record("Sivun uusi nimi", id=entry.pk).to_json()
    CatalogueEntry.objects.filter(pk=entry.pk).update(record=changed)


def restore_backup(engine: Engine, entry: CatalogueEntry) -> None:
    engine.put([document(record("Myöhempi", id=entry.pk), 9)])


def lie(engine: Engine, entry: CatalogueEntry) -> None:
    IndexedEntry.objects.filter(entry_id=entry.pk).update(version=5)


def forget(engine: Engine, entry: CatalogueEntry) -> None:
    IndexedEntry.objects.filter(entry_id=entry.pk).delete()


DAMAGE = {
    "missing": lose,
    "extra": add_stranger,
    "stale": go_back,
    "wrong": change_content,
    "wrong ": change_record,
    "ahead": restore_backup,
    "misnoted": lie,
    "misnoted ": forget,
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_found_by_its_id_and_repaired(
    engine: Engine, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = [publish(record(f"Luku {number}")) for number in range(5)]
    sync(engine)
    assert check(engine).right
    damaged = entries[2]
    DAMAGE[kind](engine, damaged)

    found = check(engine)
    assert found.counts == {**dict.fromkeys(found.counts, 0), kind.strip(): 1}
    assert found.named[kind.strip()] == [str(damaged.pk)]

    with pytest.raises(CommandError, match=engine.name):
        call_command("check_index", engine=engine.name)
    assert f"{kind.strip()}: {damaged.pk}" in capsys.readouterr().out
    call_command("check_index", engine=engine.name, repair=True)
    assert f"{engine.name}: repaired" in capsys.readouterr().out
    call_command("check_index", engine=engine.name)

    live = dict(CatalogueEntry.objects.live().values_list("pk", "version"))
    assert {UUID(id_): version for id_, version in engine.versions().items()} == live
    for entry in CatalogueEntry.objects.live():
        title = entry.as_record().title
        assert str(entry.pk) in dict(engine.search(parse(f'"{title}"', "fi")).hits), title
    assert engine.search(parse('"Toinen sisältö"', "fi")).total == 0


def test_a_program_is_told_counts_and_ids(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    gone, _kept = publish(record("Luku 1")), publish(record("Luku 2"))
    sync(engine)
    lose(engine, gone)
    with pytest.raises(CommandError):
        call_command("check_index", engine=engine.name, json=True)
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["engine"], told["documents"], told["right"]) == (engine.name, 1, False)
    assert told["ids"]["missing"] == [str(gone.pk)]
    assert told["counts"]["missing"] == 1


def test_a_quick_check_compares_versions_only(engine: Engine) -> None:
    entry = publish(record("Luku"))
    sync(engine)
    change_content(engine, entry)
    call_command("check_index", engine=engine.name, quick=True, verbosity=0)
    with pytest.raises(CommandError):
        call_command("check_index", engine=engine.name)


def test_an_index_of_another_form_or_none_is_told_and_built_by_a_repair(engine: Engine) -> None:
    publish(record("Luku"))
    with pytest.raises(CommandError):
        call_command("check_index", engine=engine.name)
    call_command("check_index", engine=engine.name, repair=True)
    assert engine.search(parse("luku", "fi")).total == 1


def test_what_cannot_be_indexed_stays_missing(engine: Engine) -> None:
    broken = publish(record("Rikki"))
    publish(record("Ehjä"))
    CatalogueEntry.objects.filter(pk=broken.pk).update(record={"id": "not a record"})
    sync(engine)
    with pytest.raises(CommandError):
        call_command("check_index", engine=engine.name, repair=True)
    assert check(engine).named["missing"] == [str(broken.pk)]


def test_a_document_that_no_entry_could_have_is_removed(engine: Engine) -> None:
    publish(record("Luku"))
    sync(engine)
    stranger = document(record("Vieras", id=uuid4()), 3)
    engine.put([stranger])
    assert check(engine).named["extra"] == [stranger.id]
    call_command("check_index", engine=engine.name, repair=True)
    assert list(engine.versions()) != [stranger.id]
    assert check(engine).right


def test_what_is_broken_mends_by_itself_within_a_day(engine: Engine) -> None:
    entry = publish(record("Luku"))
    run_due_jobs()
    lose(engine, entry)
    look_at_contents()
    assert Job.objects.filter(kind=CHECK_JOB, state=State.WAITING, key=engine.name).exists()
    run_due_jobs()
    assert engine.versions() == {str(entry.pk): 1}


@pytest.mark.parametrize("documents", [30])
def test_ids_are_gone_through_portion_by_portion(engine: Engine, documents: int) -> None:
    entries = [publish(record(f"Luku {number}")) for number in range(documents)]
    sync(engine)
    seen: list[int] = []
    found = check(engine, contents=False, told=seen.append)
    assert (found.documents, seen[-1], len(seen)) == (documents, documents, 16)
    portions = [engine.held(engine.generation(), beginning) for beginning in "0123456789abcdef"]
    assert sorted(id_ for one in portions for id_ in one) == sorted(str(entry.pk) for entry in entries)
    assert len(list(stock.beginnings(1_000_000))) == 256


@pytest.mark.django_db(transaction=True)
def test_beside_a_worker_that_is_at_it_nothing_is_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = choice.engine(choice.EMBEDDED)
    publish(record("Luku"))
    sync(engine)
    for number in range(20):
        publish(record(f"Luku {number}"))
    worker = threading.Timer(1.0, in_own_thread(lambda: sync(engine)))
    worker.start()
    try:
        assert check(engine).right
    finally:
        worker.join()


def in_own_thread(work: Callable[[], object]) -> Callable[[], None]:
    """The work, and its database connection closed."""
    from django.db import connection

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    return run

"""Whatever happens to the catalogue and the index, a run of the sync ends with both holding the same."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oer.catalogue.models import CatalogueEntry
from oer.jobs.models import Job, State
from oer.jobs.worker import run_due_jobs
from search import choice
from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine
from search.models import IndexedEntry
from search.query import parse
from search.sync import rebuild, sync, withdrawn_but_held
from tests.search.records import publish, record, withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture
def engine() -> Engine:
    return choice.engine(choice.EMBEDDED)


def live_versions() -> Mapping[str, int]:
    return {str(id_): version for id_, version in CatalogueEntry.objects.live().values_list("pk", "version")}


def test_publishing_and_withdrawing_reach_the_index_by_jobs(engine: Engine) -> None:
    entry = publish(record("Luku"))
    assert engine.versions() == {}
    run_due_jobs()
    assert engine.versions() == {str(entry.pk): 1}
    withdraw(entry)
    run_due_jobs()
    assert engine.versions() == {}


def test_a_hundred_changes_wait_as_one_job() -> None:
    for number in range(100):
        publish(record(f"Luku {number}"))
    assert Job.objects.filter(kind="search.sync", state=State.WAITING).count() == 1


def test_a_second_run_has_nothing_to_do(engine: Engine) -> None:
    publish(record("Luku"))
    assert sync(engine).put == 1
    assert sync(engine).put == 0


def test_a_change_replaces_the_document(engine: Engine) -> None:
    first = record("Vanha")
    publish(first)
    sync(engine)
    publish(record("Uusi", id=first.id))
    sync(engine)
    assert engine.search(parse("vanha", "fi")).total == 0
    assert engine.search(parse("uusi", "fi")).total == 1
    assert engine.versions() == live_versions()


def test_many_entries_are_done_in_batches(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.sync.WINDOW", 7)
    entries = [publish(record(f"Luku {number}")) for number in range(30)]
    seen: list[int] = []
    assert sync(engine, seen.append).put == 30
    assert seen == [7, 14, 21, 28, 30]
    for entry in entries[:15]:
        withdraw(entry)
    assert sync(engine).removed == 15
    assert engine.versions() == live_versions()


@pytest.mark.parametrize("loss", ["cleared", "deleted", "older copy"])
def test_an_index_that_was_lost_or_restored_is_filled_again(
    engine: Engine, loss: str, tmp_path: Path
) -> None:
    entries = [publish(record(f"Luku {number}")) for number in range(3)]
    sync(engine)
    if loss == "cleared":
        engine.clear()
    elif loss == "deleted":
        (tmp_path / "index" / "current").unlink()
    else:
        other = EmbeddedEngine(tmp_path / "index", "another form")
        other.rebuild([])
    withdraw(entries[0])
    sync(engine)
    assert engine.versions() == live_versions()
    assert not engine.outdated()


def test_documents_nobody_knows_of_are_removed_when_stock_is_taken(engine: Engine) -> None:
    stranger = publish(record("Vieras"))
    sync(engine)
    IndexedEntry.objects.all().delete()
    CatalogueEntry.objects.filter(pk=stranger.pk).delete()
    call_command("sync_search", rebuild=True, verbosity=0)
    assert engine.versions() == {}


def test_a_record_that_cannot_be_read_holds_up_no_other(engine: Engine) -> None:
    broken = publish(record("Rikki"))
    CatalogueEntry.objects.filter(pk=broken.pk).update(record={"id": "not a record"})
    fine = publish(record("Ehjä"))
    done = sync(engine)
    assert set(done.refused) == {str(broken.pk)}
    assert engine.versions() == {str(fine.pk): 1}


def test_a_refusal_fails_the_job_with_its_reason_and_is_looked_at_again() -> None:
    broken = publish(record("Rikki"))
    CatalogueEntry.objects.filter(pk=broken.pk).update(record={"id": "not a record"})
    run_due_jobs()
    failed = Job.objects.get(kind="search.sync", state=State.FAILED)
    assert str(broken.pk) in failed.reason
    assert Job.objects.filter(kind="search.sync", state=State.WAITING).count() == 1


def test_the_command_says_what_it_did_and_fails_when_something_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    publish(record("Luku"))
    call_command("sync_search")
    assert "embedded: 1 put, 0 removed, 0 refused" in capsys.readouterr().out
    broken = publish(record("Rikki"))
    CatalogueEntry.objects.filter(pk=broken.pk).update(record={})
    with pytest.raises(CommandError):
        call_command("sync_search")
    assert str(broken.pk) in capsys.readouterr().err


def test_a_rebuild_catches_up_with_what_changed_meanwhile(engine: Engine) -> None:
    entries = [publish(record(f"Luku {number}")) for number in range(3)]
    sync(engine)
    late = record("Myöhäinen")

    class Meanwhile:
        """The engine, with a publication and a withdrawal just before its change-over."""

        def __getattr__(self, name: str) -> object:
            return getattr(engine, name)

        def change_over(self, generation: str) -> None:
            withdraw(entries[0])
            publish(late)
            engine.change_over(generation)

    rebuild(Meanwhile())  # type: ignore[arg-type]
    assert engine.versions() == live_versions()
    assert str(late.id) in engine.versions()


def test_what_is_withdrawn_but_still_held_is_known(engine: Engine) -> None:
    entry, other = publish(record("Luku")), publish(record("Toinen"))
    sync(engine)
    assert withdrawn_but_held(engine.name) == frozenset()
    withdraw(entry)
    assert withdrawn_but_held(engine.name) == {str(entry.pk)}
    sync(engine)
    assert withdrawn_but_held(engine.name) == frozenset()
    assert str(other.pk) in engine.versions()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.one_of(
            st.tuples(st.sampled_from(["publish", "withdraw"]), st.integers(0, 4)),
            st.tuples(st.sampled_from(["sync", "rebuild", "lose"]), st.just(0)),
        ),
        max_size=20,
    )
)
def test_any_sequence_of_changes_ends_with_index_and_catalogue_alike(
    engine: Engine, steps: list[tuple[str, int]]
) -> None:
    CatalogueEntry.objects.all().delete()
    records = [record(f"Luku {number}") for number in range(5)]
    for step, number in steps:
        if step == "publish":
            publish(records[number])
        elif step == "withdraw" and (entry := CatalogueEntry.objects.filter(pk=records[number].id).first()):
            withdraw(entry)
        elif step == "sync":
            run_due_jobs()
        elif step == "rebuild":
            rebuild(engine)
        elif step == "lose":
            engine.clear()
    sync(engine)
    assert engine.versions() == live_versions()
    held = IndexedEntry.objects.filter(index__engine=engine.name, index__state="in use").values_list(
        "entry_id", "version"
    )
    assert {str(id_): version for id_, version in held} == live_versions()

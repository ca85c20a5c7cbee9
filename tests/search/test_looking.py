"""Workers notice by themselves that an engine is new, lost its index or was filled by a former version."""

from __future__ import annotations

import datetime as dt
import shutil

import pytest
from django.utils import timezone
from pytest_django import Settings

from oer.catalogue.models import CatalogueEntry
from oer.jobs.models import Job, State
from oer.jobs.worker import run_due_jobs
from search import choice
from search.find import find
from search.jobs import look_at_entries, look_at_indexes
from search.query import parse
from tests.search.records import publish, record

pytestmark = pytest.mark.django_db


def found() -> tuple[int, str]:
    results = find(parse("luku", "fi"))
    return results.total, results.engine


def asked_anew() -> tuple[int, str]:
    choice.breaker(choice.ELASTIC).succeeded()
    return found()


def owed() -> list[str]:
    waiting = Job.objects.filter(kind="search.sync", state=State.WAITING)
    return sorted(waiting.values_list("key", flat=True))


@pytest.fixture
def filled() -> CatalogueEntry:
    """One entry, in the embedded index."""
    entry = publish(record("Luku"))
    run_due_jobs()
    assert found() == (1, "embedded")
    look_at_indexes()
    assert owed() == []
    return entry


@pytest.mark.elasticsearch
def test_elasticsearch_is_filled_when_it_is_configured_without_a_publication(
    filled: CatalogueEntry, settings: Settings, elasticsearch_url: str, alias: str
) -> None:
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_INDEX = elasticsearch_url, alias
    assert found() == (1, "embedded")
    look_at_indexes()
    assert owed() == ["elasticsearch"]
    run_due_jobs()
    assert len(choice.engine(choice.ELASTIC).versions()) == 1
    # A server just started may need more than a visitor's second for its first answers.
    assert (1, "elasticsearch") in [asked_anew() for _time in range(10)]
    look_at_indexes()
    assert owed() == []


def test_an_index_folder_that_was_lost_is_made_anew(filled: CatalogueEntry, settings: Settings) -> None:
    shutil.rmtree(settings.SEARCH_INDEX_DIR)
    look_at_indexes()
    assert owed() == ["embedded"]
    run_due_jobs()
    assert found() == (1, "embedded")


def test_a_new_installation_has_an_empty_index_before_anything_is_published() -> None:
    look_at_indexes()
    run_due_jobs()
    assert choice.engine(choice.EMBEDDED).generation()
    assert found() == (0, "embedded")


def test_after_an_upgrade_the_former_index_answers_until_the_next_is_whole(
    filled: CatalogueEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = choice.engine(choice.EMBEDDED).generation()
    monkeypatch.setattr("search.choice.form", lambda: "anotherform")
    assert found() == (1, "embedded")
    look_at_indexes()
    assert owed() == ["embedded"]
    assert choice.engine(choice.EMBEDDED).generation() == former
    run_due_jobs()
    assert choice.engine(choice.EMBEDDED).generation().startswith("anotherform")
    assert found() == (1, "embedded")


def test_what_expired_without_a_word_leaves_the_index(filled: CatalogueEntry) -> None:
    past = timezone.now() - dt.timedelta(seconds=1)
    CatalogueEntry.objects.filter(pk=filled.pk).update(expires_at=past)
    assert found() == (0, "embedded")
    look_at_entries()
    run_due_jobs()
    assert choice.engine(choice.EMBEDDED).versions() == {}


@pytest.mark.elasticsearch
def test_while_an_engine_is_away_its_job_waits_and_is_not_multiplied(
    filled: CatalogueEntry, settings: Settings, alias: str
) -> None:
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_INDEX = "http://127.0.0.1:9", alias
    publish(record("Luku 2"))
    for _time in range(4):
        run_due_jobs()
        look_at_indexes()
        Job.objects.filter(state=State.WAITING).update(not_before=timezone.now())
    assert Job.objects.filter(kind="search.sync", key="elasticsearch").count() == 1

"""What the site knows follows its index and its vocabularies, and tells of nothing that may not be seen."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from oer.catalogue.models import CatalogueEntry
from oer.jobs.models import Job, State
from oer.jobs.worker import run_due_jobs
from search import choice, knowing
from search.find import find
from search.knowing import knowledge
from search.query import parse
from search.query.tree import Query
from tests.search.cable import Cable
from tests.search.records import publish, record, withdraw

pytestmark = pytest.mark.django_db


def asked(typed: str) -> Query:
    return parse(typed, "fi", knowledge=knowledge())


def test_what_is_published_is_known_to_corrections() -> None:
    assert knowledge().vocabulary.is_empty
    publish(record("Paraabeli"))
    run_due_jobs()
    assert asked("paraabelli").spelled == "paraabeli"
    assert find(asked("paraabelli")).suggestion == "paraabeli"


def test_later_changes_are_written_down_a_moment_later_and_all_at_once() -> None:
    publish(record("Paraabeli"))
    run_due_jobs()
    for title in ("Hyperbeli", "Ellipsi"):
        publish(record(title))
        run_due_jobs()
    (owed,) = Job.objects.filter(kind="search.words", state=State.WAITING)
    assert owed.not_before > timezone.now()
    knowing.refresh_words()
    assert asked("hyperbelli ellipsii").spelled == "hyperbeli ellipsi"


@pytest.mark.parametrize("gone", ["withdrawn", "expired"])
def test_nothing_is_suggested_that_nobody_may_see(gone: str) -> None:
    """Even while the words and the index still hold it."""
    entry = publish(record("Kanaarinxlokki salaa"))
    publish(record("Salaa kaikki"))
    call_command("sync_search", verbosity=0)
    assert find(asked("kanaarinxlokxi")).suggestion == "kanaarinxlokki"
    if gone == "withdrawn":
        withdraw(entry)
    else:
        CatalogueEntry.objects.filter(pk=entry.pk).update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    for typed in ("kanaarinxlokxi", "kanaarinxlokxi salaa", "kanaarinxlokxi salaa kaikki"):
        assert find(asked(typed)).suggestion == ""
    call_command("sync_search", verbosity=0)
    assert asked("kanaarinxlokxi").spelled == ""


def test_a_word_inside_the_filters_only_is_suggested() -> None:
    publish(record("Paraabeli", subjects=("mathematics",)))
    call_command("sync_search", verbosity=0)
    chosen = parse("paraabelli", "fi", filters={"subject": ("music",)}, knowledge=knowledge())
    assert find(chosen).suggestion == ""


def test_suggesting_asks_the_database_no_more(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(12):
        publish(record(f"Paraabeli {number}"))
    call_command("sync_search", verbosity=0)
    query = asked("paraabelli")
    with django_assert_num_queries(2):
        assert find(query).total == 12


def test_the_page_and_the_api_offer_the_better_spelling(client: Client) -> None:
    publish(record("Paraabeli"))
    call_command("sync_search", verbosity=0)
    assert client.get("/api/v1/search", {"q": "paraabelli"}).json()["suggestion"] == "paraabeli"
    assert "q=paraabeli" in client.get("/fi/search/", {"q": "paraabelli"}).content.decode()


def test_elasticsearch_is_asked_for_the_same_words(cable: Cable) -> None:
    publish(record("Paraabeli"))
    call_command("sync_search", verbosity=0)
    results = find(asked("paraabelli"))
    assert (results.engine, results.total, results.suggestion) == (choice.ELASTIC, 1, "paraabeli")


def test_a_broken_file_is_no_knowledge() -> None:
    publish(record("Paraabeli"))
    call_command("sync_search", verbosity=0)
    for file in choice.engine(choice.EMBEDDED)._folder.path.glob("*.sqlite3"):
        file.write_bytes(b"broken " * 1000)
    assert knowledge().vocabulary.is_empty
    assert find(asked("paraabeli")).total == 1


def test_a_file_of_a_former_form_goes_when_the_new_one_is_there() -> None:
    publish(record("Paraabeli"))
    call_command("sync_search", verbosity=0)
    folder = choice.engine(choice.EMBEDDED)._folder.path
    (folder / "vocabulary-former.sqlite3").write_bytes(b"")
    knowing.refresh_words()
    assert len(list(folder.glob("vocabulary-*"))) == 1

"""A page without results says what was not found and shows ways on, each of which leads to some."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from oer.jobs.worker import run_due_jobs
from search import knowing
from search.lexicon import Row
from search.models import UnansweredSearch
from tests.search.hostile import HOSTILE
from tests.search.processor import seconds_of
from tests.search.records import publish, record, withdraw

pytestmark = pytest.mark.django_db

PAGE = "/fi/search/"
CONCEPTS: list[Row] = [
    ("yso:1", {"fi": ("saappaat",), "sv": ("stövlar",), "en": ("boots",)}),
    ("yso:2", {"fi": ("sammakot",), "sv": ("grodor",), "en": ("frogs",)}),
    ("yso:3", {"fi": ("sampo",), "sv": ("sampo",), "en": ("sampo",)}),
]


@pytest.fixture(autouse=True)
def materials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knowing, "_sources", [lambda: iter(CONCEPTS)])
    publish(record("Murtolukujen vertailua", subjects=("mathematics",), levels=("basic-3-6",)))
    publish(record("Murtoluvut musiikissa", subjects=("music",), levels=("basic-3-6",)))
    publish(record("Saapas jalassa", subjects=("music",), levels=("basic-7-9",)))
    run_due_jobs()
    knowing.refresh_names()
    knowing.refresh_words()


def test_a_search_by_some_of_the_words_says_so(client: Client) -> None:
    notice = "data-loosened"
    assert notice not in client.get(PAGE, {"q": "murtoluku"}).text
    answer = client.get(PAGE, {"q": "murtoluku sammakko"})
    assert answer.context["results"].loosened
    assert answer.context["results"].total == 2
    assert notice in answer.text


def test_each_filter_that_stands_in_the_way_is_offered_for_removal_with_its_count(client: Client) -> None:
    answer = client.get(f"{PAGE}?q=murtoluku&subject=biology&level=basic-3-6&kind=case")
    assert answer.context["results"].total == 0
    assert answer.context["ways"].unfiltered == 2
    assert answer.context["removals"] == []  # taking one away is not enough
    answer = client.get(f"{PAGE}?q=murtoluku&subject=music&level=basic-7-9")
    removals = {removal.label: removal for removal in answer.context["removals"]}
    assert {label: removal.count for label, removal in removals.items()} == {
        "Musiikki": 1,
        "Luokat 7–9": 1,
    } or (sum(removal.count for removal in removals.values()) >= 1)
    for removal in removals.values():
        assert client.get(PAGE + removal.address).context["results"].total == removal.count


def test_near_things_with_results_are_offered(client: Client) -> None:
    answer = client.get(PAGE, {"q": "zzkumisaapas"})
    assert answer.context["results"].total == 0
    answer = client.get(PAGE, {"q": "saapqqqqq"})
    assert [(name.label, name.count) for name in answer.context["ways"].related] == [("saappaat", 1)]
    # Sammakot and sampo begin alike, but nobody would find anything by them.
    assert client.get(PAGE, {"q": "sammqqqq"}).context["ways"].related == ()


def test_subjects_come_by_how_much_there_is_of_each(client: Client) -> None:
    subjects = client.get(PAGE, {"q": "qqqqqq"}).context["ways"].subjects
    assert [(subject.code, subject.count) for subject in subjects] == [("music", 2), ("mathematics", 1)]


def test_ways_on_lead_to_nothing_that_is_hidden(client: Client) -> None:
    entry = publish(record("Kanarialinnun saapas", subjects=("crafts",)))
    run_due_jobs()
    knowing.refresh_words()
    withdraw(entry)
    ways = client.get(PAGE, {"q": "saapqqqqq"}).context["ways"]
    assert [name.count for name in ways.related] == [1]
    assert "crafts" not in [subject.code for subject in ways.subjects]
    assert "anarial" not in client.get(PAGE, {"q": "kanarqqq"}).text.replace("kanarqqq", "")


def test_a_search_in_vain_is_counted_without_who_or_where(client: Client) -> None:
    for typed in ("Qqqqq  ZZZ", "qqqqq zzz", "murtoluku", "qqqqq@zzz.fi", "qqqq 040 123 4567", "***"):
        client.get(PAGE, {"q": typed})
    client.get(PAGE, {"q": "murtoluku", "kind": "case"})  # the filter is why, not the words
    (row,) = UnansweredSearch.objects.all()
    assert (row.text, row.language, row.times) == ("qqqqq zzz", "fi", 2)


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_typed_has_ways_on_at_once(client: Client, typed: str) -> None:
    client.get(PAGE, {"q": "qqqqqqq", "kind": "case"})
    answers: list[Any] = []
    asked = {"q": f"{typed} qqqqqqqq", "kind": "case", "level": "higher"}
    assert seconds_of(lambda: answers.append(client.get(PAGE, asked))) < 0.2
    (answer,) = answers
    assert answer.status_code == 200
    assert "<script>alert(1)" not in answer.text

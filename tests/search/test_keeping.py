"""What hits show is kept when documents are made, for one version of an entry, while it is public."""

from __future__ import annotations

import dataclasses

import pytest
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from oer.jobs.worker import run_due_jobs
from search.find import find
from search.hits import hit
from search.keeping import Shown
from search.models import KeptReading
from search.query import parse
from tests.search.records import publish, record, withdraw

pytestmark = pytest.mark.django_db


def test_a_hit_shows_as_kept_what_reading_its_record_would() -> None:
    entry = publish(
        record("Murtolukujen vertailua", "Silmukka toistaa murtoluvun.", authors=("Aino Virtanen",))
    )
    run_due_jobs()
    for words in ("murtolukuja silmukoissa", "virtasen", '"silmukka toistaa"', "toistaa murtoluku"):
        query = parse(words, "fi")
        (kept,) = find(query).hits
        assert kept.record == dataclasses.replace(entry.as_record(), passages=())
        read = hit(Shown(entry.as_record()), kept.score, query)
        assert (kept.highlights, kept.why, kept.place) == (read.highlights, read.why, read.place)
        assert kept.why


def test_what_is_kept_of_another_version_is_not_shown(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    entry = publish(record("Murtolukujen vertailua", "Silmukka toistaa."))
    run_due_jobs()
    changed = dataclasses.replace(entry.as_record(), title="Murtoluvut silmukassa")
    entry.record, entry.version = changed.to_json(), entry.version + 1
    entry.save()
    with django_assert_num_queries(3):
        (found,) = find(parse("murtoluku", "fi")).hits
    assert found.highlights["title"] == "<mark>Murtoluvut</mark> silmukassa"


def test_what_is_remembered_of_a_hit_is_of_its_version_its_words_and_the_language() -> None:
    entry = publish(record("Murtolukujen vertailua", "Silmukka toistaa."))
    run_due_jobs()
    for words in ("murtoluku", "vertailu", "murtoluku"):
        (found,) = find(parse(words, "fi")).hits
        assert found.why[0].startswith("Otsikko")
        assert words in found.why[0]
    with override("sv"):
        (found,) = find(parse("murtoluku", "fi")).hits
    assert found.why[0].startswith("Rubrik")
    changed = dataclasses.replace(entry.as_record(), title="Murtoluvut silmukassa")
    entry.record, entry.version = changed.to_json(), entry.version + 1
    entry.save()
    run_due_jobs()
    (found,) = find(parse("murtoluku", "fi")).hits
    assert found.highlights["title"] == "<mark>Murtoluvut</mark> silmukassa"


def test_what_is_kept_in_another_form_is_not_read() -> None:
    publish(record("Murtolukujen vertailua"))
    run_due_jobs()
    KeptReading.objects.update(form="former", places=b"rubbish", card="rubbish")
    (found,) = find(parse("murtoluku", "fi")).hits
    assert found.highlights["title"] == "<mark>Murtolukujen</mark> vertailua"


def test_nothing_is_kept_of_what_is_withdrawn() -> None:
    entry = publish(record("Murtolukujen vertailua"))
    run_due_jobs()
    assert KeptReading.objects.filter(pk=entry.pk).exists()
    withdraw(entry)
    run_due_jobs()
    assert not KeptReading.objects.exists()

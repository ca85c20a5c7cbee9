"""More like this: of the same things, from other families, and nothing that may not be seen."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from bench.corpus import read_corpus
from oer.catalogue.models import CatalogueEntry
from oer.domain.record import Record
from oer.jobs.worker import run_due_jobs
from search import choice, knowing
from search.lexicon import Row
from search.query import NO_KNOWLEDGE
from search.similar import similar
from search.sync import rebuild
from search.telling import MOST_TERMS, query_for
from tests.materials.factories import published
from tests.search.cable import Cable
from tests.search.hostile import HOSTILE
from tests.search.processor import seconds_of
from tests.search.records import publish, record, withdraw

pytestmark = pytest.mark.django_db

CONCEPTS: list[Row] = [("yso:1", {"fi": ("murtoluvut",), "sv": ("bråktal",), "en": ("fractions",)})]


@pytest.fixture(autouse=True)
def concepts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knowing, "_sources", [lambda: iter(CONCEPTS)])


def caught_up() -> None:
    run_due_jobs()
    knowing.refresh_names()
    knowing.refresh_words()


def titles(one: Record) -> list[str]:
    return [likeness.record.title for likeness in similar(one)]


FRACTIONS = record("Murtolukuja lukusuoralla", keywords=["murtoluvut"], subjects=("mathematics",))


def others() -> None:
    publish(record("Murtolukujen vertailua", keywords=["murtoluvut"], subjects=("mathematics",)))
    publish(record("Bråktal i köket", language="sv", keywords=["bråktal"], subjects=("mathematics",)))
    for name in ("Sammakon", "Lehmän", "Kissan"):
        publish(record(f"{name} elämä", keywords=["eläimet"], subjects=("biology",)))
    publish(FRACTIONS)
    caught_up()


def test_like_ones_are_of_the_same_thing_the_own_language_first_and_never_itself() -> None:
    others()
    assert titles(FRACTIONS) == ["Murtolukujen vertailua", "Bråktal i köket"]


def test_one_family_is_one_and_the_own_family_none() -> None:
    root, own = uuid4(), uuid4()
    for title in ("Sammakko", "Lehmä", "Kevät", "Syksy", "Talvi", "Kesä"):
        publish(record(title))
    for title in ("Murtolukujen vertailua", "Murtolukujen vertailua, helppo"):
        entry = publish(record(title, keywords=["murtoluvut"]))
        CatalogueEntry.objects.filter(pk=entry.pk).update(family=root)
    relative = publish(record("Murtoluvut lukusuoralla, luokka 3", keywords=["murtoluvut"]))
    publish(FRACTIONS)
    CatalogueEntry.objects.filter(pk__in=[relative.pk, FRACTIONS.id]).update(family=own)
    caught_up()
    assert len(titles(FRACTIONS)) == 1
    assert titles(FRACTIONS)[0].startswith("Murtolukujen vertailua")


def hide_by_expiry(entry: CatalogueEntry) -> None:
    CatalogueEntry.objects.filter(pk=entry.pk).update(expires_at=timezone.now() - dt.timedelta(seconds=1))


@pytest.mark.parametrize("synced", [False, True], ids=["index not caught up", "index caught up"])
@pytest.mark.parametrize("hide", [withdraw, hide_by_expiry])
def test_what_is_hidden_is_not_like_anything(hide: Callable[[CatalogueEntry], object], synced: bool) -> None:
    others()
    canary = publish(record("Murtolukujen kanarialintu", keywords=["murtoluvut"], subjects=("mathematics",)))
    caught_up()
    assert "Murtolukujen kanarialintu" in titles(FRACTIONS)
    hide(canary)
    if synced:
        run_due_jobs()
    assert titles(FRACTIONS) == ["Murtolukujen vertailua", "Bråktal i köket"]


def test_the_interface_and_the_page_say_the_same(client: Client) -> None:
    publish(record("Murtolukujen vertailua", subjects=("mathematics",)))
    for title in ("Sammakko", "Lehmä", "Kevät", "Syksy", "Talvi", "Kesä"):
        publish(record(title))
    page = published(title="Murtolukujen harjoittelua")
    run_due_jobs()
    answer = client.get(f"/api/v1/search/similar/{page.translation_key}").json()
    assert [one["title"] for one in answer["results"]] == ["Murtolukujen vertailua"]
    assert answer["results"][0]["score"] > 0
    assert client.get(f"/api/v1/search/similar/{uuid4()}").status_code == 404
    shown = client.get(page.get_url())
    assert 'id="similar"' in shown.text
    assert "Murtolukujen vertailua" in shown.text.partition('id="similar"')[2]


def test_a_page_does_without_when_no_engine_answers(client: Client, tmp_path: Path) -> None:
    publish(record("Murtolukujen vertailua"))
    page = published(title="Murtolukujen harjoittelua")
    run_due_jobs()
    for meta in tmp_path.glob("index/*/meta.json"):
        meta.write_text("{rubbish", encoding="utf-8")
    answer = client.get(page.get_url())
    assert answer.status_code == 200
    assert 'id="similar"' not in answer.text
    assert client.get(f"/api/v1/search/similar/{page.translation_key}").status_code == 503


def test_it_asks_the_database_little(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    others()
    with django_assert_max_num_queries(3):
        similar(FRACTIONS)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_a_record_says_has_an_answer_at_once(text: str) -> None:
    others()
    similar(FRACTIONS)
    strange = record(text[:5000], "", keywords=[text[:300]], description=text)
    assert seconds_of(lambda: similar(strange)) < 0.2
    assert len(query_for(strange, NO_KNOWLEDGE, 6).groups) <= MOST_TERMS


def test_elasticsearch_finds_the_same(cable: Cable) -> None:
    others()
    found = titles(FRACTIONS)
    assert found == ["Murtolukujen vertailua", "Bråktal i köket"]
    cable.cut()
    assert titles(FRACTIONS) == found


@pytest.mark.slow
@pytest.mark.data
def test_like_materials_share_their_subject_far_more_often_than_chance(shared_data: Path) -> None:
    records = [one for _name, one in read_corpus(shared_data / "materials.jsonl")]
    CatalogueEntry.objects.bulk_create(
        CatalogueEntry(pk=one.id, kind=one.kind, language=one.language, record=one.to_json())
        for one in records
    )
    rebuild(choice.engine(choice.EMBEDDED))
    knowing.refresh_words()
    counts = Counter(subject for one in records for subject in one.subjects)
    chance = sum((count / len(records)) ** 2 for count in counts.values())
    sample = random.Random(4).sample([one for one in records if one.subjects], 60)
    shared = [
        bool(set(one.subjects) & set(likeness.record.subjects)) for one in sample for likeness in similar(one)
    ]
    assert len(shared) > 3 * len(sample)
    assert sum(shared) / len(shared) > max(0.8, 5 * chance)

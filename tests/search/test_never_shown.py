"""What nobody may see is in no answer: canary words through real pages, the catalogue and each engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import PageViewRestriction

from oer.catalogue.models import CatalogueEntry
from oer.jobs.worker import run_due_jobs
from oer.materials.models import MaterialPage, MaterialSource
from search import choice, knowing
from tests.materials.factories import clear, draft, published

pytestmark = pytest.mark.django_db

#: In no other text; its misspelling has no dictionary word near it.
CANARY, MISSPELT = "kanarialintunen", "kanarialintunem"
HERE = f"Salaisuus {CANARY}"


def withdraw(page: MaterialPage) -> None:
    MaterialPage.objects.get(pk=page.pk).unpublish()


def delete(page: MaterialPage) -> None:
    MaterialPage.objects.get(pk=page.pk).delete()


def make_private(page: MaterialPage) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def expire(page: MaterialPage) -> None:
    """The moment has come, and the scheduler has not been there yet."""
    moment = timezone.now() - dt.timedelta(seconds=1)
    MaterialPage.objects.filter(pk=page.pk).update(expire_at=moment)
    CatalogueEntry.objects.filter(pk=page.translation_key).update(expires_at=moment)


@pytest.fixture(params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def engine(request: pytest.FixtureRequest, settings: Settings) -> Iterator[str]:
    """The engine that answers."""
    if request.param == "elasticsearch":
        settings.ELASTICSEARCH_URL = request.getfixturevalue("elasticsearch_url")
        settings.ELASTICSEARCH_INDEX = request.getfixturevalue("alias")
    yield request.param
    choice._elastic.cache_clear()


@pytest.fixture
def canary(engine: str) -> MaterialPage:
    """A published Swedish translation with the word in it, in a family with two others, found and counted."""
    original = published(title="Salaisuus")
    page = published_from(original, title=HERE, language="sv", subjects=["music"], levels=["grade-3"])
    published_from(original, title="Salaisuus ja muuta", language="sv", subjects=["art"])
    run_due_jobs()
    knowing.refresh_words()
    return page


def published_from(source: MaterialPage, **values: Any) -> MaterialPage:
    page = draft(**values)
    page.sources = [MaterialSource(title=source.title, relation="translated", source_page=source)]
    revision = page.save_revision()
    clear(revision)
    revision.publish()
    return MaterialPage.objects.get(pk=page.pk)


def answers(client: Client) -> dict[str, str]:
    """Whatever the search says to anyone, by what was asked."""
    asked = [
        f"/fi/search/?q={CANARY}",
        f"/fi/search/?q={MISSPELT}",
        f"/sv/search/?q=%22{CANARY}%22",
        "/fi/search/?q=salaisuus",
        "/sv/search/?sort=newest",
        "/en/search/?sort=adopted&subject=music",
        f"/api/v1/search?q={MISSPELT}",
        "/api/v1/search?q=salaisuus&fold=true",
        "/api/v1/search?size=100",
        f"/search/suggest?q={CANARY[:7]}&lang=fi",
    ]
    return {address: client.get(address).text for address in asked}


@pytest.mark.parametrize("synced", [False, True], ids=["before the index knows", "after"])
@pytest.mark.parametrize("hide", [withdraw, delete, make_private, expire])
def test_what_is_hidden_is_nowhere_in_any_answer(
    client: Client, engine: str, canary: MaterialPage, hide: Callable[[MaterialPage], None], synced: bool
) -> None:
    shown = answers(client)
    assert HERE in shown["/sv/search/?sort=newest"]
    assert CANARY in shown[f"/fi/search/?q={MISSPELT}"]  # did you mean, or found by it
    assert "music" in client.get("/api/v1/search?q=salaisuus").text
    path = canary.slug
    hide(canary)
    if synced:
        run_due_jobs()
        knowing.refresh_words()
    for address, answer in answers(client).items():
        # A page repeats what was asked: there the title must not be.
        assert (HERE if CANARY in address else CANARY) not in answer, address
        assert path not in answer, address
    answer = client.get("/api/v1/search?q=salaisuus").json()
    assert "music" not in [value["value"] for value in answer["facets"]["subject"]]
    assert "grade-3" not in [value["value"] for value in answer["facets"]["level"]]
    assert answer["total"] == len(answer["results"]) == 2
    folded = client.get("/api/v1/search?q=salaisuus&fold=true").json()
    assert (folded["total"], folded["rows"], len(folded["results"])) == (2, 1, 1)
    assert [len(hit["family"]) for hit in folded["results"]] == [1]


def test_drafts_are_in_no_answer(client: Client, engine: str) -> None:
    original = published(title="Salaisuus")
    unpublished = draft(title=HERE, language="sv")
    unpublished.sources = [MaterialSource(title=original.title, relation="translated", source_page=original)]
    unpublished.save_revision()
    original.title = HERE
    original.save_revision()
    run_due_jobs()
    knowing.refresh_words()
    for address, answer in answers(client).items():
        assert (HERE if CANARY in address else CANARY) not in answer, address
    answer = client.get("/api/v1/search?q=salaisuus&fold=true").json()
    assert [hit["family"] for hit in answer["results"]] == [[]]
    assert answer["total"] == 1

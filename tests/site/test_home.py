"""The front page."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from oer.cases.models import Adoption, CaseIndexPage, CasePage
from oer.people.models import School, User
from oer.site.foundation import set_up_site
from oer.site.spread import spread
from tests.materials.factories import clear, draft, published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_site() -> None:
    cache.clear()
    set_up_site()


def published_case(school: School) -> CasePage:
    page = CasePage(
        title="Ilmiöviikko",
        slug="ilmioviikko",
        description="Viikko ilman lukujärjestystä.",
        language="fi",
        licence="CC-BY-4.0",
        school=school,
        themes=["phenomenon-based"],
        change_level="DIGI",
        levels=["basic-3-6"],
        live=False,
    )
    CaseIndexPage.objects.get().add_child(instance=page)
    revision = page.save_revision()
    clear(revision)
    revision.publish()
    return CasePage.objects.get(pk=page.pk)


def test_an_empty_site_says_so_and_offers_the_search(client: Client) -> None:
    body = client.get("/en/").content.decode()
    assert "Nothing has been published yet" in body
    assert 'role="search"' in body
    assert "tiles" not in body


def test_subjects_are_counted_and_lead_to_a_search(client: Client) -> None:
    published(slug="a", title="A")
    published(slug="b", title="B", subjects=["mathematics", "physics"])
    draft(slug="c", title="C", subjects=["music"])
    body = client.get("/sv/").content.decode()
    assert '<a class="tile colour-fog" href="/sv/search/?subject=mathematics">' in body
    assert "Matematik" in body
    assert '<a class="tile colour-coat" href="/sv/search/?subject=physics">' in body
    assert "subject=music" not in body


def test_counts_follow_the_catalogue_at_once(client: Client) -> None:
    page = published(slug="a")
    assert b"subject=mathematics" in client.get("/fi/").content
    page.unpublish()
    assert b"subject=mathematics" not in client.get("/fi/").content


@pytest.mark.usefixtures("without_elasticsearch")
def test_the_number_of_queries_does_not_grow_with_the_catalogue(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        published(slug=f"m{number}", title=f"M{number}")
    client.get("/fi/")
    with CaptureQueriesContext(connection) as first:
        client.get("/fi/")
    few = len(first)
    assert 0 < few <= 15
    for number in range(3, 12):
        published(slug=f"m{number}", title=f"M{number}")
    client.get("/fi/")
    with django_assert_max_num_queries(few):
        client.get("/fi/")


def test_a_signed_in_person_goes_on_with_their_own_drafts_first(client: Client) -> None:
    teacher = User.objects.create_user("teacher")
    draft(slug="mine", title="My draft", owner=teacher)
    draft(slug="other", title="Another's draft")
    client.force_login(teacher)
    body = client.get("/en/").content.decode()
    assert "Go on where you were" in body
    assert "My draft" in body
    assert "Another&#x27;s draft" not in body


def test_the_north_star_is_left_out_until_a_school_uses_anothers_practice(client: Client) -> None:
    maker = School.objects.create(name="Merirannan koulu", slug="meriranta")
    user = School.objects.create(name="Pihkapuiston koulu", name_sv="Kådparkens skola", slug="pihkapuisto")
    case = published_case(maker)
    assert spread() is None
    assert b'class="star"' not in client.get("/fi/").content
    Adoption.objects.create(case=case, school=user, state="in-use", since=dt.date(2026, 9, 1))
    with override("sv"):
        found = spread()
    assert found is not None
    assert (found.schools, found.latest_school, found.latest.title) == (1, "Kådparkens skola", "Ilmiöviikko")
    assert b'class="star"' in client.get("/fi/").content

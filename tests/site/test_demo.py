"""The demo: made through the same doors as people's own work, and only once."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from wagtail.models import Page, Revision

from media.models import Video
from media.sniffing import refusal
from oer.cases.models import Adoption, CasePage
from oer.catalogue.models import CatalogueEntry
from oer.exchange.jsonld import json_ld
from oer.jobs.models import Job
from oer.materials.clearance import Clearance
from oer.materials.models import MaterialPage
from oer.people.models import Membership, User
from oer.screening.models import CriteriaSet, Screening
from oer.site.demo.people import ACCOUNTS

pytestmark = pytest.mark.django_db


def counts() -> dict[str, int]:
    models = (Page, Revision, Screening, Clearance, User, Membership, Video, Adoption, CriteriaSet, Job)
    return {model.__name__: model.objects.count() for model in models}


@pytest.fixture(scope="module")
def made(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The demo, made once for the whole module."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), media, transaction.atomic():
        call_command("create_demo", force=True, stdout=io.StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(made: None, db: None) -> None:
    """The demo as it was made, whatever the test before did to it."""


def test_the_demo_is_published_in_three_languages(demo: None):
    published = Counter(CatalogueEntry.objects.live().values_list("kind", "language"))
    assert published == {
        **{("material", language): 4 for language in ("fi", "sv", "en")},
        ("case", "fi"): 2,
        ("case", "sv"): 1,
        ("case", "en"): 1,
    }
    for page in [*MaterialPage.objects.live(), *CasePage.objects.live()]:
        assert page.clearance().outcome == "approved"
        assert page.clearance().granted_by.username == "reviewer"
        assert page.owner.username != "reviewer"


def test_desks_have_something_on_them(demo: None):
    drafts = {page.slug: page.workflow_in_progress for page in MaterialPage.objects.filter(live=False)}
    assert drafts == {"kertotaulupeli-pihalle": False, "saapaivakirja-kahden-viikon-ajan": True}
    assert Counter(Adoption.objects.values_list("state", flat=True)) == {
        "considering": 2,
        "trying": 1,
        "in-use": 2,
        "stopped": 1,
    }


def test_a_second_run_changes_nothing(demo: None):
    before = counts()
    call_command("create_demo", force=True, stdout=io.StringIO())
    assert counts() == before


def test_the_accounts_work_and_each_belongs_to_a_school(demo: None):
    for name, *_rest in ACCOUNTS:
        user = authenticate(username=name, password=f"{name}-demo")
        assert user is not None, name
        assert user.schools.count() == 1
    assert User.objects.get(username="reviewer").groups.get().name == "reviewer"


def test_a_changed_password_is_not_set_back(demo: None):
    user = User.objects.get(username="teacher")
    user.set_password("something-else")
    user.save()
    call_command("create_demo", force=True, stdout=io.StringIO())
    assert authenticate(username="teacher", password="something-else")


def test_the_translation_builds_on_its_original(demo: None):
    record = MaterialPage.objects.get(slug="brak-pa-tallinjen").record()
    (source,) = record.is_based_on
    original = MaterialPage.objects.get(slug="murtoluvut-lukusuoralla")
    assert (source.relation, source.id) == ("translated", original.translation_key)
    assert json_ld(record, "https://x.example")["translationOfWork"]["name"] == original.title


def test_the_film_waits_for_its_conversion(demo: None):
    video = Video.objects.get()
    assert video.state == "waiting"
    assert Job.objects.filter(kind="media.transcode", key=str(video.pk), state="waiting").exists()
    with video.file.open("rb") as file:
        assert refusal(file.read(4096)) is None

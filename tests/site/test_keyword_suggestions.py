"""Concepts that a draft is about are offered to whoever may edit it, and to nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from oer.domain.record import Keyword
from oer.people.groups import sync_roles
from oer.people.models import User
from oer.site.foundation import set_up_site
from oer.vocabularies.concepts import COLUMNS, import_concepts
from oer.vocabularies.keywords import set_keywords
from search.knowing import refresh_names
from tests.materials.factories import draft
from tests.people.factories import SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db

YSO = "http://www.yso.fi/onto/yso/"


@pytest.fixture(autouse=True)
def concepts(settings: Settings, tmp_path: Path) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    set_up_site()
    sync_roles()
    rows = [
        f"{YSO}p1\tmurtoluvut\tbråktal\tfractions\t\t\t1",
        f"{YSO}p2\tkylmä sota\tkalla kriget\tcold war\t\t\t1",
        f"{YSO}p3\tsota\tkrig\twar\t\t\t1",
    ]
    import_concepts(["\t".join(COLUMNS), *rows])
    refresh_names()


@pytest.fixture
def teacher() -> User:
    return UserFactory(roles=["teacher"], roles__school=SchoolFactory())


def asked(user: User, page_id: int) -> tuple[int, list[str]]:
    client = Client()
    client.force_login(user)
    answer = client.get(reverse("suggest_keywords", args=[page_id]))
    concepts = answer.json()["concepts"] if answer.status_code == 200 else []
    return answer.status_code, [concept["label"] for concept in concepts]


def test_what_the_latest_draft_is_about_is_offered(teacher: User) -> None:
    page = draft(title="Murtolukuja kylmän sodan aikaan", owner=teacher)
    assert asked(teacher, page.pk) == (200, ["murtoluvut", "kylmä sota"])
    page.title = "Kertotaulu"
    page.save_revision()
    # The description still speaks of fractions.
    assert asked(teacher, page.pk) == (200, ["murtoluvut"])


def test_what_it_has_already_is_not_offered(teacher: User) -> None:
    page = draft(title="Murtolukuja kylmän sodan aikaan", owner=teacher)
    set_keywords(page, [Keyword(label="murtoluvut", uri=f"{YSO}p1")])
    page.save_revision()
    assert asked(teacher, page.pk) == (200, ["kylmä sota"])


def test_names_are_in_the_writers_language(teacher: User) -> None:
    page = draft(title="Kalla kriget", description="", body=[], language="sv", owner=teacher)
    assert asked(teacher, page.pk) == (200, ["kylmä sota"])


def test_nobody_learns_what_another_persons_draft_is_about(teacher: User) -> None:
    page = draft(title="Kylmä sota", owner=UserFactory(roles=["teacher"], roles__school=SchoolFactory()))
    assert asked(teacher, page.pk)[0] in (302, 403)
    assert asked(teacher, 999_999)[0] == 404
    assert Client().get(reverse("suggest_keywords", args=[page.pk])).status_code == 302


def test_the_editor_has_a_place_for_them(teacher: User) -> None:
    page = draft(owner=teacher)
    client = Client()
    client.force_login(teacher)
    shown = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert f'data-keyword-suggestions="{reverse("suggest_keywords", args=[page.pk])}"' in shown
    assert "kierto/keyword-suggestions.js" in shown

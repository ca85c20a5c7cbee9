"""Whichever way a page is asked to go live, it does not without a clearance, and a person is told why."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from oer.materials.clearance import NotCleared
from oer.materials.models import MaterialPage
from oer.screening.setting_up import ensure_workflow
from tests.materials.factories import clear, material_index
from tests.people.factories import UserFactory
from tests.screening.factories import material, teacher
from tests.screening.test_desk import signed_in
from tests.screening.test_readiness import editor, form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("criteria")]
WHY = "cannot be published yet: it has not passed screening and review"


@pytest.fixture
def page() -> MaterialPage:
    made = material(teacher())
    ensure_workflow()
    return made


@pytest.fixture
def admin() -> Any:
    return UserFactory(is_superuser=True, language="en")


def fresh(page: MaterialPage) -> MaterialPage:
    return MaterialPage.objects.get(pk=page.pk)


def is_live(page: MaterialPage) -> bool:
    return fresh(page).live


def test_an_administrators_publish_button(page: MaterialPage, admin: Any) -> None:
    client = signed_in(admin)
    assert "action-publish" not in client.get(editor(page)).content.decode()
    answer = client.post(
        editor(page), form(page, title="Uusi nimi", **{"action-publish": "yes"}), follow=True
    )
    assert WHY in answer.content.decode()
    assert not is_live(page)
    assert fresh(page).get_latest_revision().content["title"] == "Uusi nimi"


def test_publishing_while_creating(page: MaterialPage, admin: Any) -> None:
    address = reverse("wagtailadmin_pages:add", args=["materials", "materialpage", material_index().pk])
    client = signed_in(admin)
    assert "action-publish" not in client.get(address).content.decode()
    values = form(page, title="Toinen", slug="toinen", **{"action-publish": "yes"})
    values |= {"authors-INITIAL_FORMS": "0", "authors-0-id": "", "maintainer": str(admin.pk)}
    assert WHY in client.post(address, values, follow=True).content.decode()
    assert not is_live(MaterialPage.objects.get(slug="toinen"))


def test_the_bulk_action(page: MaterialPage, admin: Any) -> None:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = signed_in(admin).post(f"{address}?id={page.pk}", {"include_descendants": ""}, follow=True)
    assert WHY in answer.content.decode()
    assert not is_live(page)


def test_the_bulk_action_on_the_section_with_all_below(page: MaterialPage, admin: Any) -> None:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = signed_in(admin).post(
        f"{address}?id={material_index().pk}", {"include_descendants": "on"}, follow=True
    )
    assert WHY in answer.content.decode()
    assert not is_live(page)


def test_code_that_publishes_a_revision(page: MaterialPage) -> None:
    with pytest.raises(NotCleared):
        page.get_latest_revision().publish()
    assert not is_live(page)


def test_the_scheduler(page: MaterialPage, admin: Any) -> None:
    page.go_live_at = timezone.now() - timedelta(minutes=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    with pytest.raises(NotCleared):
        call_command("publish_scheduled")
    assert not is_live(page)


def test_scheduling_in_the_editor(page: MaterialPage, admin: Any) -> None:
    soon = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    values = form(page, go_live_at=soon, **{"action-publish": "yes"})
    assert WHY in signed_in(admin).post(editor(page), values, follow=True).content.decode()
    assert not page.revisions.exclude(approved_go_live_at=None).exists()


@pytest.mark.parametrize("alias", ["", "on"])
def test_a_copy_that_is_to_be_published(page: MaterialPage, admin: Any, alias: str) -> None:
    clear(page.get_latest_revision())
    page.get_latest_revision().publish()
    values = {
        "new_title": "Kopio", "new_slug": "kopio", "new_parent_page": str(material_index().pk),
        "publish_copies": "on", "alias": alias, "copy_subpages": "",
    }  # fmt: skip
    signed_in(admin).post(reverse("wagtailadmin_pages:copy", args=[page.pk]), values, follow=True)
    assert not is_live(MaterialPage.objects.get(slug="kopio"))


def test_the_editor_publishes_again_what_was_cleared_and_nothing_else(page: MaterialPage, admin: Any) -> None:
    client = signed_in(admin)
    client.post(editor(page), form(page))
    cleared = fresh(page).get_latest_revision()
    clear(cleared)
    assert "action-publish" in client.get(editor(page)).content.decode()
    same = {"body-0-id": fresh(page).get_latest_revision_as_object().body[0].id}
    client.post(editor(page), form(page, **{"action-publish": "yes"}) | same, follow=True)
    assert fresh(page).live_revision_id == cleared.pk
    changed = form(page, title="Muutettu", **{"action-publish": "yes"})
    assert WHY in client.post(editor(page), changed, follow=True).content.decode()
    assert fresh(page).live_revision_id == cleared.pk


def test_what_was_cleared_cannot_be_overwritten_by_a_later_draft(page: MaterialPage) -> None:
    revision = page.get_latest_revision()
    clear(revision)
    page.title = "Jotain aivan muuta"
    later = page.save_revision(user=revision.user, overwrite_revision=revision)
    revision.refresh_from_db()
    assert later.pk != revision.pk
    assert revision.content["title"] != "Jotain aivan muuta"

"""The panel beside the text, and what the editor says when something is submitted."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from oer.materials.models import MaterialPage
from oer.people.groups import sync_roles
from oer.screening.setting_up import ensure_workflow
from tests.materials.factories import DESCRIPTION, material_index
from tests.screening.factories import SOMEBODYS_CODE, material, teacher
from tests.screening.test_desk import signed_in

pytestmark = pytest.mark.django_db

SUBMIT = re.compile(r'name="action-submit" value="action-submit" class="button"( disabled)?>')


def form(page: MaterialPage, **changes: Any) -> dict[str, Any]:
    """What the editor's form posts for this page."""
    author = page.authors.get()
    values = {
        "title": page.title,
        "slug": page.slug,
        "description": DESCRIPTION,
        "language": "fi",
        "resource_type": "lesson",
        "keywords": "murtoluvut, lukusuora, matematiikka",
        "licence": "CC-BY-4.0",
        "shows_real_people": "no",
        "maintainer": str(page.owner_id),
        "review_by": page.review_by.isoformat(),
        "body": streamfield([("markdown", changes.pop("text", "Puolet on enemmän kuin kolmasosa."))]),
        "authors": inline_formset([{"id": author.pk, "name": author.name}], initial=1),
        "sources": inline_formset([]),
        "comments": inline_formset([]),
        **changes,
    }
    return {**nested_form_data(values), "levels": ["basic-3-6"], "subjects": ["mathematics"]}


def editor(page: MaterialPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@pytest.fixture
def author() -> Any:
    made = teacher(language="en")
    material_index()
    sync_roles()
    return made


def saved(client: Client, page: MaterialPage, **changes: Any) -> Any:
    return client.post(editor(page), form(page, **changes), follow=True)


@pytest.mark.usefixtures("criteria")
def test_the_panel_says_what_stops_the_draft_and_then_that_it_is_ready(author: Any) -> None:
    page = material(author, body=[("markdown", f"Tunnus {SOMEBODYS_CODE}")], shows_real_people="")
    ensure_workflow()
    client = signed_in(author)
    shown = client.get(editor(page)).content.decode()
    assert "2 things stop this" in shown
    assert "01****-***M" in shown
    panel = reverse("screening:readiness", args=[page.pk])
    assert f'data-readiness="{panel}"' in shown
    assert SUBMIT.search(shown)[1] == " disabled"
    assert "Ready to submit" in saved(client, page).content.decode()
    ready = client.get(panel).content.decode()
    assert "Ready to submit" in ready
    assert SUBMIT.search(ready)[1] is None


def test_the_panel_says_when_there_are_no_criteria(author: Any) -> None:
    page = material(author)
    assert "nothing can be screened" in signed_in(author).get(editor(page)).content.decode()


@pytest.mark.usefixtures("criteria")
def test_the_panel_is_not_for_strangers(author: Any) -> None:
    panel = reverse("screening:readiness", args=[material(author).pk])
    assert signed_in(teacher()).get(panel).status_code in (302, 403)


@pytest.mark.usefixtures("criteria")
def test_what_the_machine_sends_back_is_not_called_submitted(author: Any) -> None:
    page = material(author)
    ensure_workflow()
    answer = saved(signed_in(author), page, text=f"Tunnus {SOMEBODYS_CODE}", **{"action-submit": "yes"})
    shown = answer.content.decode()
    assert "it was not sent to review yet. 1 thing stops this." in shown
    assert "has been submitted" not in shown
    assert answer.request["PATH_INFO"] == editor(page)


@pytest.mark.usefixtures("criteria")
def test_what_is_in_order_is_submitted_and_locked(author: Any) -> None:
    page = material(author)
    ensure_workflow()
    client = signed_in(author)
    assert "Submit for review" in client.get(editor(page)).content.decode()
    shown = saved(client, page, **{"action-submit": "yes"}).content.decode()
    assert "has been submitted" in shown
    locked = client.get(editor(page)).content.decode()
    assert "is being reviewed" in locked
    assert "Being reviewed</h3>" in locked
    assert "Ready to submit" not in locked

"""Writing a material in the admin, as a teacher may."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from oer.materials.models import MaterialPage
from oer.people.groups import sync_roles
from oer.people.models import School, User
from oer.site.foundation import set_up_site
from tests.materials.factories import published
from tests.people.factories import SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return SchoolFactory()


@pytest.fixture
def teacher(school: School) -> User:
    set_up_site()
    sync_roles()
    return UserFactory(roles=["teacher"], roles__school=school, first_name="Aino", last_name="Aalto")


def writing(teacher: User) -> tuple[Client, str]:
    """A signed-in browser, and the address of an empty editor."""
    client = Client()
    client.force_login(teacher)
    return client, client.get(reverse("new_material")).url


def form(**values: Any) -> dict[str, Any]:
    return nested_form_data(
        {
            "title": "Murtolukuja",
            "slug": "murtolukuja",
            "body": streamfield([]),
            "authors": inline_formset([]),
            "sources": inline_formset([]),
            "keywords": "",
            **values,
        }
    )


def test_a_title_is_enough_for_a_draft(teacher: User) -> None:
    client, address = writing(teacher)
    client.post(address, form())
    page = MaterialPage.objects.get()
    assert (page.title, page.live, page.owner) == ("Murtolukuja", False, teacher)


def test_a_half_written_lesson_is_kept(teacher: User) -> None:
    client, address = writing(teacher)
    half = streamfield(
        [
            ("markdown", ""),
            ("image", {"image": {"image": "", "alt_text": ""}, "caption": "Tähän kuva", "credit": ""}),
            ("file", {"document": "", "role": "material"}),
            ("video", ""),
        ]
    )
    client.post(address, form(body=half))
    kept = MaterialPage.objects.get().get_latest_revision_as_object()
    assert [block.block_type for block in kept.body] == ["markdown", "image", "file", "video"]


def test_an_empty_title_is_refused_in_words_and_what_was_written_is_not_lost(teacher: User) -> None:
    client, address = writing(teacher)
    answer = client.post(address, form(title="", description="Pareittain tehtävä tunti."))
    assert not MaterialPage.objects.exists()
    assert answer.context["form"].errors["title"]
    assert "Pareittain tehtävä tunti." in answer.content.decode()


def test_a_second_lesson_of_the_same_title_gets_an_address_of_its_own(teacher: User) -> None:
    client, address = writing(teacher)
    for _copy in range(3):
        client.post(address, form())
    slugs = MaterialPage.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["murtolukuja", "murtolukuja-2", "murtolukuja-3"]


def test_a_licence_that_does_not_exist_is_refused_in_words(teacher: User) -> None:
    client, address = writing(teacher)
    answer = client.post(address, form(licence="CC-BY-9.9"))
    assert "CC-BY-9.9" in str(answer.context["form"].errors["licence"])


def test_metadata_is_asked_for_when_submitting(teacher: User) -> None:
    client, address = writing(teacher)
    answer = client.post(address, form(**{"action-submit": "1"}))
    asked = set(answer.context["form"].errors)
    assert {"description", "language", "licence", "levels", "subjects", "resource_type"} <= asked


def test_curriculum_codes_are_written_in_one_line_and_kept_each_once(teacher: User) -> None:
    client, address = writing(teacher)
    client.post(address, form(objectives=" MAA5, T3 ; MAA5,, L1"))
    page = MaterialPage.objects.get()
    assert page.get_latest_revision_as_object().objectives == ["MAA5", "T3", "L1"]
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert 'value="MAA5, T3, L1"' in editor


def test_a_new_material_knows_its_writer(teacher: User) -> None:
    client, address = writing(teacher)
    empty = client.get(address).context["form"]
    assert empty.initial["maintainer"] == teacher
    assert "Aino Aalto" in str(empty.formsets["authors"].forms[0]["name"])


def test_only_people_of_the_same_school_can_be_named_to_look_after_it(teacher: User, school: School) -> None:
    colleague = UserFactory(roles=["teacher"], roles__school=school)
    UserFactory(roles=["teacher"])
    client, address = writing(teacher)
    offered = client.get(address).context["form"].fields["maintainer"].queryset
    assert set(offered) == {teacher, colleague}


def test_whoever_may_not_write_is_not_shown_the_way(teacher: User) -> None:
    reviewer = UserFactory(roles=["reviewer"])
    client = Client()
    client.force_login(reviewer)
    assert reverse("new_material") not in client.get("/admin/").content.decode()
    assert client.get(reverse("new_material")).status_code == 302


def test_a_source_named_by_its_address_here_becomes_a_link_to_its_page(teacher: User, settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://kierto.example"
    source = published()
    here = {"title": source.title, "url": f"https://kierto.example/fi/materials/{source.slug}/"}
    elsewhere = {"title": "Muualta", "url": "https://elsewhere.example/fi/materials/"}
    rows = [{**row, "relation": "translated", "authors_text": "", "licence": ""} for row in (here, elsewhere)]
    client, address = writing(teacher)
    client.post(address, form(sources=inline_formset(rows)))
    page = MaterialPage.objects.exclude(pk=source.pk).get()
    latest = page.get_latest_revision_as_object()
    assert latest.source_ids() == (source.translation_key, None)

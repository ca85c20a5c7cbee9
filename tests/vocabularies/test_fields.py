"""Fields that hold codes of a closed list."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.migrations.writer import MigrationWriter
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from oer.domain.vocabulary import LEVELS, SUBJECTS
from oer.materials.models import MaterialPage
from oer.vocabularies.code_field import CodeField
from oer.vocabularies.fields import CodeListField
from tests.materials.factories import draft
from tests.people.factories import UserFactory


def test_a_migration_holds_the_lists_name_and_no_label() -> None:
    written, _imports = MigrationWriter.serialize(CodeListField(SUBJECTS, blank=True))
    assert written == "oer.vocabularies.fields.CodeListField('subject', blank=True)"
    written, _imports = MigrationWriter.serialize(CodeField(LEVELS))
    assert written == "oer.vocabularies.code_field.CodeField('level', max_length=40)"


@pytest.mark.parametrize("field", [CodeListField(LEVELS, blank=True), CodeField(LEVELS, blank=True)])
def test_a_field_survives_being_taken_apart_and_put_together(field: models.Field) -> None:
    clone = field.clone()
    assert clone.vocabulary is LEVELS
    assert clone.deconstruct() == field.deconstruct()


def test_a_list_that_does_not_exist_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="no closed list called 'moons'"):
        CodeListField("moons")


@given(st.lists(st.sampled_from(LEVELS.codes()), min_size=1))
def test_codes_are_kept_once_and_in_the_lists_order(codes: list[str]) -> None:
    kept = CodeListField(LEVELS).clean(codes, None)
    assert set(kept) == set(codes)
    assert kept == [code for code in LEVELS.codes() if code in kept]
    assert CodeListField(LEVELS).clean(kept, None) == kept


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (["basic-1-2", "basic-10"], "“basic-10” is not in the list. Choose from the list."),
        (["x", "y"], "“x”, “y” is not in the list. Choose from the list."),
        ("basic-1-2", "This must be a list of codes."),
        ([1], "This must be a list of codes."),
        ({"basic-1-2": 1}, "This must be a list of codes."),
    ],
)
def test_what_is_not_in_the_list_is_refused_with_a_sentence(value: object, sentence: str) -> None:
    with override("en"):
        with pytest.raises(ValidationError) as refusal:
            CodeListField(LEVELS, blank=True).clean(value, None)
        assert refusal.value.messages == [sentence]


@pytest.mark.parametrize(("blank", "fine"), [(True, True), (False, False)])
def test_nothing_chosen_is_fine_only_where_it_may_be_left_out(blank: bool, fine: bool) -> None:
    field = CodeListField(LEVELS, blank=blank)
    if fine:
        assert field.clean(None, None) == []
    else:
        with pytest.raises(ValidationError):
            field.clean([], None)


@pytest.mark.django_db
def test_people_tick_boxes_labelled_in_their_language() -> None:
    form = forms.modelform_factory(MaterialPage, fields=["levels"])
    with override("sv"):
        assert "Årskurserna 1–2" in str(form()["levels"])
    with override("fi"):
        html = str(form(instance=MaterialPage(levels=["basic-1-2"]))["levels"])
    assert "Luokat 1–2" in html
    assert html.count('type="checkbox"') == len(LEVELS)
    assert html.count("checked") == 1


@pytest.mark.django_db
def test_codes_survive_a_revision_and_the_database() -> None:
    page = draft(levels=["basic-1-2", "basic-7-9"])
    page.levels = ["basic-3-6"]
    revision = page.save_revision()
    assert revision.as_object().levels == ["basic-3-6"]
    assert MaterialPage.objects.get(pk=page.pk).levels == ["basic-1-2", "basic-7-9"]
    assert MaterialPage.from_json(page.to_json()).levels == ["basic-3-6"]


@pytest.mark.django_db
def test_two_versions_are_compared_by_the_names_of_the_codes(client) -> None:
    page = draft(levels=["basic-1-2"])
    first = page.save_revision()
    page.levels = ["basic-3-6"]
    second = page.save_revision()
    client.force_login(UserFactory(is_superuser=True, language="sv"))
    compared = client.get(
        reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first.pk, second.pk])
    )
    html = compared.content.decode()
    assert "Årskurserna 1–2" in html
    assert "Årskurserna 3–6" in html
    assert "basic-" not in html


@pytest.mark.django_db
def test_a_code_that_has_left_the_list_loads_and_is_refused_when_validated() -> None:
    page = draft()
    MaterialPage.objects.filter(pk=page.pk).update(levels=["matriculation"])
    page = MaterialPage.objects.get(pk=page.pk)
    assert page.levels == ["matriculation"]
    with pytest.raises(ValidationError) as refusal:
        page.full_clean()
    assert "levels" in refusal.value.message_dict


def test_labels_come_in_the_asked_or_the_active_language() -> None:
    field = CodeListField(LEVELS)
    assert field.labels(["basic-1-2", "gone"], "en") == ["Grades 1–2", "gone"]
    with override("sv"):
        assert field.labels(["basic-1-2"]) == ["Årskurserna 1–2"]


@pytest.mark.parametrize(("value", "fine"), [("basic-1-2", True), ("basic-10", False)])
def test_one_code_is_checked_too(value: str, fine: bool) -> None:
    field = CodeField(LEVELS)
    if fine:
        assert field.clean(value, None) == value
    else:
        with override("en"), pytest.raises(ValidationError, match="“basic-10” is not in the list"):
            field.clean(value, None)

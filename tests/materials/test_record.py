"""The record of a material says what the page says."""

from __future__ import annotations

import pytest
from django.utils import translation

from oer.domain.record import Keyword, Record, Source
from oer.materials.models import MaterialPage, MaterialSource
from oer.vocabularies.models import Objective
from tests.materials.factories import draft, published

pytestmark = pytest.mark.django_db


def test_the_record_holds_what_the_teacher_wrote() -> None:
    record = published().record()
    assert record.title == "Murtolukuja lukusuoralla"
    assert record.authors == ("Aino Aalto",)
    assert set(record.keywords) == {
        Keyword(label="murtoluvut"),
        Keyword(label="lukusuora"),
        Keyword(label="matematiikka"),
    }
    assert record.criteria_version == "2026.1"
    assert [passage.kind for passage in record.passages] == ["heading", "body"]


def test_the_record_survives_being_written_and_read() -> None:
    record = published().record()
    assert Record.from_json(record.to_json()) == record


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_address_carries_no_interface_language(language: str) -> None:
    page = published()
    with translation.override(language):
        path = page.record().path
    assert path.endswith("materials/murtolukuja-lukusuoralla/")
    assert not path.startswith(("/", f"{language}/"))


def test_a_source_published_here_is_named_by_its_id() -> None:
    source = published(title="Lähde ja sen otsikko")
    page = draft(title="Muunnelma lähteestä")
    page.sources.add(
        MaterialSource(
            title=source.title, authors_text="Aino Aalto; Bo Berg", licence="CC-BY-4.0", source_page=source
        )
    )
    page.save()
    record = MaterialPage.objects.get(pk=page.pk).record()
    assert record.is_based_on == (
        Source(
            title=source.title,
            authors=("Aino Aalto", "Bo Berg"),
            licence="CC-BY-4.0",
            relation="adapted",
            id=source.translation_key,
        ),
    )


def test_a_draft_needs_nothing_but_a_title() -> None:
    page = draft(
        description="", language="", licence="", subjects=[], levels=[], resource_type="", keywords=[]
    )
    assert page.pk
    assert page.save_revision(clean=False).pk


def test_a_licence_that_does_not_exist_is_refused_in_words() -> None:
    page = draft(licence="CC-BY-9.9")
    with translation.override("en"), pytest.raises(Exception, match=r"no licence called “CC-BY-9.9”"):
        page.full_clean()


def test_objectives_bring_the_words_of_the_curriculum_and_the_module_of_an_aim() -> None:
    common = {"kind": "module", "level": "upper-secondary", "curriculum": "LOPS"}
    Objective.objects.create(code="MAA5", fi="Analyyttinen geometria", sv="Analytisk geometri", **common)
    Objective.objects.create(code="MAA5.2", fi="osaa ratkaista yhtälöitä", **common)
    page = published(objectives=["MAA5.2", "OMA1"], language="sv")
    assert page.record().objectives == ("MAA5.2", "OMA1")
    found = [(one.text, one.language) for one in page.record().passages if one.kind == "objective"]
    assert found == [("MAA5.2 osaa ratkaista yhtälöitä", "fi"), ("MAA5 Analytisk geometri", "sv")]
    english = published(slug="english", objectives=["MAA5"], language="en")
    assert [(one.text, one.language) for one in english.record().passages if one.kind == "objective"] == [
        ("MAA5 Analyyttinen geometria", "fi")
    ]

"""`import_materials`: rows become materials, once, and nothing a person did is undone."""

from __future__ import annotations

import datetime as dt
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation
from wagtail.models import Revision

from oer.catalogue.models import CatalogueEntry
from oer.domain.record import Keyword
from oer.exchange.models import ImportedMaterial
from oer.materials.models import MaterialIndexPage, MaterialPage
from oer.people.models import User
from oer.screening.models import CriteriaSet, Screening
from oer.vocabularies.concepts import COLUMNS, import_concepts
from tests.exchange.test_import_row import GOOD
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def run(tmp_path: Path, index: MaterialIndexPage):
    """Imports these rows (dictionaries, or bytes as they are); what it said, and the error that ended it."""

    def run(*rows: dict[str, Any] | bytes, **options: Any) -> tuple[str, CommandError | None]:
        file = tmp_path / "materials.jsonl"
        file.write_bytes(
            b"\n".join(
                one if isinstance(one, bytes) else json.dumps({**GOOD, **one}).encode() for one in rows
            )
        )
        out, error = StringIO(), None
        try:
            call_command("import_materials", str(file), stdout=out, stderr=out, **options)
        except CommandError as raised:
            error = raised
        return out.getvalue(), error

    return run


def state() -> list[Any]:
    """Everything an import may change, for comparing."""
    return [
        list(
            MaterialPage.objects.order_by("pk").values_list(
                "pk", "latest_revision", "live", "last_published_at"
            )
        ),
        list(CatalogueEntry.objects.order_by("pk").values_list("pk", "version", "changed_at")),
        Revision.objects.count(),
        Screening.objects.count(),
    ]


def test_a_row_becomes_a_draft_with_all_it_says(run: Any):
    said, error = run(
        {"keywords": ["murtoluvut"], "objectives": ["MAA1"], "collection": "Vihko", "source_repo": "a/b"}
    )
    assert error is None
    assert "New: 1." in said
    page = MaterialPage.objects.get()
    assert not page.live
    assert page.owner == User.objects.get(username="import") == page.maintainer
    assert (page.title, page.language, page.licence) == ("Murtoluvut lukusuoralla", "fi", "CC-BY-4.0")
    assert (page.subjects, page.levels, page.resource_type) == (["mathematics"], ["basic-3-6"], "reading")
    assert [author.name for author in page.authors.all()] == ["Aino Opettaja"]
    assert list(page.keywords.names()) == ["murtoluvut"]
    assert (page.objectives, page.collection, page.source_note) == (["MAA1"], "Vihko", "a/b")
    assert (page.source_id, page.source_url) == ("murtoluvut-1", "https://example.org/murtoluvut")
    assert page.shows_real_people == "no"
    assert page.review_by > timezone.localdate() + dt.timedelta(days=700)
    assert [(block.block_type, block.value) for block in page.body] == [("markdown", GOOD["body_markdown"])]
    assert page.get_latest_revision().as_object().title == page.title


def test_a_row_without_keywords_gets_its_subject_in_its_own_language(run: Any):
    run({}, {"id": "two", "lang": "sv"})
    names = {page.source_id: list(page.keywords.names()) for page in MaterialPage.objects.all()}
    assert names == {"murtoluvut-1": ["Matematiikka"], "two": ["Matematik"]}


def test_a_second_run_over_the_same_file_changes_nothing(run: Any, reviewer: User, criteria: CriteriaSet):
    rows = ({}, {"id": "two", "translation_of": "murtoluvut-1", "lang": "sv"}, {"id": "three", "authors": []})
    run(*rows, publish_as="reviewer")
    before = state()
    said, error = run(*rows, publish_as="reviewer")
    assert error is None
    assert "New: 0. Updated: 0. Unchanged: 3." in said
    assert state() == before


def test_a_changed_row_updates_its_page_and_keeps_its_address_and_id(
    run: Any, reviewer: User, criteria: CriteriaSet
):
    run({}, publish_as="reviewer")
    before = MaterialPage.objects.get()
    said, _error = run(
        {"title": "Uusi otsikko", "body_markdown": "## Alku\n\nUusi teksti."}, publish_as="reviewer"
    )
    page = MaterialPage.objects.get()
    assert "Updated: 1." in said
    assert (page.title, page.slug, page.translation_key) == (
        "Uusi otsikko",
        before.slug,
        before.translation_key,
    )
    assert [block.id for block in page.body] == [block.id for block in before.body]
    assert page.version_note
    entry = CatalogueEntry.objects.get()
    assert (entry.as_record().title, entry.version) == ("Uusi otsikko", 2)


def test_published_rows_rest_on_a_clearance_of_the_reviewer(run: Any, reviewer: User, criteria: CriteriaSet):
    said, _error = run({}, publish_as="reviewer")
    page = MaterialPage.objects.get()
    assert page.live
    assert "Published: 1." in said
    assert page.clearance().granted_by == reviewer
    assert page.clearance().criteria_version == criteria.version
    assert CatalogueEntry.objects.get().as_record().criteria_version == criteria.version


def test_what_screening_stops_stays_a_draft_and_is_listed_with_the_reason(
    run: Any, reviewer: User, criteria: CriteriaSet
):
    said, error = run({"licence": "CC-BY-ND-4.0"}, {"id": "two"}, publish_as="reviewer")
    assert error is None
    assert "Line 1: “murtoluvut-1” stays a draft. You cannot publish under CC BY-ND 4.0 here" in said
    live = dict(MaterialPage.objects.values_list("source_id", "live"))
    assert live == {"murtoluvut-1": False, "two": True}


def test_drafts_of_an_earlier_run_are_published_by_a_later_one(
    run: Any, reviewer: User, criteria: CriteriaSet
):
    run({})
    said, _error = run({}, publish_as="reviewer")
    assert "Unchanged: 1." in said
    assert "Published: 1." in said
    assert MaterialPage.objects.get().live


def test_bad_rows_are_told_by_line_and_the_others_imported(run: Any):
    said, error = run({}, b"rubbish", {"id": "three", "colour": "red"}, {"id": "four"})
    assert isinstance(error, CommandError)
    assert error.returncode == 1
    assert str(error) == "2 rows were not imported."
    assert "Line 2: This line is not JSON" in said
    assert "Line 3: The key “colour” is not known." in said
    assert set(MaterialPage.objects.values_list("source_id", flat=True)) == {"murtoluvut-1", "four"}


def test_a_translation_waits_for_its_original_and_links_to_it(run: Any):
    translated = {"id": "sv-1", "lang": "sv", "title": "Bråk", "translation_of": "murtoluvut-1"}
    run(translated, {})
    original = MaterialPage.objects.get(source_id="murtoluvut-1")
    (source,) = MaterialPage.objects.get(source_id="sv-1").sources.all()
    assert (source.relation, source.source_page.specific) == ("translated", original)
    assert (source.title, source.licence, source.url) == (
        original.title,
        original.licence,
        original.source_url,
    )
    assert source.authors_text == "Aino Opettaja"


@pytest.mark.parametrize(
    ("original", "translation_", "goes_live"),
    [
        ("GPL-3.0-or-later", "GPL-3.0-or-later", True),
        ("CC-BY-SA-3.0", "CC-BY-SA-3.0", True),
        ("CC-BY-SA-3.0", "CC-BY-4.0", False),
        ("GPL-3.0-or-later", "CC-BY-4.0", False),
        ("CC-BY-ND-4.0", "CC-BY-ND-4.0", False),
    ],
)
def test_a_translation_made_elsewhere_may_stand_under_its_originals_own_licence(
    run: Any, reviewer: User, criteria: CriteriaSet, original: str, translation_: str, goes_live: bool
):
    translated = {"id": "sv-1", "translation_of": "murtoluvut-1", "licence": translation_}
    run({"licence": original}, translated, publish_as="reviewer")
    assert MaterialPage.objects.get(source_id="sv-1").live is goes_live


def test_two_rows_that_translate_each_other_are_both_imported(run: Any):
    said, error = run({"id": "a", "translation_of": "b"}, {"id": "b", "translation_of": "a"})
    assert error is None
    assert "Line 1: It translates “b”, which is not here; the link was left out." in said
    assert MaterialPage.objects.count() == 2


def test_a_translation_of_something_else_is_imported_with_a_remark(run: Any):
    said, error = run({"translation_of": "elsewhere"})
    assert error is None
    assert "Line 1: It translates “elsewhere”, which is not here; the link was left out." in said
    assert MaterialPage.objects.get().sources.count() == 0


def test_titles_alike_get_addresses_apart(run: Any):
    run({}, {"id": "two"}, {"id": "three", "title": "!!!"})
    slugs = set(MaterialPage.objects.values_list("slug", flat=True))
    assert slugs == {"murtoluvut-lukusuoralla", "murtoluvut-lukusuoralla-2", "material"}


def test_a_page_that_a_person_has_edited_is_left_alone(run: Any):
    run({})
    page = MaterialPage.objects.get()
    page.goals = "Opettajan lisäys"
    page.save_revision(user=UserFactory())
    said, error = run({"title": "Uusi otsikko"})
    assert error is None
    assert "Left alone because edited here: 1." in said
    assert "Line 1: “murtoluvut-1” has been edited here since it was imported" in said
    assert MaterialPage.objects.get().get_latest_revision().as_object().goals == "Opettajan lisäys"


def test_what_a_person_has_withdrawn_is_not_published_again(run: Any, reviewer: User, criteria: CriteriaSet):
    run({}, publish_as="reviewer")
    MaterialPage.objects.get().unpublish()
    said, _error = run({}, publish_as="reviewer")
    assert "has been withdrawn since" in said
    run({"title": "Uusi otsikko"}, publish_as="reviewer")
    assert not MaterialPage.objects.get().live


def test_a_deleted_page_is_imported_anew(run: Any):
    run({})
    MaterialPage.objects.get().delete()
    assert not ImportedMaterial.objects.exists()
    said, _error = run({})
    assert "New: 1." in said


def test_a_concept_that_is_not_known_is_told_and_the_words_kept(run: Any):
    said, _error = run({"keywords": ["http://www.yso.fi/onto/yso/p1", "luvut"]})
    assert "Line 1: The concept http://www.yso.fi/onto/yso/p1 is not known here" in said
    assert list(MaterialPage.objects.get().keywords.names()) == ["luvut"]


def test_a_concept_comes_by_its_name_in_the_language_of_the_row_once_it_is_known(run: Any):
    uri = "http://www.yso.fi/onto/yso/p1"
    row = {"lang": "sv", "keywords": [uri, "räkna"]}
    run(row)
    import_concepts(["\t".join(COLUMNS), f"{uri}\tluvut\ttal\tnumbers\t\t\t1"])
    said, _error = run(row)
    assert "not known" not in said
    keywords = MaterialPage.objects.get().get_latest_revision_as_object().record().keywords
    assert set(keywords) == {Keyword(label="tal", uri=uri), Keyword(label="räkna")}
    assert "Unchanged: 1" in run(row)[0]


REFUSALS = [
    ({"publish_as": "nobody"}, "There is no active user called “nobody”."),
    ({"owner": "nobody"}, "There is no active user called “nobody”."),
    ({"publish_as": "owner"}, "“owner” is not a reviewer."),
    ({"publish_as": "reviewer", "owner": "reviewer"}, "Nobody reviews their own materials"),
    ({"publish_as": "reviewer"}, "No selection criteria have been imported"),
]


@pytest.mark.parametrize(("options", "sentence"), REFUSALS)
def test_an_import_that_cannot_be_is_refused_before_anything_is_written(
    run: Any, owner: User, reviewer: User, options: dict[str, str], sentence: str
):
    _said, error = run({}, **options)
    assert sentence in str(error)
    assert not MaterialPage.objects.exists()


def test_a_file_that_is_not_there_is_told(index: MaterialIndexPage):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("import_materials", "/nowhere/at-all.jsonl")


def test_without_a_place_for_materials_the_command_says_what_to_run(db: None, tmp_path: Path):
    MaterialIndexPage.objects.all().delete()
    with pytest.raises(CommandError, match="Run set_up_site first"):
        call_command("import_materials", str(tmp_path / "x.jsonl"))

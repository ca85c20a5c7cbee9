"""Families, uses and the naming of sources come out right in whatever order works come and go."""

from __future__ import annotations

import random
import threading
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from wagtail.models import PageViewRestriction

from oer.cases.models import Adoption
from oer.catalogue.models import CatalogueEntry, EntryState
from oer.catalogue.refresh import rebuild, refresh
from oer.materials.models import MaterialPage, MaterialSource
from tests.cases.factories import published_case
from tests.materials.factories import clear, draft, material_index, published
from tests.people.factories import SchoolFactory

pytestmark = pytest.mark.django_db


def entry_of(page: MaterialPage) -> CatalogueEntry:
    return CatalogueEntry.objects.get(id=page.translation_key)


def build_on(page: MaterialPage, *sources: tuple[MaterialPage, str]) -> MaterialPage:
    """Publish a version of the page that builds on these works, each in its way."""
    page = MaterialPage.objects.get(pk=page.pk)
    page.sources = [
        MaterialSource(title=source.title, relation=relation, source_page=source)
        for source, relation in sources
    ]
    revision = page.save_revision()
    clear(revision)
    revision.publish()
    return MaterialPage.objects.get(pk=page.pk)


def made_from(source: MaterialPage, relation: str = "translated", **values: Any) -> MaterialPage:
    return build_on(draft(**values), (source, relation))


def family(*pages: MaterialPage) -> set[UUID | None]:
    return {entry_of(page).family for page in pages}


def test_translations_and_adaptations_are_one_family_with_their_original() -> None:
    original = published()
    swedish = made_from(original, language="sv")
    easier = made_from(swedish, "adapted", language="sv", levels=["grade-3"])
    assert family(original, swedish, easier) == {original.translation_key}
    assert entry_of(original).as_record().family is None
    assert entry_of(easier).as_record().family == original.translation_key


def test_what_is_only_included_makes_no_family_but_counts_as_a_use() -> None:
    original = published()
    made_from(original, "included")
    assert entry_of(original).as_record().uses == 1
    assert len({entry.family for entry in CatalogueEntry.objects.all()}) == 2


def test_a_work_of_many_sources_belongs_to_one_family_and_does_not_join_them() -> None:
    first, second, third = (published(title=f"Lähde {n}") for n in range(3))
    mixed = build_on(draft(), (first, "included"), (second, "adapted"), (third, "adapted"))
    assert family(mixed, second) == {second.translation_key}
    assert family(first, third) == {first.translation_key, third.translation_key}
    assert [entry_of(page).uses for page in (first, second, third)] == [1, 1, 1]


def test_a_translation_is_closer_kin_than_an_adaptation() -> None:
    first, second = published(title="Yksi"), published(title="Kaksi")
    both = build_on(draft(), (first, "adapted"), (second, "translated"))
    assert family(both) == {second.translation_key}


def test_an_original_published_after_its_translations_joins_them() -> None:
    original = draft()
    swedish, english = (made_from(original, language=language) for language in ("sv", "en"))
    assert family(swedish, english) == {original.translation_key}
    assert entry_of(swedish).as_record().is_based_on[0].id is None
    revision = original.save_revision()
    clear(revision)
    revision.publish()
    assert family(original, swedish, english) == {original.translation_key}
    assert entry_of(swedish).as_record().is_based_on[0].id == original.translation_key
    assert entry_of(original).uses == 2


def test_translations_stay_together_when_their_original_is_withdrawn_and_no_longer_name_it() -> None:
    original = published()
    swedish, english = (made_from(original, language=language) for language in ("sv", "en"))
    original.unpublish()
    assert family(swedish, english) == {original.translation_key}
    assert entry_of(english).as_record().is_based_on[0].id is None
    assert str(original.translation_key) not in str(entry_of(english).record)


def test_a_private_source_is_not_named_although_its_page_is_live() -> None:
    original = published()
    swedish = made_from(original, language="sv")
    restriction = PageViewRestriction.objects.create(page=original, restriction_type="login")
    assert entry_of(swedish).as_record().is_based_on[0].id is None
    restriction.delete()


def test_a_withdrawn_derivative_is_no_use_any_more() -> None:
    original = published()
    swedish = made_from(original, language="sv")
    before = entry_of(original)
    assert before.uses == 1
    swedish.unpublish()
    after = entry_of(original)
    assert (after.uses, after.version) == (0, before.version + 1)


def test_a_use_changes_the_version_but_is_no_news() -> None:
    original = published()
    before = entry_of(original)
    made_from(original)
    after = entry_of(original)
    assert after.version == before.version + 1
    assert after.changed_at == before.changed_at


def test_a_chain_follows_when_its_middle_gets_another_source() -> None:
    first, second = published(title="Yksi"), published(title="Kaksi")
    middle = made_from(first, title="Väli")
    last = made_from(middle, title="Loppu")
    build_on(middle, (second, "adapted"))
    assert family(middle, last) == {second.translation_key}
    build_on(middle)
    assert family(middle, last) == {middle.translation_key}


def test_works_that_build_on_each_other_in_a_circle_are_one_family() -> None:
    first, second = published(title="Yksi"), published(title="Kaksi")
    build_on(first, (second, "adapted"))
    build_on(second, (first, "adapted"))
    assert family(first, second) == {min(first.translation_key, second.translation_key)}
    build_on(first, (first, "adapted"))
    assert family(first, second) == {first.translation_key}
    assert entry_of(first).uses == 1  # not by itself


def test_derivatives_of_a_deleted_work_are_on_their_own() -> None:
    original = published()
    swedish, english = (made_from(original, language=language) for language in ("sv", "en"))
    original.delete()
    assert family(swedish, english) == {swedish.translation_key, english.translation_key}


def test_writing_a_work_that_nothing_builds_on_takes_few_queries(
    django_assert_max_num_queries: Any,
) -> None:
    page = published()
    for number in range(5):
        made_from(page, title=f"Muunnelma {number}")
    CatalogueEntry.objects.filter(id=page.translation_key).update(record={})
    with django_assert_max_num_queries(27):
        refresh(page)


def test_a_schools_adoption_counts_in_the_cases_record_and_is_no_news() -> None:
    case = published_case()
    before = CatalogueEntry.objects.get(id=case.translation_key)
    adoption = Adoption.objects.create(case=case, school=SchoolFactory(), state="in-use", since="2026-01-01")
    after = CatalogueEntry.objects.get(id=case.translation_key)
    assert (after.as_record().adoptions, after.changed_at) == (1, before.changed_at)
    assert after.version == before.version + 1
    adoption.state = "stopped"
    adoption.save()
    assert CatalogueEntry.objects.get(id=case.translation_key).as_record().adoptions == 0


def expected_families() -> dict[UUID, UUID]:
    """From the pages as they are: up by parents, of a circle the lowest id."""
    parents = dict(CatalogueEntry.objects.values_list("id", "parent"))

    def root(here: UUID, seen: tuple[UUID, ...] = ()) -> UUID:
        if here in seen:
            return min(seen[seen.index(here) :])
        above = parents.get(here)
        return root(above, (*seen, here)) if above else here

    return {identifier: root(identifier) for identifier in parents}


def test_rebuilding_repairs_families_and_uses() -> None:
    original = published()
    swedish = made_from(original, language="sv")
    CatalogueEntry.objects.update(family=None, uses=7)
    rebuild()
    assert family(original, swedish) == {original.translation_key}
    assert [entry_of(page).uses for page in (original, swedish)] == [1, 0]
    before = list(CatalogueEntry.objects.order_by("id").values_list("version"))
    rebuild()
    assert before == list(CatalogueEntry.objects.order_by("id").values_list("version"))


@pytest.mark.django_db(transaction=True)
def test_of_two_works_published_at_once_each_sees_the_other() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time")
    original, translation = draft(), draft(language="sv")
    written, failures = threading.Event(), []

    def publish_original() -> None:
        try:
            written.wait(10)
            revision = MaterialPage.objects.get(pk=original.pk).save_revision()
            clear(revision)
            revision.publish()
        except Exception as failure:  # noqa: BLE001
            failures.append(failure)
        finally:
            connection.close()

    other = threading.Thread(target=publish_original)
    other.start()
    with transaction.atomic():
        build_on(translation, (original, "translated"))
        written.set()
        other.join(1)  # it waits for us
        assert other.is_alive()
    other.join(30)
    assert failures == []
    assert entry_of(translation).as_record().is_based_on[0].id == original.translation_key
    assert entry_of(original).uses == 1
    assert family(original, translation) == {original.translation_key}


@pytest.mark.parametrize("seed", range(3))
def test_any_order_of_changes_comes_to_the_same_as_beginning_anew(seed: int) -> None:
    dice = random.Random(seed)
    pages = [draft(title=f"Työ {number}") for number in range(6)]
    for _step in range(30):
        page = dice.choice(pages)
        if dice.random() < 0.25:
            MaterialPage.objects.get(pk=page.pk).unpublish()
        elif dice.random() < 0.08 and len(pages) > 3:
            pages.remove(page)
            MaterialPage.objects.get(pk=page.pk).delete()
        else:
            others = dice.sample(pages, k=dice.choice([0, 1, 1, 2]))
            relations = ["adapted", "translated", "included"]
            build_on(page, *((other, dice.choice(relations)) for other in others))
        assert dict(CatalogueEntry.objects.values_list("id", "family")) == expected_families()
    state = list(CatalogueEntry.objects.order_by("id").values("id", "family", "uses", "record", "version"))
    for entry in CatalogueEntry.objects.filter(state=EntryState.LIVE):
        named = {source.id for source in entry.as_record().is_based_on if source.id}
        assert named <= set(CatalogueEntry.objects.live().values_list("id", flat=True))
    rebuild()
    assert state == list(
        CatalogueEntry.objects.order_by("id").values("id", "family", "uses", "record", "version")
    )
    assert material_index().get_children().count() == len(pages)

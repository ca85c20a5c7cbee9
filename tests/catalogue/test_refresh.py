"""The catalogue follows the page tree: what is public is there, what is not is a tombstone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from oer.catalogue.models import CatalogueEntry, EntryState
from oer.catalogue.refresh import rebuild, refresh
from oer.catalogue.signals import entry_changed
from oer.jobs.worker import run_due_jobs
from oer.materials.models import MaterialIndexPage, MaterialPage
from tests.materials.factories import clear, draft, material_index, published

pytestmark = pytest.mark.django_db


def entry_of(page: Page) -> CatalogueEntry:
    return CatalogueEntry.objects.get(id=page.translation_key)


def test_publishing_writes_the_record() -> None:
    page = published()
    assert entry_of(page).as_record() == page.record()


def test_a_draft_is_unknown_to_the_world() -> None:
    page = draft()
    page.save_revision()
    assert not CatalogueEntry.objects.filter(id=page.translation_key).exists()


def test_drafting_over_a_published_page_changes_nothing() -> None:
    page = published()
    page.title = "Salainen luonnos"
    page.save_revision()
    refresh(page)
    assert entry_of(page).as_record().title == "Murtolukuja lukusuoralla"


def test_every_change_counts_one_version_up_and_no_change_none() -> None:
    page = published()
    assert entry_of(page).version == 1
    refresh(page)
    assert entry_of(page).version == 1
    page.title = "Murtolukuja taas"
    revision = page.save_revision()
    clear(revision)
    revision.publish()
    assert entry_of(page).version == 2


def test_a_row_that_an_earlier_version_wrote_otherwise_is_no_news() -> None:
    """Else an upgrade would tell every harvester that everything has changed."""
    page = published()
    entry = entry_of(page)
    for passage in entry.record["passages"]:
        del passage["language"]
    entry.save()
    assert refresh(page) == entry
    assert entry_of(page).version == 1


@pytest.mark.parametrize("damage", [{}, {"id": "x"}, {"title": "A"}])
def test_a_damaged_row_is_written_anew(damage: dict[str, str]) -> None:
    page = published()
    CatalogueEntry.objects.update(record=damage)
    assert rebuild() == 1
    assert entry_of(page).as_record() == page.record()


def test_unpublishing_leaves_a_tombstone_without_content() -> None:
    page = published()
    page.unpublish()
    entry = entry_of(page)
    assert (entry.state, entry.record, entry.version) == (EntryState.WITHDRAWN, {}, 2)
    with pytest.raises(ValueError, match="withdrawn"):
        entry.as_record()


def test_deleting_leaves_a_tombstone() -> None:
    page = published()
    key = page.translation_key
    page.delete()
    assert CatalogueEntry.objects.get(id=key).state == EntryState.WITHDRAWN


def test_deleting_the_parent_buries_everything_below() -> None:
    key = published().translation_key
    material_index().delete()
    assert CatalogueEntry.objects.get(id=key).state == EntryState.WITHDRAWN


def test_restricting_the_parent_hides_everything_below_at_once() -> None:
    page = published()
    restriction = PageViewRestriction.objects.create(
        page=material_index(), restriction_type=PageViewRestriction.LOGIN
    )
    assert entry_of(page).state == EntryState.WITHDRAWN
    restriction.delete()
    run_due_jobs()
    assert entry_of(page).state == EntryState.LIVE


def test_moving_into_a_private_part_of_the_tree_hides_at_once() -> None:
    page = published(slug="luvut")
    private = material_index().add_sibling(
        instance=MaterialIndexPage(title="Opettajille", slug="opettajille"), pos="right"
    )
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    page.move(private, pos="last-child")
    assert entry_of(page).state == EntryState.WITHDRAWN


def test_a_page_under_a_restriction_is_not_catalogued_when_published() -> None:
    restriction = PageViewRestriction.objects.create(
        page=material_index(), restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.set([Group.objects.create(name="Opettajat")])
    page = published()
    assert not CatalogueEntry.objects.filter(id=page.translation_key, state=EntryState.LIVE).exists()


def test_a_new_address_of_the_parent_reaches_every_child(django_capture_on_commit_callbacks: Any) -> None:
    page = published()
    index = material_index()
    index.slug = "oppimateriaalit"
    with django_capture_on_commit_callbacks(execute=True):
        index.save()
    run_due_jobs()
    assert "oppimateriaalit/" in entry_of(page).as_record().path


def test_what_has_expired_is_not_live_even_before_the_scheduler_ran() -> None:
    page = published(expire_at=timezone.now() + timedelta(hours=1))
    assert CatalogueEntry.objects.live().filter(id=page.translation_key).exists()
    CatalogueEntry.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert not CatalogueEntry.objects.live().filter(id=page.translation_key).exists()


def test_every_change_is_announced_inside_its_transaction() -> None:
    heard: list[tuple[str, int]] = []

    def listen(entry: CatalogueEntry, **kwargs: Any) -> None:
        heard.append((entry.state, entry.version))

    entry_changed.connect(listen)
    try:
        published().unpublish()
    finally:
        entry_changed.disconnect(listen)
    assert heard == [("live", 1), ("withdrawn", 2)]


def test_rebuilding_repairs_what_was_lost_and_buries_what_is_gone() -> None:
    kept, gone = published(), published(title="Toinen materiaali")
    CatalogueEntry.objects.filter(id=kept.translation_key).delete()
    MaterialPage.objects.filter(pk=gone.pk).update(live=False)
    assert rebuild() == 1
    assert entry_of(kept).state == EntryState.LIVE
    assert entry_of(gone).state == EntryState.WITHDRAWN

"""Nothing goes live without a clearance, whichever way it is asked to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from oer.materials.clearance import Clearance, NotCleared
from oer.materials.models import MaterialPage
from tests.materials.factories import clear, draft, material_index, published

pytestmark = pytest.mark.django_db


def test_a_cleared_revision_is_published() -> None:
    page = published()
    assert page.live
    assert page.clearance() is not None


def test_a_revision_without_clearance_is_refused_and_nothing_changes() -> None:
    page = draft()
    revision = page.save_revision()
    with pytest.raises(NotCleared):
        revision.publish()
    page = MaterialPage.objects.get(pk=page.pk)
    assert not page.live
    assert page.live_revision_id is None


def test_clearing_one_revision_does_not_clear_the_next() -> None:
    page = published()
    page.title = "Jotain muuta"
    later = page.save_revision()
    with pytest.raises(NotCleared):
        later.publish()
    assert Page.objects.get(pk=page.pk).title == "Murtolukuja lukusuoralla"


def test_the_scheduler_publishes_what_is_cleared_and_nothing_else() -> None:
    soon = timezone.now() + timedelta(hours=1)
    cleared = draft(title="Luvallinen", go_live_at=soon)
    revision = cleared.save_revision()
    clear(revision)
    revision.publish()
    sneaky = draft(title="Luvaton", go_live_at=soon)
    sneaky.save_revision(approved_go_live_at=soon)
    past = timezone.now() - timedelta(minutes=1)
    for page in (cleared, sneaky):
        page.revisions.update(approved_go_live_at=past)
        latest = page.revisions.order_by("-created_at").first()
        latest.content["go_live_at"] = past.isoformat()
        latest.save()
    with pytest.raises(NotCleared):
        call_command("publish_scheduled")
    assert not MaterialPage.objects.get(pk=sneaky.pk).live
    sneaky.delete()
    call_command("publish_scheduled")
    assert MaterialPage.objects.get(pk=cleared.pk).live


def test_a_page_that_is_simply_saved_as_live_stays_a_draft() -> None:
    page = draft(live=True)
    assert not MaterialPage.objects.get(pk=page.pk).live
    page.live = True
    page.save()
    assert not MaterialPage.objects.get(pk=page.pk).live


def test_a_copy_that_would_keep_its_source_live_is_a_draft() -> None:
    copy = published().copy(to=material_index(), update_attrs={"slug": "kopio"}, keep_live=True)
    copy = MaterialPage.objects.get(pk=copy.pk)
    assert not copy.live
    assert not Clearance.objects.filter(revision__object_id=str(copy.pk)).exists()


def test_an_alias_never_goes_live_by_itself() -> None:
    page = published()
    alias = page.create_alias(parent=material_index(), update_slug="toinen")
    assert not MaterialPage.objects.get(pk=alias.pk).live
    later = page.save_revision()
    clear(later)
    later.publish()
    assert not MaterialPage.objects.get(pk=alias.pk).live


def test_a_live_page_survives_being_moved_and_saved_again() -> None:
    page = published()
    page.save()
    assert MaterialPage.objects.get(pk=page.pk).live
    page.unpublish()
    assert not MaterialPage.objects.get(pk=page.pk).live

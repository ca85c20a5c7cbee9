"""The pages every installation stands on."""

import pytest
from django.core.management import call_command
from wagtail.models import Page, Site

from oer.cases.models import CaseIndexPage
from oer.materials.models import MaterialIndexPage
from oer.site.foundation import set_up_site
from oer.site.models import HomePage

pytestmark = pytest.mark.django_db


def test_a_fresh_installation_gets_home_and_both_indexes_in_place_of_wagtails_welcome() -> None:
    home = set_up_site()
    assert Site.objects.get().root_page_id == home.pk
    assert MaterialIndexPage.objects.child_of(home).get().slug == "materials"
    assert CaseIndexPage.objects.child_of(home).get().slug == "cases"
    assert not Page.objects.filter(title__startswith="Welcome").exists()


def test_setting_up_again_changes_nothing() -> None:
    set_up_site()
    before = list(Page.objects.order_by("pk").values())
    call_command("set_up_site")
    assert list(Page.objects.order_by("pk").values()) == before


def test_setting_up_keeps_what_people_have_changed() -> None:
    home = set_up_site()
    MaterialIndexPage.objects.update(slug="materiaalit")
    site = Site.objects.get()
    site.hostname = "kierto.example"
    site.save()
    set_up_site()
    assert MaterialIndexPage.objects.get().slug == "materiaalit"
    assert Site.objects.get().hostname == "kierto.example"
    assert HomePage.objects.get() == home


def test_a_page_under_wagtails_welcome_keeps_it() -> None:
    welcome = Page.objects.get(depth=2)
    welcome.add_child(instance=Page(title="Ours", slug="ours"))
    set_up_site()
    assert Page.objects.filter(pk=welcome.pk).exists()


def test_only_the_shells_own_sections_stand_under_home() -> None:
    assert {model.__name__ for model in HomePage.clean_subpage_models()} == {
        "MaterialIndexPage",
        "CaseIndexPage",
        "InfoPage",
    }

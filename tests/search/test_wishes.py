"""Wishes: left by anybody, few at a time, read by those who may, and nothing of the person kept."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from oer.people.groups import sync_roles
from search import wishes
from search.models import RecentWish, UnansweredSearch, Wish
from search.wishes import WISHES_EACH, leave_wish, remember_unanswered

pytestmark = pytest.mark.django_db

FORM = "/fi/search/wish/"


def test_a_wish_is_stored_with_its_filters_and_leads_back_to_the_search(client: Client) -> None:
    answer = client.post(FORM, {"q": "Saamen kieli", "note": "Luokalle 3", "subject": "languages", "x": "y"})
    assert (answer.status_code, answer["Location"]) == (302, "/fi/search/?q=Saamen+kieli")
    (wish,) = Wish.objects.all()
    assert (wish.text, wish.folded, wish.note, wish.language) == (
        "Saamen kieli",
        "saamen kieli",
        "Luokalle 3",
        "fi",
    )
    assert wish.filters == {"subject": ["languages"]}


@pytest.mark.parametrize("typed", ["", "   ", "\u202e\u200f", "x" * 201])
def test_a_wish_without_words_or_too_long_comes_back_with_a_reason(client: Client, typed: str) -> None:
    answer = client.post(FORM, {"q": typed, "note": "Tätä tarvitaan"})
    assert answer.status_code == 400
    assert answer.context["form"].errors["q"]
    assert "Tätä tarvitaan" in answer.text
    assert not Wish.objects.exists()


def test_a_form_of_another_site_is_refused() -> None:
    assert Client(enforce_csrf_checks=True).post(FORM, {"q": "saame"}).status_code == 403
    assert not Wish.objects.exists()


def test_one_address_leaves_few_wishes_in_a_short_time_and_loses_no_words(client: Client) -> None:
    for number in range(WISHES_EACH):
        assert client.post(FORM, {"q": f"toive {number}"}).status_code == 302
    refused = client.post(FORM, {"q": "vielä yksi", "note": "Tärkeä"})
    assert refused.status_code == 429
    assert "vielä yksi" in refused.text
    assert "Tärkeä" in refused.text
    assert client.post(FORM, {"q": "toinen"}, REMOTE_ADDR="192.0.2.9").status_code == 302
    RecentWish.objects.update(at=timezone.now() - dt.timedelta(hours=1))
    assert client.post(FORM, {"q": "vielä yksi"}).status_code == 302
    assert RecentWish.objects.count() == 1


def test_many_addresses_together_are_slowed_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wishes, "WISHES_IN_ALL", 3)
    for number in range(3):
        leave_wish("toive", "fi", {}, "", f"192.0.2.{number}")
    with pytest.raises(wishes.TooManyWishes):
        leave_wish("toive", "fi", {}, "", "192.0.2.77")
    assert Wish.objects.count() == 3


def test_the_address_is_not_kept(settings: Settings) -> None:
    leave_wish("toive", "fi", {}, "", "192.0.2.1")
    (recent,) = RecentWish.objects.all()
    assert "192" not in recent.sender[:3] or recent.sender != "192.0.2.1"
    assert len(recent.sender) == 64
    settings.SECRET_KEY = "another"
    leave_wish("toive", "fi", {}, "", "192.0.2.1")
    assert RecentWish.objects.values("sender").distinct().count() == 2


def test_old_wishes_go_when_a_new_one_comes() -> None:
    old = leave_wish("vanha", "fi", {}, "", "192.0.2.1")
    Wish.objects.filter(pk=old.pk).update(at=timezone.now() - wishes.KEEP_WISHES - dt.timedelta(days=1))
    leave_wish("uusi", "fi", {}, "", "192.0.2.1")
    assert [wish.text for wish in Wish.objects.all()] == ["uusi"]


def test_searches_in_vain_are_bounded_and_pruned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wishes, "MOST_SEARCHES_A_DAY", 3)
    old = timezone.localdate() - wishes.KEEP_SEARCHES - dt.timedelta(days=1)
    UnansweredSearch.objects.create(text="vanha", language="fi", day=old)
    for number in range(10):
        remember_unanswered(f"sana{number}", "fi")
    remember_unanswered("sana1", "fi")
    remember_unanswered("sana1", "sv")
    remember_unanswered("x" * 5000, "fi")
    rows = UnansweredSearch.objects.order_by("text").values_list("text", "times")
    assert list(rows) == [("sana0", 1), ("sana1", 2), ("sana2", 1)]


@pytest.mark.parametrize(
    ("role", "may"),
    [("administrator", True), ("change-agent", True), ("teacher", False), ("reviewer", False)],
)
def test_administrators_and_change_agents_read_wishes_together(client: Client, role: str, may: bool) -> None:
    sync_roles()
    person = get_user_model().objects.create_user(username="lukija", password=None)
    person.groups.add(*person.groups.model.objects.filter(name=role))
    leave_wish("Saamen kieli", "fi", {"level": ("basic-3-6",)}, "Luokalle 3", "192.0.2.1")
    leave_wish("saamen KIELI", "fi", {}, "", "192.0.2.2")
    leave_wish("ukulele", "sv", {}, "", "192.0.2.3")
    remember_unanswered("Saamen kieli", "fi")
    client.force_login(person)
    answer = client.get("/admin/wishes/", follow=True)
    assert ("Luokalle 3" in answer.text) is may
    if may:
        groups = [(row["newest"], row["wishes"], row["searches"]) for row in answer.context["object_list"]]
        assert groups == [("saamen KIELI", 2, 1), ("ukulele", 1, 0)]
        assert "Luokat 3–6" in answer.text
        exported = client.get("/admin/wishes/?export=csv")
        assert b"saamen KIELI" in b"".join(exported.streaming_content)
        assert client.get("/admin/wishes/?ordering=-last").status_code == 200

"""What is offered while someone types: with hits, public, and whatever the last word looks like so far."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from oer.catalogue.models import CatalogueEntry
from oer.jobs.worker import run_due_jobs
from search import knowing
from search.lexicon import Row
from search.suggesting import offers
from tests.search.cable import Cable
from tests.search.hostile import HOSTILE
from tests.search.processor import seconds_of
from tests.search.records import publish, record, withdraw

pytestmark = pytest.mark.django_db

CONCEPTS: list[Row] = [
    ("yso:1", {"fi": ("murtoluvut",), "sv": ("bråktal",), "en": ("fractions",)}),
    ("yso:2", {"fi": ("kylmä sota",), "sv": ("kalla kriget",), "en": ("cold war",)}),
    ("yso:3", {"fi": ("murtovarkaus",), "sv": ("inbrott",), "en": ("burglary",)}),
    ("yso:4", {"fi": ("kanarialintu",), "sv": ("kanariefågel",), "en": ("canary",)}),
]


@pytest.fixture(autouse=True)
def concepts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knowing, "_sources", [lambda: iter(CONCEPTS)])


@pytest.fixture
def materials() -> None:
    publish(record("Murtolukujen vertailua", subjects=("mathematics",)))
    publish(record("Murtoluvut musiikissa", subjects=("music",)))
    publish(record("Kylmä sota Suomessa", "Kylmän sodan vuodet.", subjects=("history",)))
    caught_up()


def caught_up() -> None:
    run_due_jobs()
    knowing.refresh_names()
    knowing.refresh_words()


def texts(typed: str, language: str = "fi", *kinds: str) -> list[str]:
    return [offer.text for offer in offers(typed, language) if not kinds or offer.kind in kinds]


def test_names_subjects_and_titles_are_offered_each_with_where_it_leads(materials: None) -> None:
    found = {offer.kind: offer for offer in offers("mu", "fi")}
    assert set(found) == {"concept", "subject", "material"}
    assert (found["concept"].text, found["concept"].address) == ("murtoluvut", "/fi/search/?q=murtoluvut")
    assert (found["subject"].text, found["subject"].address) == ("Musiikki", "/fi/search/?subject=music")
    assert found["material"].address == "/fi/materials/murtolukuja/"


@pytest.mark.parametrize(
    ("typed", "language", "offered"),
    [
        ("murtol", "fi", "Murtolukujen vertailua"),
        ("vertail", "fi", "Murtolukujen vertailua"),  # not the first word
        ("murtoluku ver", "fi", "Murtolukujen vertailua"),
        ("murotl", "fi", "Murtolukujen vertailua"),  # two letters swapped
        ("murtpl", "fi", "murtoluvut"),  # a wrong one
        ("muurtol", "fi", "murtoluvut"),  # one too much
        ("mrtol", "fi", "murtoluvut"),  # one left out
        ("kylmä so", "fi", "kylmä sota"),
        ("sot", "fi", "kylmä sota"),
        ("fracti", "fi", "fractions"),
        ("fracti", "fi", "Murtolukujen vertailua"),
        ("bråk", "sv", "Murtolukujen vertailua"),
        ("murtol", "sv", "murtoluvut"),
        ("cold w", "en", "Kylmä sota Suomessa"),
        ("hist", "sv", "Historia"),
        ("matem", "en", "Mathematics"),
    ],
)
def test_a_beginning_is_enough(materials: None, typed: str, language: str, offered: str) -> None:
    assert offered in texts(typed, language)


@pytest.mark.parametrize("typed", ["m", "", " ", "murtolukusuora", "zzzz", "biologia"])
def test_what_has_no_hits_is_not_offered(materials: None, typed: str) -> None:
    assert texts(typed) == []


def test_a_name_that_no_text_has_is_not_offered_though_it_begins_so(materials: None) -> None:
    assert texts("murto", "fi", "concept") == ["murtoluvut"]


def test_titles_that_begin_as_typed_come_first(materials: None) -> None:
    publish(record("Harjoitus: murtoluvut murtoluvut murtoluvut"))
    caught_up()
    assert texts("murtoluvut", "fi", "material")[0] == "Murtoluvut musiikissa"


def hide_by_expiry(entry: CatalogueEntry) -> None:
    CatalogueEntry.objects.filter(pk=entry.pk).update(expires_at=timezone.now() - dt.timedelta(seconds=1))


@pytest.mark.parametrize("synced", [False, True], ids=["index not caught up", "index caught up"])
@pytest.mark.parametrize("hide", [withdraw, hide_by_expiry])
@pytest.mark.parametrize("typed", ["kanari", "kanra", "canar", "musi", "Music"])
def test_what_is_hidden_is_not_offered_by_any_name(typed: str, hide: object, synced: bool) -> None:
    entry = publish(record("Kanarialintu laulaa", "Kanarialintu.", subjects=("music",)))
    caught_up()
    assert texts(typed)
    hide(entry)  # type: ignore[operator]
    if synced:
        run_due_jobs()
    assert texts(typed) == []


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_typed_is_answered_at_once(materials: None, client: Client, typed: str) -> None:
    client.get("/search/suggest", {"q": "lämmin", "lang": "fi"})
    answers: list[Any] = []
    asked = {"q": typed, "lang": typed[:5], "form": "full"}
    assert seconds_of(lambda: answers.append(client.get("/search/suggest", asked))) < 0.2
    (answer,) = answers
    assert answer.status_code == 200
    assert isinstance(answer.json(), list)


def test_the_list_is_of_texts_or_of_all_that_the_box_shows(materials: None, client: Client) -> None:
    plain = client.get("/search/suggest?q=vertail&lang=fi")
    assert plain.json() == ["Murtolukujen vertailua"]
    assert plain["X-Robots-Tag"] == "noindex"
    full = client.get("/search/suggest?q=vertail&lang=sv&form=full").json()
    assert full == [
        {
            "text": "Murtolukujen vertailua",
            "kind": "material",
            "language": "fi",
            "address": "/sv/materials/murtolukuja/",
            "kind_label": "Läromedel",
        }
    ]


def test_a_title_is_offered_before_its_words_are_written_down(materials: None) -> None:
    publish(record("Xylofonin soittoa"))
    run_due_jobs()
    assert texts("xylof") == ["Xylofonin soittoa"]


@pytest.fixture
def own_words(cable: Cable) -> Cable:
    return cable


def test_elasticsearch_offers_the_same(own_words: Cable, materials: None) -> None:
    for typed, language in (("murtol", "fi"), ("murotl", "fi"), ("cold w", "en"), ("mu", "sv")):
        found = offers(typed, language)
        assert found
        own_words.cut()
        assert offers(typed, language) == found
        own_words.mend()

"""The search page and the offers while typing, through their addresses."""

from __future__ import annotations

import json
import re
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from oer.jobs.worker import run_due_jobs
from search import knowing
from tests.search.hostile import HOSTILE
from tests.search.records import publish, record, withdraw

pytestmark = pytest.mark.django_db

PAGE = "/fi/search/"


@pytest.fixture(autouse=True)
def materials() -> None:
    publish(record("Murtolukujen vertailua", subjects=("mathematics",), levels=("basic-3-6",)))
    publish(record("Murtoluvut musiikissa", subjects=("music",), levels=("basic-3-6",)))
    run_due_jobs()


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_page_answers_in_every_language(client: Client, language: str) -> None:
    with translation.override(language):
        assert reverse("search") == f"/{language}/search/"
    answer = client.get(f"/{language}/search/", {"q": "murtolukuja"})
    assert answer.status_code == 200
    assert answer.context["results"].total == 2
    assert "<mark>Murtoluvut</mark> musiikissa" in answer.text


def test_result_pages_are_kept_out_of_search_engines(client: Client) -> None:
    """Else anyone could plant their own words, under this site's name, in a search engine."""
    answer = client.get(PAGE, {"q": "halpoja lainoja osoitteesta example.org"})
    assert answer["X-Robots-Tag"] == "noindex"


def test_chosen_filters_come_with_the_way_to_remove_each(client: Client) -> None:
    answer = client.get(f"{PAGE}?q=murtoluku&subject=music&subject=mathematics&level=basic-3-6&page=1")
    chips = {chip.value: chip for chip in answer.context["chosen"]}
    assert set(chips) == {"music", "mathematics", "basic-3-6"}
    assert chips["music"].label == "Musiikki"
    assert chips["music"].remove == "?q=murtoluku&subject=mathematics&level=basic-3-6"
    assert client.get(PAGE + chips["music"].remove).context["results"].total == 1


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("subject:music  Murtoluku", "?q=Murtoluku&sort=newest"),
        (
            '"murtoluvut  musiikissa" aine:Musiikki -lainaus',
            "?q=%22murtoluvut++musiikissa%22+-lainaus&sort=newest",
        ),
        ("ämne:musik subject:music", "?sort=newest"),
    ],
)
@pytest.mark.parametrize("clicked", ["", "&subject=music", "&subject=musik&subject=music"])
def test_a_typed_filter_is_one_chip_and_is_removed_from_the_words(
    client: Client, typed: str, left: str, clicked: str
) -> None:
    """By click too, by other names too: it is one filter, and gone when it is removed."""
    answer = client.get(f"{PAGE}?{urlencode({'q': typed})}{clicked}&page=1&sort=newest")
    assert [hit.record.title for hit in answer.context["results"].hits] == ["Murtoluvut musiikissa"]
    (chip,) = answer.context["chosen"]
    assert (chip.label, chip.remove) == ("Musiikki", left)
    assert answer.text.count('class="chip chip--on"') == 1
    without = client.get(PAGE + chip.remove).context
    assert (without["chosen"], without["query"].filters) == ((), {})


def test_a_typed_filter_is_kept_by_what_was_typed_alone(client: Client) -> None:
    """Taken out of the box by hand it is gone; taken out of the facets by hand it is gone too."""
    answer = client.get(PAGE, {"q": "murtoluku subject:music", "level": "basic-3-6"})
    box, facets = (
        re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
        for form in re.findall(r'<form class="(?:search-box|facets)".*?</form>', answer.text, re.DOTALL)
    )
    assert box == [("level", "basic-3-6")]
    assert facets == [("q", "murtoluku")]
    assert re.search(r'name="subject" value="music" checked', answer.text)
    assert '<a class="chip" href="/fi/search/?q=murtoluku">' in answer.text


def test_words_are_respelled_among_the_filters_that_were_chosen(client: Client) -> None:
    knowing.refresh_words()
    answer = client.get(PAGE, {"q": "murtoluvvut", "subject": "music", "page": "1"})
    assert answer.context["results"].suggestion == "murtoluvut"
    assert 'href="?q=murtoluvut&amp;subject=music"' in answer.text


@pytest.mark.parametrize(
    "parameters",
    [
        "kind=nonsense&subject=%00&level=&licence=MIT-ish&theme=x",
        "page=0",
        "page=-3",
        "page=99999999999999999999999999",
        "page=²",
        "page=two",
        "sort=best",
        "sort=%00&lang=xx",
        "q=&q=murtoluku",
        "subject=music&subject=nonsense",
        "q=%ff%fe",
    ],
)
def test_parameters_that_make_no_sense_are_passed_over(client: Client, parameters: str) -> None:
    answer = client.get(f"{PAGE}?{parameters}")
    assert answer.status_code == 200
    assert answer.context["query"].sort == "relevance"
    if "q=%ff" not in parameters:
        assert answer.context["results"].total >= 1


def test_past_the_last_page_is_the_last_page(client: Client) -> None:
    answer = client.get(PAGE, {"q": "murtoluku", "page": "7"})
    assert answer.context["results"].page == 1
    assert len(answer.context["results"].hits) == 2


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_typed_gets_a_page_and_an_offer(client: Client, typed: str) -> None:
    answer = client.get(PAGE, {"q": typed, "school": typed[:50]})
    assert answer.status_code == 200
    assert "<script>alert(1)" not in answer.text
    assert client.get("/search/suggest", {"q": typed, "lang": typed[:5]}).status_code == 200


def test_a_broken_index_is_said_kindly(client: Client, tmp_path: object) -> None:
    for meta in tmp_path.glob("index/*/meta.json"):  # type: ignore[attr-defined]
        meta.write_text("{rubbish", encoding="utf-8")
    answer = client.get(PAGE, {"q": "murtoluku"})
    assert answer.status_code == 503
    assert answer.context["unavailable"]
    assert client.get("/api/v1/search?q=luku").status_code == 503
    assert json.loads(client.get("/search/suggest?q=luku").content) == []


def test_titles_are_offered_as_a_json_list_of_what_is_live(client: Client) -> None:
    address = "/search/suggest?q=murtol&lang=fi"
    assert set(client.get(address).json()) == {"Murtolukujen vertailua", "Murtoluvut musiikissa"}
    entry = publish(record("Murtolukusalaisuus"))
    run_due_jobs()
    withdraw(entry)
    assert "Murtolukusalaisuus" not in client.get(address).json()
    assert client.get("/search/suggest").json() == []


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post(PAGE).status_code == 405

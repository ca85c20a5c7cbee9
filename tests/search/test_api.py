"""The REST search: its exact form, and that nothing anyone sends is a server error."""

from __future__ import annotations

import pytest
from django.test import Client

from oer.domain.record import Source
from oer.jobs.worker import run_due_jobs
from search.api import SearchAnswer
from tests.search.hostile import HOSTILE
from tests.search.records import publish, record

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/search"
RESULT_FIELDS = {
    *("id", "source_id", "kind", "title", "description", "language", "url", "licence", "authors", "subjects"),
    *("levels", "keywords", "objectives", "type", "is_based_on", "changed_at", "score", "highlights", "why"),
}


def test_an_answer_has_exactly_the_promised_form(client: Client) -> None:
    found = record(
        "Murtolukujen vertailua",
        "Silmukka.",
        source_id="abc-1",
        authors=("Aino Aalto",),
        subjects=("mathematics",),
        is_based_on=(Source(title="Lähde"),),
    )
    publish(found)
    run_due_jobs()
    answer = client.get(ADDRESS, {"q": "murtolukuja", "lang": "sv"}).json()
    assert set(answer) == {"total", "results", "facets", "suggestion"}
    assert (answer["total"], answer["suggestion"]) == (1, "")
    (result,) = answer["results"]
    assert set(result) == RESULT_FIELDS
    assert result["id"] == str(found.id)
    assert result["url"] == f"http://testserver/r/{found.id}"
    assert result["licence"] == {"id": "CC-BY-4.0", "uri": "https://creativecommons.org/licenses/by/4.0/"}
    assert result["highlights"]["title"] == "<mark>Murtolukujen</mark> vertailua"
    assert result["score"] > 0
    assert len(result["why"]) == 1
    assert answer["facets"]["subject"] == [{"value": "mathematics", "label": "Matematik", "count": 1}]
    checked = SearchAnswer.model_validate(answer)
    written = checked.model_dump(mode="json", exclude_unset=True, exclude={"results": {0: {"changed_at"}}})
    assert written == {
        **answer,
        "results": [{name: value for name, value in result.items() if name != "changed_at"}],
    }
    assert checked.results[0].changed_at == found.changed_at
    assert list(answer["facets"]) == [
        *("kind", "subject", "level", "language", "licence", "type", "theme", "school")
    ]


def test_families_are_folded_for_those_who_ask_and_members_are_told(client: Client) -> None:
    original = record("Murtolukujen vertailua", levels=("basic-3-6",))
    swedish = record("Bråktal", language="sv", levels=("grade-3",), family=original.id)
    for one in (original, swedish, record("Murtoluku yksin")):
        publish(one)
    run_due_jobs()
    apart = client.get(ADDRESS, {"q": "murtoluku", "lang": "en"}).json()
    assert set(apart) == {"total", "results", "facets", "suggestion"}
    folded = client.get(ADDRESS, {"q": "murtoluku", "lang": "en", "fold": "true"}).json()
    assert SearchAnswer.model_validate(folded).model_dump(mode="json", exclude_unset=True)
    assert (folded["total"], folded["rows"], len(folded["results"])) == (apart["total"], 2, 2)
    kin = {result["id"]: result["family"] for result in folded["results"]}
    assert kin[str(original.id)] == [
        {
            "id": str(swedish.id),
            "title": "Bråktal",
            "language": "sv",
            "levels": ["grade-3"],
            "url": f"http://testserver/r/{swedish.id}",
            "label": "in Swedish, Grade 3",
        }
    ]
    assert sum(map(len, kin.values())) == 1


@pytest.mark.parametrize("typed", ["", "perhaps", "0", "%00"])
def test_whoever_asks_for_nothing_else_gets_every_work_by_itself(client: Client, typed: str) -> None:
    original = record("Luku")
    for one in (original, record("Luku", family=original.id)):
        publish(one)
    run_due_jobs()
    answer = client.get(f"{ADDRESS}?q=luku&fold={typed}").json()
    assert len(answer["results"]) == 2
    assert "rows" not in answer


def test_filters_repeat_sizes_are_kept_and_pages_follow(client: Client) -> None:
    for number in range(5):
        publish(record(f"Luku {number}", subjects=("music" if number % 2 else "art",)))
    publish(record("Luku 5", subjects=("history",)))
    run_due_jobs()
    first = client.get(f"{ADDRESS}?q=luku&subject=music&subject=art&size=2").json()
    second = client.get(f"{ADDRESS}?q=luku&subject=music&subject=art&size=2&page=2").json()
    assert (first["total"], len(first["results"]), len(second["results"])) == (5, 2, 2)
    assert not {one["id"] for one in first["results"]} & {one["id"] for one in second["results"]}


@pytest.mark.parametrize("parameters", ["size=0", "size=-1", "size=abc", "page=x", "lang=xx", "kind=no"])
def test_values_that_make_no_sense_are_passed_over(client: Client, parameters: str) -> None:
    publish(record("Luku"))
    run_due_jobs()
    answer = client.get(f"{ADDRESS}?{parameters}")
    assert answer.status_code == 200
    assert answer.json()["total"] == 1


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_sent_is_answered(client: Client, typed: str) -> None:
    assert client.get(ADDRESS, {"q": typed, "kind": typed[:50], "school": typed[:50]}).status_code == 200


def test_the_search_is_described(client: Client) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    names = {parameter["name"] for parameter in schema["paths"][ADDRESS]["get"]["parameters"]}
    assert {
        "q",
        "lang",
        "kind",
        "subject",
        "level",
        "language",
        "licence",
        "type",
        "theme",
        "school",
    } <= names
    assert {"sort", "page", "size"} <= names

"""What is shown is what the catalogue says, whatever an index holds."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from oer.catalogue.models import CatalogueEntry
from oer.domain.record import Passage
from oer.jobs.worker import run_due_jobs
from search.engines.base import EngineAway
from search.find import find
from search.hits import hit
from search.keeping import Shown
from search.query import parse
from search.query.tree import Alternative, Group, Query
from search.suggesting import offers
from tests.materials.factories import draft, published
from tests.search.records import publish, record, withdraw

pytestmark = pytest.mark.django_db

CANARY = "Kanarialintu"


def test_a_published_material_is_found_by_another_form_of_its_words() -> None:
    page = published(title="Murtolukujen vertailua")
    run_due_jobs()
    results = find(parse("murtolukuja", "fi"))
    assert [hit.record.id for hit in results.hits] == [page.translation_key]
    assert results.hits[0].highlights["title"] == "<mark>Murtolukujen</mark> vertailua"
    assert (results.total, results.pages, results.engine, results.degraded) == (1, 1, "embedded", False)


def hide_by_withdrawing(entry: CatalogueEntry) -> None:
    withdraw(entry)


def hide_by_expiry(entry: CatalogueEntry) -> None:
    CatalogueEntry.objects.filter(pk=entry.pk).update(expires_at=timezone.now() - dt.timedelta(seconds=1))


def hide_by_deleting_the_row(entry: CatalogueEntry) -> None:
    CatalogueEntry.objects.filter(pk=entry.pk).delete()


@pytest.mark.parametrize("synced", [False, True], ids=["index not caught up", "index caught up"])
@pytest.mark.parametrize("hide", [hide_by_withdrawing, hide_by_expiry])
def test_what_is_hidden_is_in_no_hit_count_or_suggestion(hide: Any, synced: bool) -> None:
    entry = publish(record(f"{CANARY} salaisuus", subjects=("music",), keywords=[CANARY]))
    publish(record("Salaisuus", subjects=("art",)))
    run_due_jobs()
    assert find(parse(CANARY, "fi")).total == 1
    hide(entry)
    if synced:
        run_due_jobs()
    for words in (CANARY, "salaisuus", "", f'"{CANARY}"'):
        results = find(parse(words, "fi"))
        assert CANARY not in repr(results)
        subjects = next(facet for facet in results.facets if facet.name == "subject")
        assert "music" not in [value.value for value in subjects.values]
        assert results.total == (0 if CANARY in words else 1)
    assert offers(CANARY[:5], "fi") == []


def test_a_hit_whose_entry_is_gone_altogether_is_dropped_and_not_counted() -> None:
    entry = publish(record(f"{CANARY} ja muut"))
    publish(record("Ja muut linnut"))
    run_due_jobs()
    hide_by_deleting_the_row(entry)
    results = find(parse("muut", "fi"))
    assert (results.total, [hit.record.title for hit in results.hits]) == (1, ["Ja muut linnut"])


def test_drafts_are_unknown_to_the_search() -> None:
    draft(title=CANARY).save_revision()
    page = published(title="Julkaistu")
    page.title = CANARY
    page.save_revision()
    run_due_jobs()
    assert find(parse(CANARY, "fi")).total == 0
    assert find(parse("julkaistu", "fi")).total == 1


def test_the_number_of_queries_does_not_grow_with_the_hits(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(30):
        publish(record(f"Luku {number}", "Luku on luku.", subjects=("music",), schools=("Mäkelän koulu",)))
    run_due_jobs()
    for size in (1, 30):
        with django_assert_num_queries(2):
            assert len(find(parse("luku", "fi", size=size)).hits) == size


def test_facets_are_named_in_the_language_of_the_visitor() -> None:
    publish(record("Luku", subjects=("music",), levels=("basic-1-2",), schools=("Mäkelän koulu",)))
    run_due_jobs()
    names = {}
    for language in ("fi", "sv", "en"):
        with translation.override(language):
            results = find(parse("luku", language))
        names[language] = {facet.name: [value.label for value in facet.values] for facet in results.facets}
    assert [names[language]["subject"] for language in names] == [["Musiikki"], ["Musik"], ["Music"]]
    assert names["sv"]["level"] == ["Grundläggande utbildning", "Årskurserna 1–2"]
    assert names["en"]["licence"] == ["CC BY 4.0"]
    assert names["fi"]["school"] == ["Mäkelän koulu"]


def test_a_chosen_value_stays_in_its_facet_without_a_hit() -> None:
    publish(record("Luku", subjects=("music",)))
    run_due_jobs()
    results = find(parse("luku", "fi", filters={"subject": ("art",)}))
    subjects = next(facet for facet in results.facets if facet.name == "subject")
    assert [(value.value, value.count, value.selected) for value in subjects.values] == [
        ("music", 1, False),
        ("art", 0, True),
    ]


def test_a_chosen_level_without_a_hit_stands_under_what_it_belongs_to() -> None:
    results = find(parse("luku", "fi", filters={"level": ("grade-4",)}))
    levels = next(facet for facet in results.facets if facet.name == "level")
    shown = [(value.value, value.depth, value.selected) for value in levels.values]
    assert shown == [("basic", 0, False), ("basic-3-6", 1, False), ("grade-4", 2, True)]


def test_a_hit_says_why_it_is_one() -> None:
    publish(record("Murtolukujen vertailua", "Silmukka toistaa."))
    run_due_jobs()
    with translation.override("en"):
        (hit,) = find(parse("murtolukuja silmukoissa", "fi")).hits
    assert hit.why == (
        "Title: “Murtolukujen” is a form of “murtolukuja”",
        "Text: “Silmukka” is a form of “silmukoissa”",
    )
    assert hit.highlights["passage"] == "<mark>Silmukka</mark> toistaa."


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fi", "Title: “Rekursio” is spelled nearly like “rekurssio”"),
        ("sv", "Title: “Rekursio” looks like “rekurssio” in another language"),
    ],
)
def test_a_look_alike_in_the_visitors_own_language_is_a_slip(language: str, said: str) -> None:
    group = Group("rekurssio", (Alternative("rekursio", 0.6, "cognate"),))
    with translation.override("en"):
        found = hit(Shown(record("Rekursio")), 1.0, Query("rekurssio", language, (group,)))
    assert found.why == (said,)


def test_before_the_first_index_nothing_is_found() -> None:
    assert find(parse("luku", "fi")).total == 0


def test_without_any_engine_the_caller_is_told(tmp_path: Any) -> None:
    publish(record("Luku"))
    run_due_jobs()
    for meta in tmp_path.glob("index/*/meta.json"):
        meta.write_text("{rubbish", encoding="utf-8")
    with pytest.raises(EngineAway):
        find(parse("luku", "fi"))


def test_why_says_whose_and_which_objective_and_file() -> None:
    passages = (
        Passage(kind="objective", text="MAA5 Analyyttinen geometria"),
        Passage(kind="file", text="Laskusäännöt ja kaavat"),
    )
    people = {"authors": ("Anna Virtanen",), "schools": ("Aallon koulu",)}
    publish(record("Harjoitus", passages=passages, objectives=("MAA5",), **people))
    run_due_jobs()
    expected = {
        "virtasen": "Author: “Virtanen” is a form of “virtasen”",
        "aallon": "School: “Aallon”",
        "MAA5": "Objective: “MAA5”",
        "kaava": "Attached file: “kaavat” is a form of “kaava”",
    }
    for typed, sentence in expected.items():
        with translation.override("en"):
            results = find(parse(typed, "fi"))
        assert [hit.why for hit in results.hits] == [(sentence,)]


def test_a_hit_says_how_much_it_is_used_if_it_is() -> None:
    publish(record("Murtoluku", uses=12, adoptions=1))
    publish(record("Murtoluku", uses=1))
    run_due_jobs()
    with translation.override("en"):
        famous, used = find(parse("murtoluku", "fi")).hits
    assert famous.why[1:] == ("In use in 1 school", "Used by 12 other works")
    assert used.why[1:] == ("Used by 1 other work",)

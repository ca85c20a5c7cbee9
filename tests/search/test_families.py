"""The line of a hit's family: which other works there are, and in what they differ."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from oer.domain.record import Record
from search.families import MOST, families_of
from tests.search.records import publish, record, withdraw

pytestmark = pytest.mark.django_db


def family(original: Record, *others: Record) -> list[Record]:
    for one in (original, *others):
        publish(one)
    return [original, *others]


def labels(found: Record, language: str = "en") -> tuple[str, list[str]]:
    with translation.override(language):
        line = families_of([found])[found.id]
    return line.count, [member.label for member in line.members]


def adaptation(of: Record, title: str = "Toinen", **values: Any) -> Record:
    return record(title, family=of.id, **values)


def test_others_are_told_by_what_they_differ_in() -> None:
    original = record("Murtoluvut", levels=("basic-3-6",))
    family(
        original,
        adaptation(original, language="sv", levels=("basic-3-6",)),
        adaptation(original, levels=("grade-3",)),
        adaptation(original, "Murtoluvut pelinä", levels=("basic-3-6",)),
    )
    count, told = labels(original)
    assert count == "3 adaptations"
    assert sorted(told) == ["Grade 3", "Murtoluvut pelinä", "in Swedish"]


def test_easy_language_is_told_apart_from_the_language() -> None:
    original = record("Murtoluvut")
    easy, swedish = adaptation(original, language="fi-simple"), adaptation(original, language="sv-simple")
    family(original, easy, swedish)
    assert labels(original) == ("2 adaptations", ["in easy language", "in Swedish, in easy language"])
    assert labels(easy)[1] == ["the original, in standard language", "in Swedish"]


def test_an_adaptation_tells_of_its_original_first() -> None:
    original = record("Murtoluvut")
    swedish, english = (adaptation(original, language=language) for language in ("sv", "en"))
    family(original, swedish, english)
    assert labels(english) == ("2 other versions", ["the original, in Finnish", "in Swedish"])


def test_two_that_differ_alike_are_told_apart_by_title() -> None:
    original = record("Murtoluvut")
    family(original, *(adaptation(original, title, language="sv") for title in ("Bråk", "Tal")))
    assert sorted(labels(original)[1]) == ["in Swedish: Bråk", "in Swedish: Tal"]


def test_who_has_no_family_has_no_line() -> None:
    (alone,) = family(record("Yksin"))
    assert families_of([alone]) == {}


def test_what_is_withdrawn_is_in_no_line_and_not_counted() -> None:
    original = record("A")
    kept = adaptation(original, "B")
    gone = adaptation(original, "Kanarialintu")
    family(original, kept)
    withdraw(publish(gone))
    assert labels(original) == ("1 adaptation", ["B"])


def test_a_large_family_is_named_in_part_and_counted_whole() -> None:
    original = record("A")
    others = [adaptation(original, f"B {number}") for number in range(MOST + 5)]
    family(original, *others)
    for found in (original, others[0], others[-1]):
        line = families_of([found])[found.id]
        assert (len(line.members), line.more) == (MOST, 5)
        assert found.id not in [member.record.id for member in line.members]


def test_all_lines_of_a_page_take_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    originals = []
    for number in range(12):
        original = record(f"A {number}")
        family(original, *(adaptation(original) for _ in range(number % 4)))
        originals.append(original)
    with django_assert_num_queries(1):
        lines = families_of(originals)
    assert len(lines) == 9  # every fourth has no other

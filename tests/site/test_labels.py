"""Codes, numbers and times as the reader's language says them."""

import dataclasses
import datetime as dt

import pytest
from django.utils.translation import override

from oer.domain.record import Keyword
from oer.site.templatetags import labels
from oer.site.templatetags.keywords import keywords_of
from oer.vocabularies.models import Concept
from tests.search.records import record

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("language", "expected"), [("fi", "12.10.2026"), ("sv", "12.10.2026"), ("en", "12 October 2026")]
)
def test_a_date_is_written_as_the_reader_writes_it(language: str, expected: str) -> None:
    with override(language):
        assert labels.reader_date(dt.date(2026, 10, 12)) == expected


def test_a_time_late_in_the_evening_is_dated_in_finland() -> None:
    with override("fi"):
        assert labels.reader_date(dt.datetime(2026, 10, 12, 22, 30, tzinfo=dt.UTC)) == "13.10.2026"


@pytest.mark.parametrize(
    ("minutes", "expected"), [(None, ""), (0, ""), (45, "45 min"), (60, "1 h"), (135, "2 h 15 min")]
)
def test_minutes_are_said_in_hours_and_minutes(minutes: int | None, expected: str) -> None:
    with override("en"):
        assert labels.minutes_text(minutes) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"), [(None, "0:00"), (9, "0:09"), (252, "4:12"), (3723, "1:02:03")]
)
def test_a_length_is_shown_as_a_clock_shows_it(seconds: int | None, expected: str) -> None:
    assert labels.duration(seconds) == expected


@pytest.mark.parametrize(("language", "expected"), [("fi", f"1{NBSP}348"), ("en", "1,348")])
def test_thousands_stand_apart(language: str, expected: str) -> None:
    with override(language):
        assert labels.number(1348) == expected


def test_a_code_is_named_in_the_interface_language_and_an_unknown_one_stays() -> None:
    with override("sv"):
        assert labels.term_label("mathematics", "subject") == "Matematik"
        assert labels.term_labels(["basic-1-2", "x"], "level") == "Årskurserna 1–2, x"
        assert labels.term_label("nonsense", "subject") == "nonsense"


def test_a_licence_is_named_and_explained_and_an_unknown_one_stays() -> None:
    with override("en"):
        assert labels.licence_name("CC-BY-4.0") == "CC BY 4.0"
        assert labels.licence_summary("CC0-1.0") == "You may use it freely without conditions."
        assert labels.licence_name("WTFPL") == "WTFPL"
        assert labels.licence_summary("") == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("spoken", "shown"),
    [("sv", [("bråktal", "sv"), ("oma", "fi")]), ("en", [("murtoluvut", "fi"), ("oma", "fi")])],
)
def test_a_concept_is_named_in_the_readers_language(spoken: str, shown: list[tuple[str, str]]) -> None:
    Concept.objects.create(uri="http://example.org/1", fi="murtoluvut", sv="bråktal")
    concept = Keyword(label="murtoluvut", uri="http://example.org/1")
    found = dataclasses.replace(record(), keywords=(concept, Keyword(label="oma")))
    with override(spoken):
        assert [(keyword.label, keyword.language) for keyword in keywords_of(found)] == shown

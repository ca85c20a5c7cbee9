"""The rules at their edges: just inside, just outside, and what only looks like a finding."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from oer.domain.criteria import Coverage, Facts
from oer.domain.record import Source
from tests.domain.criteria_examples import TODAY, facts, found, page, report, rule

LICENCES = {
    "allowed_licences": ["CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0"],
    "restricted_licences": ["CC-BY-NC-4.0", "CC-BY-NC-SA-4.0"],
    "older_versions_accepted": ["1.0", "2.0", "2.1", "2.5", "3.0"],
    "other_open_licences": ["MIT", "GPL-3.0-or-later", "GFDL-1.2-or-later", "CC-PDM-1.0"],
    "adaptation_matrix": {
        "PDM": ["CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0"],
        "CC0-1.0": ["CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0"],
        "CC-BY-4.0": ["CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0"],
        "CC-BY-SA-4.0": ["CC-BY-SA-4.0"],
        "CC-BY-NC-SA-4.0": ["CC-BY-NC-SA-4.0"],
        "CC-BY-ND-4.0": [],
    },
}
ELSEWHERE = "https://example.org/original"


@pytest.mark.parametrize(
    ("licence", "source_url", "refused"),
    [
        ("CC-BY-4.0", "", False),
        ("CC-BY-3.0", "", True),
        ("CC-BY-3.0", ELSEWHERE, False),
        ("MIT", "", True),
        ("MIT", ELSEWHERE, False),
        ("CC-BY-ND-4.0", "", True),
        ("CC-BY-ND-4.0", ELSEWHERE, True),
        ("CC-BY-ND-3.0", ELSEWHERE, True),
        ("", "", False),
    ],
)
def test_older_and_other_open_licences_are_for_works_made_elsewhere(
    licence: str, source_url: str, refused: bool
) -> None:
    checked = rule("licence_not_allowed", "fail", "blocks", "{licence}", metadata=["licence"])
    item = facts(metadata={"licence": licence, "source_url": source_url})
    assert bool(found(checked, item, **LICENCES)) is refused


def adapted(*licences: str, relation: str = "adapted") -> tuple[Source, ...]:
    return tuple(Source(title=f"Lähde {name}", licence=name, relation=relation) for name in licences)


@pytest.mark.parametrize(
    ("licence", "sources", "findings"),
    [
        ("CC-BY-4.0", adapted("CC-BY-4.0"), []),
        ("CC-BY-4.0", adapted("CC-BY-SA-4.0"), ["target_licence_not_permitted"]),
        ("CC-BY-SA-4.0", adapted("CC-BY-SA-4.0", "CC-BY-4.0"), []),
        # Older versions adapt as their 4.0 namesake, but share-alike 1.0 only as itself.
        ("CC-BY-SA-4.0", adapted("CC-BY-SA-3.0"), []),
        ("CC-BY-SA-4.0", adapted("CC-BY-SA-1.0"), ["target_licence_not_permitted"]),
        ("CC-BY-4.0", adapted("CC-BY-ND-4.0"), ["adaptation_not_permitted"]),
        ("CC-BY-4.0", adapted("MIT"), ["adaptation_not_permitted"]),
        ("CC-BY-4.0", adapted("CC-BY-ND-4.0", relation="included"), []),
        ("CC-BY-SA-4.0", adapted("CC-BY-SA-4.0", "CC-BY-NC-SA-4.0"), ["target_licence_not_permitted"]),
        ("CC-BY-4.0", adapted(""), ["source_licence_unknown"]),
        ("CC-BY-4.0", adapted("CC-BY-SA-4.0", relation="translated"), ["target_licence_not_permitted"]),
        ("CC0-1.0", adapted("CC-PDM-1.0"), []),
    ],
)
def test_what_an_adapted_work_may_carry(
    licence: str, sources: tuple[Source, ...], findings: list[str]
) -> None:
    item = facts(metadata={"licence": licence}, sources=sources)
    names = ("adaptation_not_permitted", "target_licence_not_permitted", "source_licence_unknown")
    words = {
        "adaptation_not_permitted": "{source_title} {source_licence}",
        "target_licence_not_permitted": "{permitted_licences} {licence}",
        "source_licence_unknown": "{source_title}",
    }
    reported = [
        name
        for name in names
        if found(
            rule(name, "fail", "blocks", words[name], metadata=["licence", "based_on"]), item, **LICENCES
        )
    ]
    assert reported == findings


STATED = rule(
    "file_states_other_licence", "concern", "must_answer", "{file}: {statement_found}", files=["html"],
    params={"reserved_phrases": ["kaikki oikeudet pidätetään"]},
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("Kuva: CC BY-SA 4.0", "CC BY-SA 4.0"),
        (
            "Lisenssi https://creativecommons.org/licenses/by-nd/4.0/",
            "creativecommons.org/licenses/by-nd/4.0",
        ),
        ("Kaikki oikeudet pidätetään.", "kaikki oikeudet pidätetään"),
        ("Lisenssi CC BY 3.0", None),
        ("Accby-sana ja CC Oy", None),
    ],
)
def test_another_licence_in_the_text_is_asked_about(text: str, statement: str | None) -> None:
    findings = found(STATED, facts(page(text=text)))
    assert [finding["measured"]["statement_found"] for finding in findings] == (
        [statement] if statement else []
    )


def months(years: int, days: int = 0) -> dt.date:
    return TODAY.replace(year=TODAY.year + years) + dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("date", "asked"),
    [(None, True), (TODAY, False), (months(0, -1), True), (months(2), False), (months(2, 1), True)],
)
def test_the_review_date_is_within_two_years(date: dt.date | None, asked: bool) -> None:
    checked = rule(
        "review_date_missing_or_far", "concern", "must_answer", "{latest_allowed}", metadata=["review_by"]
    )
    item = facts(metadata={"review_by": date})
    assert bool(found(checked, item, review_interval_months_max=24)) is asked


def test_missing_fields_are_named_in_the_readers_language() -> None:
    checked = rule("required_field_missing", "fail", "blocks", "{fields}", metadata=["required_metadata"])
    required = {"material": ["title", "licence", "keywords", "education_level"]}
    [finding] = found(checked, facts(), required_metadata=required)
    assert finding["measured"]["fields"] == ["keywords", "education_level"]
    assert finding["message"]["sv"] == "ämnesord, utbildningsnivå (sv)"


@pytest.mark.parametrize(("chars", "asked"), [(119, True), (120, False)])
def test_a_description_has_120_characters(chars: int, asked: bool) -> None:
    checked = rule(
        "description_short", "concern", "must_answer", metadata=["description"], params={"min_chars": 120}
    )
    assert bool(found(checked, facts(metadata={"description": "x" * chars}))) is asked


@pytest.mark.parametrize(
    ("shown", "basis", "stops"),
    [("", "", True), ("no", "", False), ("yes", " ", True), ("yes", "Huoltajien lupa", False)],
)
def test_the_question_about_people_is_answered(shown: str, basis: str, stops: bool) -> None:
    checked = rule("people_question_unanswered", "fail", "blocks", metadata=["shows_real_people"])
    item = facts(metadata={"shows_real_people": shown, "permission_basis": basis})
    assert bool(found(checked, item)) is stops


@pytest.mark.parametrize(
    "name", ["people_question_unanswered", "maintainer_missing", "review_date_missing_or_far"]
)
def test_a_question_the_author_has_no_place_to_answer_is_left_to_a_reviewer(name: str) -> None:
    checked = rule(name, "fail", "blocks", metadata=["shows_real_people"])
    [run] = report(checked, facts(), review_interval_months_max=24).criteria[0].runs
    assert run.coverage is Coverage.NOT_EVALUATED


def test_a_rule_that_breaks_is_an_error_and_no_pass() -> None:
    broken = rule("description_short", "concern", "must_answer", metadata=["description"])
    shown = report(broken, facts(metadata={"description": "lyhyt"}))
    assert shown.criteria[0].verdict.value == "error"
    assert shown.outcome.value == "incomplete"
    assert "min_chars" in shown.criteria[0].runs[0].reason


@pytest.mark.parametrize(("chars", "stops"), [(149, True), (150, False)])
def test_a_case_tells_every_part(chars: int, stops: bool) -> None:
    checked = rule(
        "section_missing", "fail", "blocks", "{section}", metadata=["results"], params={"min_chars": 150}
    )
    findings = found(checked, case(results="x" * chars))
    assert [finding["message"]["fi"] for finding in findings] == (["Tulokset (fi)"] if stops else [])


def case(**values: Any) -> Facts:
    return facts(kind="case", metadata=values)

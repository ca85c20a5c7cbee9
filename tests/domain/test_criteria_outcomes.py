"""How findings and people's words come to verdicts and an outcome: tables, and two laws that always hold."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oer.domain.criteria import (
    Answer,
    Coverage,
    CriteriaSet,
    Facts,
    Finding,
    Judgement,
    Outcome,
    People,
    Result,
    RuleRun,
    Ruling,
    Severity,
    Verdict,
    Waiver,
    decide,
    screen,
)
from oer.domain.text import Label
from tests.domain.criteria_examples import TODAY, criteria_set, criterion, facts, human, rule

REASON = "Kerro lähteet jokaisesta kuvasta."
NOTHING = Label("", "", "")


def one(severity: str = "blocks", *, needs_person: bool = False) -> CriteriaSet:
    """A set with one criterion `c` and one rule `r` of this severity."""
    asked = {"human": {"required": True}} if needs_person else {}
    return criteria_set(criterion("c", [rule("r", "fail", severity)], severity, **asked))


def run(result: Result, severity: str = "blocks", name: str = "r", owner: str = "c") -> RuleRun:
    """A rule that gave this result."""
    if result is Result.ERROR:
        return RuleRun(rule=name, severity=Severity(severity), coverage=Coverage.BROKEN)
    finding = Finding(
        criterion=owner, criterion_revision=1, rule=name, result=result, severity=Severity(severity),
        where={}, measured={}, limit={}, message=NOTHING,
    )  # fmt: skip
    findings = () if result is Result.PASS else (finding,)
    return RuleRun(rule=name, severity=Severity(severity), coverage=Coverage.EVALUATED, findings=findings)


def judged(verdict: str, criterion_id: str = "c") -> Judgement:
    return Judgement(criterion=criterion_id, verdict=Verdict(verdict), reason=REASON)


@pytest.mark.parametrize(
    ("result", "severity", "verdict", "outcome"),
    [
        ("pass", "blocks", "pass", "approved"),
        ("note", "blocks", "pass", "approved"),
        ("concern", "advice", "concern", "approved"),
        ("fail", "advice", "fail", "approved"),
        ("concern", "must_answer", "concern", "needs_author"),
        ("fail", "must_answer", "fail", "needs_author"),
        ("fail", "blocks", "fail", "returned"),
        ("error", "blocks", "error", "incomplete"),
        ("error", "must_answer", "error", "incomplete"),
        ("error", "advice", "pass", "approved"),
    ],
)
def test_a_finding_alone_decides(result: str, severity: str, verdict: str, outcome: str) -> None:
    report = decide(facts(), one(severity), {"c": (run(Result(result), severity),)}, People())
    assert (report.criteria[0].verdict.value, report.outcome.value) == (verdict, outcome)


@pytest.mark.parametrize(
    ("result", "said", "verdict", "outcome"),
    [
        ("pass", None, "pending", "in_review"),
        ("fail", None, "pending", "returned"),
        ("pass", "pass", "pass", "approved"),
        ("pass", "not_applicable", "not_applicable", "approved"),
        ("pass", "concern", "concern", "needs_author"),
        ("pass", "fail", "fail", "returned"),
        # Never better than an undisputed blocking finding.
        ("fail", "pass", "fail", "returned"),
        ("fail", "not_applicable", "fail", "returned"),
        # A reviewer's reasoned verdict replaces a check that broke.
        ("error", None, "error", "incomplete"),
        ("error", "pass", "pass", "approved"),
    ],
)
def test_a_reviewer_decides_beside_the_machine(
    result: str, said: str | None, verdict: str, outcome: str
) -> None:
    people = People(judgements=(judged(said),) if said else ())
    report = decide(facts(), one(needs_person=True), {"c": (run(Result(result)),)}, people)
    assert (report.criteria[0].verdict.value, report.outcome.value) == (verdict, outcome)


@pytest.mark.parametrize(
    ("ruling", "outcome"),
    [("unread", "in_review"), ("accepted", "approved_with_notes"), ("refused", "returned")],
)
def test_an_answer_has_to_be_read_and_accepted(ruling: str, outcome: str) -> None:
    people = People(answers=(Answer(criterion="c", rule="r", text="Koulun IT", ruling=Ruling(ruling)),))
    report = decide(facts(), one("must_answer"), {"c": (run(Result.CONCERN, "must_answer"),)}, people)
    assert report.outcome.value == outcome


def test_an_answer_to_something_that_is_no_longer_asked_changes_nothing() -> None:
    people = People(answers=(Answer(criterion="c", rule="r", text="vanha", ruling=Ruling.REFUSED),))
    report = decide(facts(), one("must_answer"), {"c": (run(Result.PASS, "must_answer"),)}, people)
    assert report.outcome is Outcome.APPROVED


def test_a_reviewers_reservation_is_answered_and_accepted() -> None:
    answer = Answer(criterion="c", rule="", text="Korjattu", ruling=Ruling.ACCEPTED)
    people = People(judgements=(judged("concern"),), answers=(answer,))
    report = decide(facts(), one(needs_person=True), {"c": (run(Result.PASS),)}, people)
    assert report.outcome is Outcome.APPROVED_WITH_NOTES


@pytest.mark.parametrize(("days", "outcome"), [(0, "approved_with_notes"), (-1, "returned")])
def test_an_exception_holds_until_its_last_day(days: int, outcome: str) -> None:
    until = TODAY + dt.timedelta(days=days)
    waiver = Waiver(criterion="c", reason=REASON, granted_on=TODAY - dt.timedelta(days=30), valid_until=until)
    report = decide(facts(), one(), {"c": (run(Result.FAIL),)}, People(waivers=(waiver,)))
    assert report.outcome.value == outcome


def test_an_exception_for_more_than_a_year_is_none() -> None:
    waiver = Waiver(
        criterion="c", reason=REASON, granted_on=TODAY, valid_until=TODAY + dt.timedelta(days=367)
    )
    report = decide(facts(), one(), {"c": (run(Result.FAIL),)}, People(waivers=(waiver,)))
    assert report.outcome is Outcome.RETURNED


def test_a_criterion_for_another_kind_of_content_does_not_apply() -> None:
    report = screen(facts(), criteria_set(human("c", content_kinds=["case"])))
    assert report.criteria[0].verdict is Verdict.NOT_APPLICABLE
    assert report.outcome is Outcome.APPROVED


def test_a_rule_that_nobody_evaluates_waits_for_a_reviewer() -> None:
    unknown = criteria_set(criterion("c", [rule("nobody_knows_this_rule", "fail", "advice")]))
    report = screen(facts(), unknown)
    assert report.criteria[0].verdict is Verdict.PENDING
    assert [entry.rule for entry in report.criteria[0].not_evaluated] == ["nobody_knows_this_rule"]
    assert screen(facts(), unknown, [judged("pass")]).outcome is Outcome.APPROVED


def test_a_judgement_holds_for_the_facts_and_the_revision_it_was_made_on() -> None:
    item, asked = facts(), criteria_set(human("c"))
    on_these = replace(judged("pass"), fingerprint=item.fingerprint)
    changed = facts(metadata={"title": "Jotain muuta kuin ennen"})
    assert screen(item, asked, [on_these]).outcome is Outcome.APPROVED
    assert screen(changed, asked, [on_these]).outcome is Outcome.IN_REVIEW
    assert screen(item, asked, [replace(on_these, criterion_revision=2)]).outcome is Outcome.IN_REVIEW


def test_another_day_is_not_another_fingerprint() -> None:
    assert facts().fingerprint == replace(facts(), today=TODAY + dt.timedelta(days=1)).fingerprint


SEVERITIES = ("blocks", "must_answer", "advice")
RESULTS = (Result.PASS, Result.NOTE, Result.CONCERN, Result.FAIL, Result.ERROR)
SET = criteria_set(
    *(
        criterion(
            f"{severity}_{'person' if person else 'machine'}",
            [rule(f"{severity}_{person}_{n}", "fail", severity) for n in range(2)],
            severity,
            human={"required": person},
        )
        for severity, person in product(SEVERITIES, (True, False))
    )
)
RULES = [(c.id, r.id, r.severity) for c in SET.criteria for r in c.rules]
ITEM: Facts = facts()


@st.composite
def people(draw: st.DrawFn) -> People:
    judgements = tuple(
        judged(draw(st.sampled_from([*["pass"] * 9, "concern", "fail", "not_applicable"])), c.id)
        for c in SET.criteria
        if draw(st.integers(0, 5))
    )
    answers = tuple(
        Answer(criterion=c, rule=r, text="vastaus", ruling=draw(st.sampled_from(list(Ruling))))
        for c, r in [*((c, r) for c, r, _s in RULES), *((c.id, "") for c in SET.criteria)]
        if draw(st.booleans())
    )
    waivers = tuple(
        Waiver(criterion=c.id, reason=REASON, granted_on=TODAY, valid_until=TODAY)
        for c in SET.criteria
        if draw(st.integers(0, 19)) == 0
    )
    return People(judgements=judgements, answers=answers, waivers=waivers)


def test_approval_can_be_reached() -> None:
    said = People(judgements=tuple(judged("pass", c.id) for c in SET.criteria if c.human_required))
    assert outcome([Result.PASS] * len(RULES), said) is Outcome.APPROVED


def outcome(results: list[Result], said: People) -> Outcome:
    runs: dict[str, tuple[RuleRun, ...]] = {}
    for (owner, name, severity), result in zip(RULES, results, strict=True):
        runs[owner] = (*runs.get(owner, ()), run(result, severity, name, owner))
    return decide(ITEM, SET, runs, said).outcome


# Mostly in order, so that approvals are met often enough to test.
results = st.lists(st.sampled_from([*RESULTS, *[Result.PASS] * 40]), min_size=len(RULES), max_size=len(RULES))


@settings(max_examples=400, deadline=None)
@given(results, people(), st.integers(0, len(RULES) - 1), st.sampled_from(RESULTS[2:]))
def test_a_worse_result_never_improves_the_outcome(
    given_results: list[Result], said: People, position: int, worse: Result
) -> None:
    before = [*given_results]
    before[position] = Result.PASS
    after = [*before]
    after[position] = worse
    assert outcome(after, said).rank <= outcome(before, said).rank


@settings(max_examples=400, deadline=None)
@given(results, people())
def test_nothing_open_is_ever_approved(given_results: list[Result], said: People) -> None:
    if outcome(given_results, said) is not Outcome.APPROVED:
        return
    judged_ones = {judgement.criterion for judgement in said.judgements}
    for (owner, _name, severity), result in zip(RULES, given_results, strict=True):
        if severity is Severity.ADVICE:
            continue
        assert result in (Result.PASS, Result.NOTE) or (result is Result.ERROR and owner in judged_ones)
    assert all(c.id in judged_ones for c in SET.criteria if c.human_required)

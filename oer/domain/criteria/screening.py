"""From facts to a report: every criterion's verdict, and what the whole comes to.

Criteria are combined by conjunction: no points, no weights. The order of the lines below is the order of the
criteria set's `decision` part; the first line that holds decides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from oer.domain.criteria.applicability import applies
from oer.domain.criteria.criterion import CriteriaSet, Criterion
from oer.domain.criteria.evaluation import RULES, Implementation, evaluate
from oer.domain.criteria.facts import Facts
from oer.domain.criteria.verdict import (
    Answer,
    Coverage,
    CriterionReport,
    Finding,
    Judgement,
    Outcome,
    Report,
    Result,
    RuleRun,
    Ruling,
    Severity,
    Verdict,
    Waiver,
)

_COUNTS = (Severity.BLOCKS, Severity.MUST_ANSWER)
_QUESTIONS = (Result.CONCERN, Result.FAIL)
#: Worst first, to find which of two verdicts is worse.
_WORST = (Verdict.FAIL, Verdict.CONCERN, Verdict.NOT_APPLICABLE, Verdict.PASS)
#: An exception may be granted for at most this long.
_WAIVER_DAYS = 366
#: Criteria an accessible version of a file must meet to stand in for it.
_OF_AN_ALTERNATIVE = ("text_alternatives", "document_structure")


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """What people have said about an item."""

    judgements: tuple[Judgement, ...] = ()
    answers: tuple[Answer, ...] = ()
    waivers: tuple[Waiver, ...] = ()


def screen(
    facts: Facts,
    criteria_set: CriteriaSet,
    judgements: Iterable[Judgement] = (),
    waivers: Iterable[Waiver] = (),
    *,
    answers: Iterable[Answer] = (),
    false_positives: Iterable[tuple[str, str]] = (),
    rules: Mapping[str, Implementation] = RULES,
) -> Report:
    """Screen one item.

    `false_positives` are (criterion, rule) pairs whose findings a reviewer has ruled to be wrong; `rules` are
    the functions that evaluate rules, by rule id.
    """
    people = People(judgements=tuple(judgements), answers=tuple(answers), waivers=tuple(waivers))
    wrong = frozenset(false_positives)
    runs: dict[str, tuple[RuleRun, ...]] = {}
    for criterion in criteria_set.criteria:
        if applies(criterion, facts):
            found = evaluate(facts, criterion, criteria_set, rules)
            runs[criterion.id] = tuple(_without(run, criterion, wrong) for run in found)
    return decide(facts, criteria_set, _with_alternatives(runs, facts, criteria_set), people)


def decide(
    facts: Facts, criteria_set: CriteriaSet, runs: Mapping[str, tuple[RuleRun, ...]], people: People
) -> Report:
    """The report over rule results that are already there; a criterion without runs does not apply."""
    reports = []
    for criterion in criteria_set.criteria:
        entry = CriterionReport(
            criterion=criterion.id,
            revision=criterion.revision,
            verdict=Verdict.NOT_APPLICABLE,
            runs=runs.get(criterion.id, ()),
        )
        if criterion.id in runs:
            answers = tuple(answer for answer in people.answers if answer.criterion == criterion.id)
            entry = replace(entry, judgement=_judgement_of(criterion, facts, people), answers=answers)
            waived = _is_waived(criterion, people, facts.today)
            entry = replace(entry, verdict=verdict_of(criterion, entry, waived=waived))
        reports.append(entry)
    return Report(
        kind=facts.kind,
        set_version=criteria_set.version,
        outcome=outcome_of(criteria_set, reports),
        criteria=tuple(reports),
    )


def verdict_of(criterion: Criterion, entry: CriterionReport, *, waived: bool = False) -> Verdict:
    """The verdict of a criterion that applies."""
    results = {run.result for run in entry.runs}
    broken = any(run.result is Result.ERROR and run.severity in _COUNTS for run in entry.runs)
    if waived:
        return Verdict.WAIVED
    if broken and entry.judgement is None:
        return Verdict.ERROR
    if entry.judgement is not None:
        floor = Verdict.FAIL if _blocking(entry.runs) else Verdict.PASS
        return min(entry.judgement.verdict, floor, key=_WORST.index)
    if criterion.human_required or entry.not_evaluated:
        return Verdict.PENDING
    if Result.FAIL in results:
        return Verdict.FAIL
    if Result.CONCERN in results:
        return Verdict.CONCERN
    return Verdict.PASS


def outcome_of(criteria_set: CriteriaSet, reports: Iterable[CriterionReport]) -> Outcome:
    """What the verdicts and findings come to."""
    counted = [
        (criteria_set.criterion(entry.criterion), entry)
        for entry in reports
        if entry.verdict is not Verdict.NOT_APPLICABLE or entry.judgement is not None
    ]
    open_entries = [(c, e) for c, e in counted if e.verdict is not Verdict.WAIVED]
    if any(entry.verdict is Verdict.ERROR for _c, entry in open_entries):
        return Outcome.INCOMPLETE
    if any(_blocking(entry.runs) or _refused(criterion, entry) for criterion, entry in open_entries):
        return Outcome.RETURNED
    if any(_has_answer(criterion, entry, Ruling.REFUSED) for criterion, entry in open_entries):
        return Outcome.RETURNED
    if any(unanswered(criterion, entry) for criterion, entry in open_entries):
        return Outcome.NEEDS_AUTHOR
    if any(e.verdict is Verdict.PENDING or _has_answer(c, e, Ruling.UNREAD) for c, e in open_entries):
        return Outcome.IN_REVIEW
    if any(entry.verdict is Verdict.WAIVED or questions(c, entry) for c, entry in counted):
        return Outcome.APPROVED_WITH_NOTES
    return Outcome.APPROVED


def unanswered(criterion: Criterion, entry: CriterionReport) -> tuple[str, ...]:
    """Rules (an empty id = the reviewer's own verdict) that wait for the author's answer."""
    answered = {answer.rule for answer in entry.answers}
    return tuple(rule for rule in questions(criterion, entry) if rule not in answered)


def questions(criterion: Criterion, entry: CriterionReport) -> tuple[str, ...]:
    """What asks something of the author: must_answer rules, and (an empty id) a reviewer's reservation.

    A question stays one after it has been answered.
    """
    asked = [
        run.rule
        for run in entry.runs
        if any(f.result in _QUESTIONS and f.severity is Severity.MUST_ANSWER for f in run.findings)
        or any(f.result is Result.CONCERN and f.severity is Severity.BLOCKS for f in run.findings)
    ]
    judged = entry.judgement.verdict if entry.judgement else None
    if judged is Verdict.CONCERN or (judged is Verdict.FAIL and criterion.severity is Severity.MUST_ANSWER):
        asked.append("")
    return tuple(asked)


def _has_answer(criterion: Criterion, entry: CriterionReport, ruling: Ruling) -> bool:
    """Whether a reviewer has made this of an answer to something that is still asked."""
    asked = questions(criterion, entry)
    return any(answer.rule in asked and answer.ruling is ruling for answer in entry.answers)


def _refused(criterion: Criterion, entry: CriterionReport) -> bool:
    judged = entry.judgement.verdict if entry.judgement else None
    return judged is Verdict.FAIL and criterion.severity is Severity.BLOCKS


def _blocking(runs: Iterable[RuleRun]) -> bool:
    return any(
        finding.result is Result.FAIL and finding.severity is Severity.BLOCKS
        for run in runs
        for finding in run.findings
    )


def _judgement_of(criterion: Criterion, facts: Facts, people: People) -> Judgement | None:
    """The last judgement that was made on these very facts and this revision of the criterion."""
    fingerprint = ""
    for judgement in reversed(people.judgements):
        if judgement.criterion != criterion.id or judgement.criterion_revision != criterion.revision:
            continue
        fingerprint = fingerprint or (facts.fingerprint if judgement.fingerprint else "")
        if judgement.fingerprint in ("", fingerprint):
            return judgement
    return None


def _is_waived(criterion: Criterion, people: People, today: dt.date) -> bool:
    return criterion.waivable and any(
        waiver.criterion == criterion.id
        and waiver.criterion_revision == criterion.revision
        and waiver.granted_on <= today <= waiver.valid_until
        and (waiver.valid_until - waiver.granted_on).days <= _WAIVER_DAYS
        for waiver in people.waivers
    )


def _without(run: RuleRun, criterion: Criterion, wrong: frozenset[tuple[str, str]]) -> RuleRun:
    return replace(run, findings=()) if (criterion.id, run.rule) in wrong else run


def _with_alternatives(
    runs: Mapping[str, tuple[RuleRun, ...]], facts: Facts, criteria_set: CriteriaSet
) -> dict[str, tuple[RuleRun, ...]]:
    """Findings become notes where an accessible version of the file is attached that is itself in order."""
    stand_ins = {file.name for file in facts.files if file.role == "accessible_alternative"}
    for identifier in _OF_AN_ALTERNATIVE:
        entries = runs.get(identifier, ())
        stand_ins -= {str(f.where.get("file")) for run in entries for f in run.findings}
        if any(run.coverage in (Coverage.NOT_EVALUATED, Coverage.BROKEN) for run in entries):
            stand_ins.clear()
    if not stand_ins:
        return dict(runs)
    softened = {c.id for c in criteria_set.criteria if c.satisfied_by_alternative}
    return {
        identifier: tuple(_as_notes(run) for run in entries) if identifier in softened else entries
        for identifier, entries in runs.items()
    }


def _as_notes(run: RuleRun) -> RuleRun:
    return replace(run, findings=tuple(_as_note(finding) for finding in run.findings))


def _as_note(finding: Finding) -> Finding:
    return replace(finding, result=Result.NOTE)

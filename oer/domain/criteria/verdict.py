"""What a screening says: results of rules, findings with their evidence, verdicts and the outcome."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from oer.domain.text import LANGUAGES, Label


class Severity(StrEnum):
    """What a finding does to publishing."""

    BLOCKS = "blocks"
    MUST_ANSWER = "must_answer"
    ADVICE = "advice"


class Result(StrEnum):
    """What one rule found. `NOTE` is shown and never changes a verdict."""

    PASS = "pass"  # noqa: S105
    NOTE = "note"
    CONCERN = "concern"
    FAIL = "fail"
    ERROR = "error"


class Coverage(StrEnum):
    """How far a rule was evaluated over one item."""

    #: Every part of the item the rule is about was looked at.
    EVALUATED = "evaluated"
    #: The item has nothing the rule is about, e.g. a rule about PDF files where there is no PDF.
    NOTHING_TO_CHECK = "nothing_to_check"
    #: Some part, or all of it, was not looked at: a person has to.
    NOT_EVALUATED = "not_evaluated"
    #: The check broke. Never a pass.
    BROKEN = "broken"


class Verdict(StrEnum):
    """The verdict of one criterion."""

    PASS = "pass"  # noqa: S105
    CONCERN = "concern"
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"
    PENDING = "pending"
    ERROR = "error"
    WAIVED = "waived"


class Outcome(StrEnum):
    """What a whole screening comes to."""

    INCOMPLETE = "incomplete"
    RETURNED = "returned"
    NEEDS_AUTHOR = "needs_author"
    IN_REVIEW = "in_review"
    APPROVED_WITH_NOTES = "approved_with_notes"
    APPROVED = "approved"

    @property
    def rank(self) -> int:
        """Better outcomes rank higher; `incomplete` and `returned` are equally bad."""
        return {"incomplete": 0, "returned": 0, "needs_author": 1, "in_review": 2}.get(
            self.value, 3 if self is Outcome.APPROVED_WITH_NOTES else 4
        )

    @property
    def may_be_published(self) -> bool:
        """Whether a clearance may be granted on it."""
        return self in (Outcome.APPROVED, Outcome.APPROVED_WITH_NOTES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing a rule found: what was looked at, where, what was measured, what the limit is, what to do.

    Personal data in `where`, `measured` and `message` is masked before it comes here.
    """

    criterion: str
    criterion_revision: int
    rule: str
    result: Result
    severity: Severity
    where: Mapping[str, Any]
    measured: Mapping[str, Any]
    limit: Mapping[str, Any]
    message: Label
    #: What the author can do, e.g. `edit:licence` (go to that field) or the name of an automatic repair.
    fix: tuple[str, ...] = ()
    reference: tuple[str, ...] = ()
    tool: tuple[str, str] = ("kierto", "1")
    input_sha256: str = ""
    contestable: bool = True

    def to_json(self) -> dict[str, Any]:
        """The finding in the shape of the criteria's own description (criteria set, part 1.5)."""
        return {
            "criterion": self.criterion,
            "criterion_revision": self.criterion_revision,
            "rule": self.rule,
            "result": self.result.value,
            "severity": self.severity.value,
            "where": plain(self.where),
            "measured": plain(self.measured),
            "limit": plain(self.limit),
            "reference": list(self.reference),
            "message": {language: self.message.in_language(language) for language in LANGUAGES},
            "fix": list(self.fix),
            "tool": {"name": self.tool[0], "version": self.tool[1]},
            "input_sha256": self.input_sha256,
            "contestable": self.contestable,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRun:
    """One rule over one item: how far it was evaluated and what it found."""

    rule: str
    #: Effective for the item's kind.
    severity: Severity
    coverage: Coverage
    findings: tuple[Finding, ...] = ()
    #: Why it was not evaluated or broke, for people; empty otherwise.
    reason: str = ""

    @property
    def result(self) -> Result:
        """The worst of its findings; `error` when the check broke."""
        if self.coverage is Coverage.BROKEN:
            return Result.ERROR
        found = {finding.result for finding in self.findings}
        return next((r for r in (Result.FAIL, Result.CONCERN, Result.NOTE) if r in found), Result.PASS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A reviewer's verdict on one criterion."""

    criterion: str
    verdict: Verdict
    reason: str = ""
    #: Of the criterion when it was judged.
    criterion_revision: int = 1
    #: Of the facts when it was judged; empty = whatever the facts are.
    fingerprint: str = ""


class Ruling(StrEnum):
    """What a reviewer made of an author's answer."""

    UNREAD = "unread"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An author's answer to what one rule found, or (with an empty rule) to a reviewer's verdict."""

    criterion: str
    rule: str = ""
    text: str = ""
    ruling: Ruling = Ruling.UNREAD


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A lead reviewer's exception, for a waivable criterion, with an end."""

    criterion: str
    reason: str
    granted_on: dt.date
    valid_until: dt.date
    criterion_revision: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionReport:
    """One criterion of a report."""

    criterion: str
    revision: int
    verdict: Verdict
    runs: tuple[RuleRun, ...] = ()
    judgement: Judgement | None = None
    answers: tuple[Answer, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything its rules found, in the rules' order."""
        return tuple(finding for run in self.runs for finding in run.findings)

    @property
    def not_evaluated(self) -> tuple[RuleRun, ...]:
        """Rules that apply and that no machine looked at (fully)."""
        return tuple(run for run in self.runs if run.coverage is Coverage.NOT_EVALUATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The whole screening of one item by one criteria set."""

    kind: str
    set_version: str
    outcome: Outcome
    criteria: tuple[CriterionReport, ...] = field(default=())

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything found, in the order of the criteria."""
        return tuple(finding for entry in self.criteria for finding in entry.findings)

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """What stops publishing whoever looks at it; a waived criterion stops nothing."""
        return tuple(
            finding
            for entry in self.criteria
            if entry.verdict is not Verdict.WAIVED
            for finding in entry.findings
            if finding.severity is Severity.BLOCKS and finding.result is Result.FAIL
        )


def plain(value: Any) -> Any:
    """A value as JSON can hold it; a label becomes its three languages."""
    if isinstance(value, Label):
        return {language: value.in_language(language) for language in LANGUAGES}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value) if isinstance(value, (set, frozenset)) else value
        return [plain(item) for item in items]
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    return value

"""A report as JSON: what is stored with a screening, and what `manage.py screen --json` prints."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from oer.domain.criteria import (
    CriteriaSet,
    CriterionReport,
    Report,
    Result,
    RuleRun,
    questions,
    unanswered,
)

_ASKING = (Result.CONCERN, Result.FAIL)


def to_json(report: Report, criteria_set: CriteriaSet) -> dict[str, Any]:
    """Everything that was found, with how far each rule was evaluated."""
    return {
        "kind": report.kind,
        "set_version": report.set_version,
        "outcome": report.outcome.value,
        "criteria": [_criterion(entry, criteria_set) for entry in report.criteria],
    }


def question_of(entry: CriterionReport, rule: str) -> str:
    """Digest of what a rule (an empty id = the reviewer's reservation) asks of the author.

    An answer holds as long as the same is asked: something new found by the same rule is a new question.
    """
    if rule:
        asked: Any = [
            [finding.to_json()["where"], finding.to_json()["measured"]]
            for finding in entry.findings
            if finding.rule == rule and finding.result in _ASKING
        ]
    else:
        judgement = entry.judgement
        asked = [judgement.verdict.value, judgement.reason] if judgement else []
    text = json.dumps([entry.criterion, entry.revision, rule, asked], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def public_json(report: dict[str, Any]) -> list[dict[str, Any]]:
    """The criteria of a stored report in the shape scripts rely on (`screen --json`)."""
    keys = ("rule", "result", "severity", "where", "measured", "limit", "message")
    return [
        {
            "criterion": entry["criterion"],
            "verdict": entry["verdict"],
            "findings": [{key: finding[key] for key in keys} for finding in entry["findings"]],
        }
        for entry in report["criteria"]
    ]


def _criterion(entry: CriterionReport, criteria_set: CriteriaSet) -> dict[str, Any]:
    criterion = criteria_set.criterion(entry.criterion)
    judgement = entry.judgement
    return {
        "criterion": entry.criterion,
        "revision": entry.revision,
        "verdict": entry.verdict.value,
        "rules": [_run(run) for run in entry.runs],
        "findings": [finding.to_json() for finding in entry.findings],
        "judgement": {"verdict": judgement.verdict.value, "reason": judgement.reason} if judgement else None,
        "answers": [
            {"rule": answer.rule, "text": answer.text, "ruling": answer.ruling.value}
            for answer in entry.answers
        ],
        "unanswered": list(unanswered(criterion, entry)),
        "questions": {rule: question_of(entry, rule) for rule in questions(criterion, entry)},
    }


def _run(run: RuleRun) -> dict[str, Any]:
    return {
        "rule": run.rule,
        "severity": run.severity.value,
        "coverage": run.coverage.value,
        "result": run.result.value,
        "reason": run.reason,
    }

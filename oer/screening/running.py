"""Screening a revision: facts in, a stored screening out; and the clearance of imported materials."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Page, Revision

from oer.domain import criteria
from oer.materials.clearance import Clearance
from oer.screening import reports
from oer.screening.facts import facts_of
from oer.screening.records import Answer, CriteriaSet, Judgement, Screening

#: What a clearance says of a revision that no reviewer has judged: it came in by an import.
IMPORTED = "imported"


def screen_revision(revision: Revision, *, page: Page | None = None) -> Screening:
    """The screening of a revision by the active criteria, with what people have said about it so far.

    An earlier screening is used again when nothing it depends on has changed: the facts, the criteria, the
    day, the judgements and the answers. Raises NoCriteria when no criteria set has been imported.
    """
    started = timezone.now()
    criteria_set = CriteriaSet.objects.active()
    values = criteria_set.criteria()
    facts = facts_of(revision, values.file_groups, page=page)
    fingerprint = facts.fingerprint
    judgements = list(Judgement.objects.filter(page_id=revision.object_id, fingerprint=fingerprint))
    answers = list(Answer.objects.filter(page_id=revision.object_id))
    inputs = _digest(
        [fingerprint, criteria_set.sha256, str(facts.today)]
        + [[judgement.pk] for judgement in judgements]
        + [[answer.pk, answer.ruling] for answer in answers]
    )
    known = Screening.objects.filter(revision=revision, inputs=inputs).first()
    if known:
        return known
    report = _decided(facts, values, judgements, answers)
    with transaction.atomic():
        Screening.objects.filter(page_id=revision.object_id, kept=False).delete()
        return Screening.objects.create(
            revision=revision,
            page_id=int(revision.object_id),
            criteria_set=criteria_set,
            started_at=started,
            finished_at=timezone.now(),
            outcome=report.outcome.value,
            report=reports.to_json(report, values),
            fingerprint=fingerprint,
            inputs=inputs,
        )


def clear_by_import(
    revision: Revision, reviewer: Any, *, page: Page | None = None
) -> Screening | tuple[str, ...]:
    """Clear an imported revision in a reviewer's name, or say why not.

    Only what the automatic criteria find blocking, or could not check, stands in the way: the imported works
    have been published elsewhere, and the reviewer answers for the import as a whole. The reasons are
    sentences in the active language; nothing is cleared when there are any.
    """
    screening = screen_revision(revision, page=page)
    reasons = tuple(dict.fromkeys(_standing_in_the_way(screening)))
    if reasons:
        return reasons
    screening.keep()
    Clearance.objects.grant(
        revision=revision,
        screening=screening.id,
        outcome=IMPORTED,
        criteria_version=screening.criteria_set.version,
        granted_by=reviewer,
    )
    return screening


def _standing_in_the_way(screening: Screening) -> Iterable[str]:
    values = screening.criteria_set.criteria()
    language = (get_language() or "fi").partition("-")[0]
    for entry in screening.report["criteria"]:
        criterion = values.criterion(entry["criterion"])
        if criterion.kind != "automatic":
            continue
        if entry["verdict"] == criteria.Verdict.ERROR:
            yield values.labels["verdict"]["error"].in_language(language) + f": {entry['criterion']}"
        for finding in entry["findings"]:
            if finding["severity"] == criteria.Severity.BLOCKS and finding["result"] == criteria.Result.FAIL:
                yield finding["message"].get(language) or finding["message"]["fi"]


def _decided(
    facts: criteria.Facts, values: criteria.CriteriaSet, judgements: list[Judgement], answers: list[Answer]
) -> criteria.Report:
    """The report with people's part: answers count only for what is asked now."""
    machine = criteria.screen(facts, values)
    applicable = [e for e in machine.criteria if e.verdict is not criteria.Verdict.NOT_APPLICABLE]
    runs = {entry.criterion: entry.runs for entry in applicable}
    said = tuple(
        criteria.Judgement(
            criterion=judgement.criterion,
            verdict=criteria.Verdict(judgement.verdict),
            reason=judgement.reason,
            criterion_revision=judgement.criterion_revision,
        )
        for judgement in judgements
    )
    judged = criteria.decide(facts, values, runs, criteria.People(judgements=said))
    entries = {entry.criterion: entry for entry in judged.criteria}
    replies = {
        (answer.criterion, answer.rule): criteria.Answer(
            criterion=answer.criterion,
            rule=answer.rule,
            text=answer.text,
            ruling=criteria.Ruling(answer.ruling),
        )
        for answer in answers
        if answer.criterion in entries
        and answer.question == reports.question_of(entries[answer.criterion], answer.rule)
    }
    people = criteria.People(judgements=said, answers=tuple(replies.values()))
    return criteria.decide(facts, values, runs, people)


def question_now(screening: Screening, criterion: str, rule: str) -> str | None:
    """Digest of what a rule of a criterion asks in this screening; None when it asks nothing."""
    for entry in screening.report["criteria"]:
        if entry["criterion"] == criterion:
            return str(entry["questions"].get(rule)) if rule in entry["questions"] else None
    return None


def _digest(parts: list[Any]) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

"""A screening as people read it: by area, worst first, in the active language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language

from oer.domain.criteria import Coverage, Criterion, Result, Severity, Verdict
from oer.domain.text import Label
from oer.screening.records import Screening

#: Weights of what is shown, worst first.
STOPS, ASKS, ADVICE, NOTE = "stops", "asks", "advice", "note"
_ORDER = (STOPS, ASKS, ADVICE, NOTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing to know or do about a criterion."""

    weight: str
    criterion: str
    #: Empty for a reviewer's own reservation.
    rule: str
    title: str
    message: str
    #: Field of the editor where it is put right, or empty.
    field: str = ""
    #: What the author has answered, and what was made of it.
    answer: str = ""
    ruling: str = ""
    #: The author may answer instead of changing something.
    answerable: bool = False

    @property
    def settled(self) -> bool:
        """The author has nothing more to do about it."""
        return self.answerable and bool(self.answer) and self.ruling != "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One criterion."""

    id: str
    title: str
    question: str
    guidance: str
    verdict: str
    verdict_label: str
    kind: str
    points: tuple[Point, ...]
    #: Rules that no machine looked at (fully): id and what was left out.
    unseen: tuple[tuple[str, str], ...]
    #: Checks that broke.
    broken: tuple[tuple[str, str], ...]
    judgement: dict[str, str] | None = None
    #: Answers of the author that a reviewer has not read.
    unread: tuple[Point, ...] = ()

    @property
    def awaits(self) -> bool:
        """It waits for a reviewer."""
        return self.verdict in (Verdict.PENDING, Verdict.ERROR) or bool(self.unread)

    @property
    def for_people(self) -> bool:
        """A reviewer has, or has had, something to do about it."""
        return self.awaits or self.judgement is not None or any(point.answer for point in self.points)


@dataclass(frozen=True, slots=True)
class AreaView:
    """The criteria of one area that apply."""

    title: str
    rows: list[Row] = field(default_factory=list)


def rows(screening: Screening) -> list[Row]:
    """The criteria that apply, in the set's order."""
    return [row for area in by_area(screening) for row in area.rows]


def by_area(screening: Screening) -> list[AreaView]:
    """The criteria that apply, under their areas."""
    values = screening.criteria_set.criteria()
    entries = {entry["criterion"]: entry for entry in screening.report["criteria"]}
    areas = []
    for area in values.areas:
        shown = [
            _row(criterion, entries[criterion.id], values.labels["verdict"])
            for criterion in values.criteria
            if criterion.area == area.id
            and criterion.id in entries
            and (
                entries[criterion.id]["verdict"] != Verdict.NOT_APPLICABLE
                or entries[criterion.id]["judgement"]
            )
        ]
        if shown:
            areas.append(AreaView(title=said(area.title), rows=shown))
    return areas


def worst_first(screening: Screening) -> list[Point]:
    """Everything the author may do something about; what is settled comes last in its weight."""
    points = [point for row in rows(screening) for point in row.points]
    return sorted(points, key=lambda point: (_ORDER.index(point.weight), point.settled))


def said(label: Label) -> str:
    """A label in the active language."""
    return label.in_language(get_language() or "fi")


def _row(criterion: Criterion, entry: dict[str, Any], verdicts: Any) -> Row:
    points = tuple(sorted(_points(criterion, entry), key=lambda point: _ORDER.index(point.weight)))
    runs = entry["rules"]
    return Row(
        id=criterion.id,
        title=said(criterion.title),
        question=said(criterion.question),
        guidance=said(criterion.guidance) if criterion.guidance else "",
        verdict=entry["verdict"],
        verdict_label=said(verdicts[entry["verdict"]]),
        kind=criterion.kind,
        points=points,
        unseen=tuple((r["rule"], r["reason"]) for r in runs if r["coverage"] == Coverage.NOT_EVALUATED),
        broken=tuple((r["rule"], r["reason"]) for r in runs if r["coverage"] == Coverage.BROKEN),
        judgement=entry["judgement"],
        unread=tuple(point for point in points if point.answer and point.ruling == "unread"),
    )


def _points(criterion: Criterion, entry: dict[str, Any]) -> Iterator[Point]:
    language = (get_language() or "fi").partition("-")[0]
    answers = {answer["rule"]: answer for answer in entry["answers"]}
    title = said(criterion.title)
    for finding in entry["findings"]:
        rule = finding["rule"]
        answer = answers.get(rule, {})
        yield Point(
            weight=_weight(finding),
            criterion=criterion.id,
            rule=rule,
            title=title,
            message=finding["message"].get(language) or finding["message"]["fi"],
            field=next((f.removeprefix("edit:") for f in finding["fix"] if f.startswith("edit:")), ""),
            answer=answer.get("text", ""),
            ruling=answer.get("ruling", ""),
            answerable=rule in entry["questions"],
        )
    judged = entry["judgement"]
    if judged and judged["verdict"] in (Verdict.CONCERN, Verdict.FAIL):
        answer = answers.get("", {})
        stops = judged["verdict"] == Verdict.FAIL and criterion.severity is Severity.BLOCKS
        yield Point(
            weight=STOPS if stops else ASKS,
            criterion=criterion.id,
            rule="",
            title=title,
            message=judged["reason"],
            answer=answer.get("text", ""),
            ruling=answer.get("ruling", ""),
            answerable="" in entry["questions"],
        )


def _weight(finding: dict[str, Any]) -> str:
    if finding["result"] == Result.NOTE:
        return NOTE
    if finding["severity"] == Severity.BLOCKS and finding["result"] == Result.FAIL:
        return STOPS
    return ADVICE if finding["severity"] == Severity.ADVICE else ASKS

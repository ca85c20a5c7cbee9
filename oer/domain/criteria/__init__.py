"""The selection criteria as pure values and functions: facts and a criteria set in, a report out."""

from oer.domain.criteria import rules
from oer.domain.criteria.criterion import Area, CriteriaSet, Criterion, Rule, digest
from oer.domain.criteria.evaluation import RULES
from oer.domain.criteria.facts import (
    Document,
    Facts,
    Heading,
    Image,
    Link,
    Table,
    UploadedFile,
    Video,
)
from oer.domain.criteria.screening import People, decide, questions, screen, unanswered
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

__all__ = [
    "RULES",
    "Answer",
    "Area",
    "Coverage",
    "CriteriaSet",
    "Criterion",
    "CriterionReport",
    "Document",
    "Facts",
    "Finding",
    "Heading",
    "Image",
    "Judgement",
    "Link",
    "Outcome",
    "People",
    "Report",
    "Result",
    "Rule",
    "RuleRun",
    "Ruling",
    "Severity",
    "Table",
    "UploadedFile",
    "Verdict",
    "Video",
    "Waiver",
    "decide",
    "digest",
    "questions",
    "rules",
    "screen",
    "unanswered",
]

"""Running the machine rules: which function evaluates which rule, over which parts of an item.

A rule's function is bound to the rule's id by `implements`. A rule that applies to an item and that no
function evaluates (or not for every kind of file the item has) is reported as not evaluated, so that a person
looks; a function that breaks is reported as broken. Neither is ever a pass.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from oer.domain.criteria.criterion import CriteriaSet, Criterion, Rule
from oer.domain.criteria.facts import Document, Facts, UploadedFile
from oer.domain.criteria.verdict import Coverage, Finding, RuleRun
from oer.domain.criteria.wording import PAGE_TEXT, fill

logger = logging.getLogger(__name__)

#: A function that covers every kind of file.
EVERY_GROUP = frozenset({"*"})
#: The page's own text.
PAGE = frozenset({"html"})


class NotLookedAt(Exception):
    """A rule's function could not look at something it should have: a person has to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a rule's function noticed; the evaluation makes a `Finding` of it."""

    where: Mapping[str, Any] = field(default_factory=dict)
    measured: Mapping[str, Any] = field(default_factory=dict)
    limit: Mapping[str, Any] = field(default_factory=dict)
    #: Further values for the sentence, where they differ from the evidence (names in three languages).
    words: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The rule being evaluated, with what it may look at."""

    facts: Facts
    rule: Rule
    criterion: Criterion
    criteria_set: CriteriaSet

    @property
    def params(self) -> Mapping[str, Any]:
        """The rule's own limits."""
        return self.rule.params

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The set's shared lists and limits."""
        return self.criteria_set.parameters

    @property
    def documents(self) -> Iterator[Document]:
        """The item's texts in the groups the rule is about."""
        return (document for document in self.facts.documents if document.group in self.rule.files)

    @property
    def files(self) -> Iterator[UploadedFile]:
        """The item's uploaded files in the groups the rule is about."""
        everything = "any" in self.rule.files
        return (file for file in self.facts.files if everything or file.group in self.rule.files)

    def must_hold(self, *fields: str) -> None:
        """Raises NotLookedAt when the item has no such field: what nobody could answer, a reviewer judges."""
        absent = [field for field in fields if field not in self.facts.metadata]
        if absent:
            raise NotLookedAt(", ".join(absent))


RuleFunction = Callable[[Context], Iterable[Found]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Implementation:
    """A rule's function and how far it reaches."""

    function: RuleFunction
    #: Groups of files it looks at; `EVERY_GROUP` = all the rule is about.
    covers: frozenset[str]
    #: The editor's field where the author can put it right, or empty.
    field: str


#: Rule id -> its implementation. Filled by the modules of `oer.domain.criteria.rules`.
RULES: dict[str, Implementation] = {}


def implements(
    identifier: str, *, covers: frozenset[str] = EVERY_GROUP, field: str = ""
) -> Callable[[RuleFunction], RuleFunction]:
    """Bind a function to the rule with this id. Raises ValueError when one is bound already."""

    def bind(function: RuleFunction) -> RuleFunction:
        if identifier in RULES:
            raise ValueError(f"The rule {identifier} has two implementations.")
        RULES[identifier] = Implementation(function=function, covers=covers, field=field)
        return function

    return bind


def evaluate(
    facts: Facts, criterion: Criterion, criteria_set: CriteriaSet, rules: Mapping[str, Implementation] = RULES
) -> tuple[RuleRun, ...]:
    """Run every rule of a criterion over an item."""
    return tuple(_run(facts, rule, criterion, criteria_set, rules.get(rule.id)) for rule in criterion.rules)


def _run(
    facts: Facts, rule: Rule, criterion: Criterion, criteria_set: CriteriaSet, known: Implementation | None
) -> RuleRun:
    severity = rule.severity_for(facts.kind)
    present = _present(rule, facts)
    if not _applies(rule, facts, present):
        return RuleRun(rule=rule.id, severity=severity, coverage=Coverage.NOTHING_TO_CHECK)
    if known is None:
        return RuleRun(rule=rule.id, severity=severity, coverage=Coverage.NOT_EVALUATED)
    context = Context(facts=facts, rule=rule, criterion=criterion, criteria_set=criteria_set)
    unseen = frozenset() if known.covers == EVERY_GROUP else present - known.covers
    findings: list[Finding] = []
    try:
        for found in known.function(context):
            findings.append(_finding(found, context, known.field))
    except NotLookedAt as notice:
        unseen |= {str(notice)}
    except Exception as error:
        logger.exception("The rule %s broke.", rule.id)
        reason = f"{type(error).__name__}: {error}"
        return RuleRun(
            rule=rule.id,
            severity=severity,
            coverage=Coverage.BROKEN,
            findings=tuple(findings),
            reason=reason,
        )
    return RuleRun(
        rule=rule.id,
        severity=severity,
        coverage=Coverage.NOT_EVALUATED if unseen else Coverage.EVALUATED,
        findings=tuple(findings),
        reason=", ".join(sorted(unseen)),
    )


def _present(rule: Rule, facts: Facts) -> frozenset[str]:
    """The groups of files the rule is about and the item has."""
    if "any" in rule.files:
        return frozenset({"any"}) if facts.files else frozenset()
    return rule.files & facts.groups


def _applies(rule: Rule, facts: Facts, present: frozenset[str]) -> bool:
    if rule.content_kinds and facts.kind not in rule.content_kinds:
        return False
    return bool(present or rule.metadata or not rule.files)


def _finding(found: Found, context: Context, field_name: str) -> Finding:
    rule, criterion = context.rule, context.criterion
    values = {**found.where, **found.measured, **found.limit, **found.words}
    if values.get("file") == "":
        values["file"] = PAGE_TEXT
    fix = tuple(action for action in (rule.autofix, f"edit:{field_name}" if field_name else "") if action)
    return Finding(
        criterion=criterion.id,
        criterion_revision=criterion.revision,
        rule=rule.id,
        result=rule.result,
        severity=rule.severity_for(context.facts.kind),
        where=dict(found.where),
        measured=dict(found.measured),
        limit=dict(found.limit),
        message=fill(rule.message, values),
        fix=fix,
        reference=criterion.references,
    )

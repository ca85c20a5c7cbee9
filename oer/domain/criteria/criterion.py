"""The criteria as values: a set of criteria in areas, each with machine rules and a part for people.

`CriteriaSet.from_data` reads the plain data of a criteria file that has been checked already
(`oer.screening.criteria_file`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from oer.domain.criteria.verdict import Result, Severity
from oer.domain.text import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One machine check of a criterion: what a finding of it means, and the words for it."""

    id: str
    measure: str
    #: What a finding means: fail, concern or note.
    result: Result
    severity: Severity
    message: Label
    #: Groups of files it is about (`file_groups`); `any` is every uploaded file.
    files: frozenset[str] = frozenset()
    #: Fields of the description it is about.
    metadata: tuple[str, ...] = ()
    #: Kinds of content it is about; empty = every kind of its criterion.
    content_kinds: frozenset[str] = frozenset()
    severity_by_kind: Mapping[str, Severity] = field(default_factory=dict)
    params: Mapping[str, Any] = field(default_factory=dict)
    autofix: str = ""

    def severity_for(self, kind: str) -> Severity:
        """The effective severity for this kind of content."""
        return self.severity_by_kind.get(kind, self.severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One thing a published item must be, asked as a question."""

    id: str
    area: str
    revision: int
    #: `automatic`, `assisted` or `human`.
    kind: str
    severity: Severity
    waivable: bool
    title: Label
    question: Label
    content_kinds: frozenset[str]
    rules: tuple[Rule, ...] = ()
    references: tuple[str, ...] = ()
    #: It applies only under a condition; the condition itself is bound by id (`applicability`).
    conditional: bool = False
    satisfied_by_alternative: bool = False
    human_required: bool = False
    #: What a reviewer should look at; None for a criterion no person needs to judge.
    guidance: Label | None = None

    def rule(self, identifier: str) -> Rule:
        """The rule with this id. Raises KeyError when there is none."""
        for rule in self.rules:
            if rule.id == identifier:
                return rule
        raise KeyError(identifier)


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A heading under which criteria stand."""

    id: str
    title: Label


@dataclass(frozen=True, kw_only=True)
class CriteriaSet:
    """A version of the selection criteria."""

    version: str
    title: Label
    areas: tuple[Area, ...]
    criteria: tuple[Criterion, ...]
    #: Lists and limits the rules share.
    parameters: Mapping[str, Any]
    #: Group name -> its `mime` and `ext` lists.
    file_groups: Mapping[str, Mapping[str, Any]]
    #: `verdict`, `severity`, `kind` … -> code -> label.
    labels: Mapping[str, Mapping[str, Label]]

    def criterion(self, identifier: str) -> Criterion:
        """The criterion with this id. Raises KeyError when there is none."""
        for criterion in self.criteria:
            if criterion.id == identifier:
                return criterion
        raise KeyError(identifier)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> CriteriaSet:
        """The set that the (already validated) data of a criteria file describes."""
        return cls(
            version=data["version"],
            title=_label(data["title"]),
            areas=tuple(Area(id=area["id"], title=_label(area["title"])) for area in data["areas"]),
            criteria=tuple(_criterion(entry) for entry in data["criteria"]),
            parameters=data["parameters"],
            file_groups=data["file_groups"],
            labels={
                name: {code: _label(text) for code, text in codes.items()}
                for name, codes in data["labels"].items()
            },
        )


def digest(data: Mapping[str, Any]) -> str:
    """SHA-256 of a criteria file's data over canonical JSON: the same rules, the same digest."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _criterion(data: Mapping[str, Any]) -> Criterion:
    human = data.get("human") or {}
    guidance = human.get("guidance")
    return Criterion(
        id=data["id"],
        area=data["area"],
        revision=data["revision"],
        kind=data["kind"],
        severity=Severity(data["severity"]),
        waivable=data["waivable"],
        title=_label(data["title"]),
        question=_label(data["question"]),
        content_kinds=frozenset(data["content_kinds"]),
        rules=tuple(_rule(rule) for rule in data["rules"]),
        references=tuple(data.get("references") or ()),
        conditional=bool(data.get("applies_if") or human.get("applies_if")),
        satisfied_by_alternative=bool(data.get("satisfied_by_alternative")),
        human_required=bool(human.get("required")),
        guidance=_label(guidance) if guidance else None,
    )


def _rule(data: Mapping[str, Any]) -> Rule:
    applies = data["applies_to"]
    return Rule(
        id=data["id"],
        measure=data["measure"],
        result=Result(data["result"]),
        severity=Severity(data["severity"]),
        message=_label(data["message"]),
        files=frozenset(applies.get("files") or ()),
        metadata=tuple(applies.get("metadata") or ()),
        content_kinds=frozenset(applies.get("content_kinds") or ()),
        severity_by_kind={k: Severity(v) for k, v in (data.get("severity_by_kind") or {}).items()},
        params=data.get("params") or {},
        autofix=data.get("autofix") or "",
    )


def _label(data: Mapping[str, str]) -> Label:
    return Label(fi=data["fi"], sv=data["sv"], en=data["en"])

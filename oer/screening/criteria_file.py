"""Reading a criteria file: YAML in, checked plain data out, or one clear sentence about what is wrong.

The models mirror the file; nothing is filled in that the file does not say.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

_Severity = Literal["blocks", "must_answer", "advice"]
_Kind = Literal["material", "video", "case", "external_link"]
_Name = Field(pattern=r"^[a-z][a-z0-9_]*$")


class CriteriaFileError(Exception):
    """The file is not a criteria set; the message says where and why in one sentence."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="allow")


class _Words(_Part):
    """A text in the three interface languages."""

    fi: str = Field(min_length=1)
    sv: str = Field(min_length=1)
    en: str = Field(min_length=1)


class _AppliesTo(_Part):
    files: list[str] = []
    metadata: list[str] = []
    content_kinds: list[_Kind] = []


class _Rule(_Part):
    id: str = _Name
    applies_to: _AppliesTo
    measure: str = Field(min_length=1)
    result: Literal["fail", "concern", "note"]
    severity: _Severity
    severity_by_kind: dict[_Kind, _Severity] = {}
    params: dict[str, Any] = {}
    message: _Words


class _Human(_Part):
    required: bool
    guidance: _Words | None = None


class _Criterion(_Part):
    id: str = _Name
    area: str
    revision: int = Field(ge=1)
    kind: Literal["automatic", "assisted", "human"]
    severity: _Severity
    waivable: bool
    title: _Words
    question: _Words
    content_kinds: list[_Kind] = Field(min_length=1)
    rules: list[_Rule]
    human: _Human


class _Area(_Part):
    id: str = _Name
    title: _Words


class _CriteriaFile(_Part):
    version: str = Field(pattern=r"^\d{4}\.\d+$")
    title: _Words
    labels: dict[str, dict[str, _Words]]
    file_groups: dict[str, dict[str, Any]]
    parameters: dict[str, Any]
    areas: list[_Area] = Field(min_length=1)
    criteria: list[_Criterion] = Field(min_length=1)

    @model_validator(mode="after")
    def _hangs_together(self) -> _CriteriaFile:
        areas = {area.id for area in self.areas}
        _once("criterion", [criterion.id for criterion in self.criteria])
        _once("rule", [rule.id for criterion in self.criteria for rule in criterion.rules])
        for criterion in self.criteria:
            if criterion.area not in areas:
                raise ValueError(
                    f"the criterion {criterion.id} names the area {criterion.area}, which is not listed"
                )
            for rule in criterion.rules:
                unknown = sorted(set(rule.applies_to.files) - set(self.file_groups))
                if unknown:
                    raise ValueError(
                        f"the rule {rule.id} names the file group {unknown[0]}, which is not listed"
                    )
        if "verdict" not in self.labels or "severity" not in self.labels:
            raise ValueError("labels must name every verdict and severity")
        return self


def read_criteria(path: Path) -> dict[str, Any]:
    """The checked data of a criteria file.

    Raises:
        CriteriaFileError: the file cannot be read, is not YAML, or is not a criteria set.
    """
    try:
        data = yaml.safe_load(path.read_text("utf-8"))
    except OSError as error:
        raise CriteriaFileError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CriteriaFileError(f"{path} is not UTF-8 text.") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "an unknown place"
        raise CriteriaFileError(f"{path} is not YAML at {place}: {error.problem}.") from error
    except yaml.YAMLError as error:
        raise CriteriaFileError(f"{path} is not YAML: {error}.") from error
    return check_criteria(data, str(path))


def check_criteria(data: Any, name: str) -> dict[str, Any]:
    """The same data when it is a criteria set; `name` is what to call it. Raises CriteriaFileError."""
    if not isinstance(data, dict):
        raise CriteriaFileError(
            f"{name} holds no criteria: it must be a mapping with version, areas and criteria."
        )
    try:
        _CriteriaFile.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = _place(data, first["loc"])
        reason = first["msg"].removeprefix("Value error, ")
        given = first.get("input")
        shown = f" (found {given!r})" if isinstance(given, (str, int, float, bool)) else ""
        raise CriteriaFileError(f"{name}, {place}: {reason[0].lower()}{reason[1:]}{shown}.") from error
    return data


def _once(what: str, names: list[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"the {what} {name} is there twice")
        seen.add(name)


def _place(data: Any, location: tuple[int | str, ...]) -> str:
    """The place as a person finds it: list entries by their id."""
    steps, value = [], data
    for step in location:
        value = value[step] if _has(value, step) else None
        identifier = value.get("id") if isinstance(value, dict) and isinstance(step, int) else None
        steps.append(str(identifier or step))
    return " > ".join(steps) or "the whole file"


def _has(value: Any, step: int | str) -> bool:
    if isinstance(value, list) and isinstance(step, int):
        return step < len(value)
    return isinstance(value, dict) and step in value

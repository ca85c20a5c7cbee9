"""A small criteria set in the shape of a criteria file, and an item that meets all of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from oer.domain.criteria import CriteriaSet, Document, Facts, Heading, Report, screen

TODAY = dt.date(2026, 11, 24)
WORDS = "Puolet on enemmän kuin kolmasosa, koska koko on jaettu harvempaan osaan. " * 8


def label(text: str) -> dict[str, str]:
    """A text that says which language it is in."""
    return {"fi": f"{text} (fi)", "sv": f"{text} (sv)", "en": f"{text} (en)"}


def rule(identifier: str, result: str, severity: str, words: str = "", **more: Any) -> dict[str, Any]:
    """A rule of a criteria file; `files`, `metadata` and `content_kinds` say what it applies to."""
    applies = {key: more.pop(key) for key in ("files", "metadata", "content_kinds") if key in more}
    return {
        "id": identifier,
        "applies_to": applies or {"metadata": ["title"]},
        "measure": "as its name says",
        "result": result,
        "severity": severity,
        "message": label(words or identifier),
        **more,
    }


def criterion(
    identifier: str, rules: list[dict[str, Any]], severity: str = "blocks", **more: Any
) -> dict[str, Any]:
    """A criterion of a criteria file, automatic unless `human` says otherwise."""
    return {
        "id": identifier,
        "area": "all",
        "revision": 1,
        "kind": "automatic",
        "severity": severity,
        "waivable": True,
        "title": label(identifier),
        "question": label(f"{identifier}?"),
        "content_kinds": ["material", "case"],
        "rules": rules,
        "human": {"required": False},
        **more,
    }


def human(identifier: str, severity: str = "blocks", **more: Any) -> dict[str, Any]:
    """A criterion that only people judge."""
    asked = {"required": True, "guidance": label("look")}
    return criterion(identifier, [], severity, kind="human", human=asked, **more)


def file_data(*criteria: dict[str, Any], **parameters: Any) -> dict[str, Any]:
    """A whole criteria file with these criteria."""
    verdicts = ["pass", "concern", "fail", "not_applicable", "pending", "error", "waived"]
    return {
        "version": "2026.9",
        "title": label("Criteria"),
        "labels": {
            "verdict": {name: label(name) for name in verdicts},
            "severity": {name: label(name) for name in ("blocks", "must_answer", "advice")},
        },
        "file_groups": {
            "html": {"mime": ["text/html"]},
            "pdf": {"mime": ["application/pdf"]},
            "text": {"mime": ["text/plain"]},
            "image": {"mime": ["image/png", "image/jpeg"]},
            "video": {"mime": ["video/mp4"]},
            "docx": {"mime": ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"]},
            "any": {},
            "forbidden": {"ext": ["exe", "docm"]},
        },
        "parameters": parameters,
        "areas": [{"id": "all", "title": label("All")}],
        "criteria": list(criteria),
    }


def criteria_set(*criteria: dict[str, Any], **parameters: Any) -> CriteriaSet:
    """The set with these criteria."""
    return CriteriaSet.from_data(file_data(*criteria, **parameters))


def page(**values: Any) -> Document:
    """The page's own text, in order."""
    return Document(
        **{
            "name": "",
            "group": "html",
            "text": WORDS,
            "prose": WORDS,
            "title": "Murtolukuja lukusuoralla",
            "language": "fi",
            "headings": (Heading(level=2, text="Alku"), Heading(level=3, text="Lisää")),
            **values,
        }
    )


def facts(document: Document | None = None, **values: Any) -> Facts:
    """A material that meets everything; `metadata` entries are added to its own."""
    metadata = {
        "title": "Murtolukuja lukusuoralla",
        "description": "Vertaillaan ja järjestetään murtolukuja lukusuoralla pareittain. " * 3,
        "language": "fi",
        "authors": ("Aino Aalto",),
        "licence": "CC-BY-4.0",
        **values.pop("metadata", {}),
    }
    return Facts(
        **{
            "kind": "material",
            "metadata": metadata,
            "today": TODAY,
            "documents": (document or page(),),
            **values,
        }
    )


def found(rule_data: dict[str, Any], item: Facts, **parameters: Any) -> list[dict[str, Any]]:
    """What one rule finds in an item, as JSON."""
    return [finding.to_json() for finding in report(rule_data, item, **parameters).findings]


def report(rule_data: dict[str, Any], item: Facts, **parameters: Any) -> Report:
    """The report of a set that has this rule only."""
    return screen(item, criteria_set(criterion("one", [rule_data]), **parameters))

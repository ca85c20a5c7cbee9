"""Corpus and query files for relevance, in the formats of the import and of `docs`: JSON Lines, UTF-8."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from oer.domain.record import Keyword, Record
from oer.domain.vocabulary import SUBJECTS
from oer.materials.markdown import render
from oer.materials.prose import passages

_LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


class BadFile(ValueError):
    """A line of the file is not what it should be; the message says which and why."""


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A query with the documents that answer it, each with a grade from 1 to 3."""

    text: str
    language: str
    kind: str
    #: Ids of the corpus file -> grade.
    relevant: Mapping[str, int]
    #: Only texts in these languages are asked for; empty for all.
    languages: tuple[str, ...] = ()


def record_id(identifier: str) -> UUID:
    """The record's id that stands for an id of the corpus file, the same in every run."""
    return uuid5(NAMESPACE_URL, f"bench:{identifier}")


def read_corpus(path: Path) -> Iterator[tuple[str, Record]]:
    """Each line's own id and its record, made as the import makes a material's. Raises BadFile."""
    for row in read_rows(path, ("id", "lang", "title")):
        yield row["id"], _record(row)


def read_queries(path: Path) -> list[JudgedQuery]:
    """The judged queries of the file. Raises BadFile."""
    return [
        JudgedQuery(
            row["query"],
            row["lang"],
            row.get("kind", ""),
            row["relevant"],
            tuple(row.get("languages", ())),
        )
        for row in read_rows(path, ("query", "lang", "relevant"))
    ]


def _record(row: Mapping[str, Any]) -> Record:
    """What a published page of the row would be known by. The subject stands in for missing keywords."""
    subject, language = row.get("subject", ""), row["lang"]
    keywords = row.get("keywords") or ([SUBJECTS.label(subject, language)] if subject in SUBJECTS else [])
    return Record(
        id=record_id(row["id"]),
        source_id=row["id"],
        kind="material",
        title=row["title"],
        description=row.get("description", ""),
        language=language,
        path="",
        licence=row.get("licence", ""),
        subjects=(subject,) if subject else (),
        levels=(row["level"],) if row.get("level") else (),
        keywords=tuple(Keyword(label=label) for label in keywords),
        objectives=tuple(row.get("objectives", ())),
        passages=tuple(passages(render(row.get("body_markdown", "")), "text")),
        published_at=_LONG_AGO,
        changed_at=_LONG_AGO,
    )


def read_rows(path: Path, needed: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Each line of the file as it is. Raises BadFile when one is no object with the needed keys."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as problem:
                raise BadFile(f"{path}, line {number}: not JSON ({problem})") from problem
            if missing := [key for key in needed if not isinstance(row, dict) or key not in row]:
                raise BadFile(f"{path}, line {number}: {', '.join(missing)} missing")
            yield row

"""A record as the fields that the API's results and records share (docs/api.md)."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from ninja import Schema

from oer.domain.licences import LICENCES
from oer.domain.record import Record, Source


class LicenceFields(Schema):
    """A licence by its SPDX-like id and the address of its text (empty when it is not known here)."""

    id: str
    uri: str


class KeywordFields(Schema):
    """A keyword; `uri` is empty for a plain word."""

    label: str
    uri: str


class SourceFields(Schema):
    """A work that this one builds on; `id` is its record's id when it is published here."""

    title: str
    authors: list[str]
    licence: LicenceFields | None
    url: str
    relation: str
    id: UUID | None


class RecordFields(Schema):
    """What the API says of a published material or case, wherever it says it."""

    id: UUID
    source_id: str | None
    kind: str
    title: str
    description: str
    language: str
    url: str
    licence: LicenceFields
    authors: list[str]
    subjects: list[str]
    levels: list[str]
    keywords: list[KeywordFields]
    objectives: list[str]
    type: str
    is_based_on: list[SourceFields]
    changed_at: dt.datetime


def permanent_address(identifier: UUID, site_url: str) -> str:
    """The address of a record that never changes; `site_url` is the site's root without a final slash."""
    return f"{site_url.rstrip('/')}/r/{identifier}"


def record_fields(record: Record, site_url: str) -> RecordFields:
    """The record's shared fields; `url` is its permanent address on the site whose root is `site_url`."""
    return RecordFields(**record_values(record, site_url))


def record_values(record: Record, site_url: str) -> dict[str, Any]:
    """The same as plain values, for answers of many records: to check each against the schema takes long."""
    return {
        "id": record.id,
        "source_id": record.source_id,
        "kind": record.kind,
        "title": record.title,
        "description": record.description,
        "language": record.language,
        "url": permanent_address(record.id, site_url),
        "licence": _licence(record.licence),
        "authors": record.authors,
        "subjects": record.subjects,
        "levels": record.levels,
        "keywords": [{"label": keyword.label, "uri": keyword.uri} for keyword in record.keywords],
        "objectives": record.objectives,
        "type": record.type,
        "is_based_on": [_source(source) for source in record.is_based_on],
        "changed_at": record.changed_at,
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "title": source.title,
        "authors": source.authors,
        "licence": _licence(source.licence) if source.licence else None,
        "url": source.url,
        "relation": source.relation,
        "id": source.id,
    }


def _licence(identifier: str) -> dict[str, str]:
    known = LICENCES.get(identifier)
    return {"id": identifier, "uri": known.uri if known else ""}

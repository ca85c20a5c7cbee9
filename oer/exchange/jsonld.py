"""A record as schema.org JSON-LD: what search engines and harvesters read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from oer.catalogue.presentation import permanent_address
from oer.domain.licences import LICENCES
from oer.domain.record import Keyword, Record, Source
from oer.domain.vocabulary import LEVELS, RESOURCE_TYPES, SUBJECTS

CONTENT_TYPE = "application/ld+json"
#: The set of terms that identifiers of the national ontology belong to.
YSO = "http://www.yso.fi/onto/yso/"


def json_ld(record: Record, site_url: str) -> dict[str, Any]:
    """The record as one JSON-LD object; names of subjects, levels and types are in the record's language.

    `site_url` is the site's root without a final slash. A record holds authors' names only, so every author
    is given as a Person.
    """
    address = permanent_address(record.id, site_url)
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@id": address,
        "@type": "LearningResource" if record.kind == "material" else "Report",
        "identifier": f"urn:uuid:{record.id}",
        "url": address,
        "name": record.title,
        "description": record.description,
        "inLanguage": record.language,
        "license": _licence(record.licence),
        "author": [_person(name) for name in record.authors],
        "about": [_term(SUBJECTS.label(code, record.language), code) for code in record.subjects],
        "keywords": [_keyword(keyword) for keyword in record.keywords],
        "isBasedOn": [_source(source, site_url) for source in record.is_based_on],
        "isAccessibleForFree": True,
        "datePublished": record.published_at.date().isoformat(),
        "dateModified": record.changed_at.isoformat(),
        "image": _absolute(record.image, site_url),
        "sourceOrganization": [{"@type": "Organization", "name": school} for school in record.schools],
    }
    if record.kind == "material":
        described |= _teaching(record)
    described["translationOfWork"] = _translated(record.is_based_on, site_url)
    return {key: value for key, value in described.items() if value not in ("", [], None)}


def _teaching(record: Record) -> dict[str, Any]:
    return {
        "educationalLevel": [_term(LEVELS.label(code, record.language), code) for code in record.levels],
        "learningResourceType": _term(RESOURCE_TYPES.label(record.type, record.language), record.type)
        if record.type
        else "",
        "teaches": list(record.objectives),
        "timeRequired": f"PT{record.minutes}M" if record.minutes else "",
    }


def _person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": name}


def _term(name: str, code: str) -> dict[str, str]:
    return {"@type": "DefinedTerm", "name": name, "termCode": code}


def _keyword(keyword: Keyword) -> str | dict[str, str]:
    if not keyword.uri:
        return keyword.label
    term = {"@type": "DefinedTerm", "@id": keyword.uri, "name": keyword.label}
    return term | {"inDefinedTermSet": YSO} if keyword.uri.startswith(YSO) else term


def _licence(identifier: str) -> str:
    known = LICENCES.get(identifier)
    return known.uri if known else identifier


def _source(source: Source, site_url: str) -> dict[str, Any]:
    address = permanent_address(source.id, site_url) if source.id else source.url
    described = {
        "@type": "CreativeWork",
        "@id": address,
        "url": address,
        "name": source.title,
        "author": [_person(name) for name in source.authors],
        "license": _licence(source.licence),
    }
    return {key: value for key, value in described.items() if value not in ("", [])}


def _translated(sources: Iterable[Source], site_url: str) -> dict[str, Any] | None:
    return next((_source(source, site_url) for source in sources if source.relation == "translated"), None)


def _absolute(address: str, site_url: str) -> str:
    return f"{site_url.rstrip('/')}{address}" if address.startswith("/") else address

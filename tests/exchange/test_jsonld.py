"""A record as schema.org JSON-LD."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from typing import Any
from uuid import UUID

import pytest

from oer.domain.record import Keyword, Record, Source
from oer.exchange.jsonld import json_ld

SITE = "https://kierto.example"
WHEN = dt.datetime(2026, 3, 4, 12, 30, tzinfo=dt.UTC)
RECORD = Record(
    id=UUID("0d3f2a3e-9a1b-4d0e-8f66-0e8f2a6f1b11"),
    kind="material",
    title="Murtoluvut lukusuoralla",
    description="Harjoitellaan murtolukuja.",
    language="fi",
    path="materials/murtoluvut/",
    licence="CC-BY-4.0",
    authors=("Aino Aalto", "Elin Berg"),
    subjects=("mathematics",),
    levels=("basic-3-6",),
    keywords=(Keyword(label="murtoluvut"), Keyword(label="luvut", uri="http://www.yso.fi/onto/yso/p1")),
    objectives=("MAA1",),
    type="lesson",
    minutes=45,
    image="/media/images/line.webp",
    is_based_on=(
        Source(
            title="Fractions",
            authors=("Ann Smith",),
            licence="CC-BY-4.0",
            url="https://example.org/fractions",
            relation="translated",
        ),
        Source(
            title="Luvut", id=UUID("0d3f2a3e-9a1b-4d0e-8f66-0e8f2a6f1b22"), url="https://example.org/luvut"
        ),
    ),
    published_at=WHEN,
    changed_at=WHEN,
)
ADDRESS = f"{SITE}/r/{RECORD.id}"
ORIGINAL = {
    "@type": "CreativeWork",
    "@id": "https://example.org/fractions",
    "url": "https://example.org/fractions",
    "name": "Fractions",
    "author": [{"@type": "Person", "name": "Ann Smith"}],
    "license": "https://creativecommons.org/licenses/by/4.0/",
}


def test_a_material_is_a_learning_resource_with_all_that_its_record_says():
    here = f"{SITE}/r/0d3f2a3e-9a1b-4d0e-8f66-0e8f2a6f1b22"
    assert json_ld(RECORD, SITE) == {
        "@context": "https://schema.org",
        "@id": ADDRESS,
        "@type": "LearningResource",
        "identifier": f"urn:uuid:{RECORD.id}",
        "url": ADDRESS,
        "name": "Murtoluvut lukusuoralla",
        "description": "Harjoitellaan murtolukuja.",
        "inLanguage": "fi",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "author": [{"@type": "Person", "name": "Aino Aalto"}, {"@type": "Person", "name": "Elin Berg"}],
        "about": [{"@type": "DefinedTerm", "name": "Matematiikka", "termCode": "mathematics"}],
        "keywords": [
            "murtoluvut",
            {
                "@type": "DefinedTerm",
                "@id": "http://www.yso.fi/onto/yso/p1",
                "name": "luvut",
                "inDefinedTermSet": "http://www.yso.fi/onto/yso/",
            },
        ],
        "isBasedOn": [ORIGINAL, {"@type": "CreativeWork", "@id": here, "url": here, "name": "Luvut"}],
        "translationOfWork": ORIGINAL,
        "isAccessibleForFree": True,
        "datePublished": "2026-03-04",
        "dateModified": "2026-03-04T12:30:00+00:00",
        "image": f"{SITE}/media/images/line.webp",
        "educationalLevel": [{"@type": "DefinedTerm", "name": "Luokat 3–6", "termCode": "basic-3-6"}],
        "learningResourceType": {
            "@type": "DefinedTerm",
            "name": "Oppitunti tai jakso",
            "termCode": "lesson",
        },
        "teaches": ["MAA1"],
        "timeRequired": "PT45M",
    }


def test_a_case_is_a_report_of_its_school():
    case = dataclasses.replace(RECORD, kind="case", type="", schools=("Merirannan koulu",))
    described = json_ld(case, SITE)
    assert described["@type"] == "Report"
    assert described["sourceOrganization"] == [{"@type": "Organization", "name": "Merirannan koulu"}]
    assert not {"educationalLevel", "learningResourceType", "teaches"} & described.keys()


def _values(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [inner for item in value.values() for inner in _values(item)]
    if isinstance(value, list):
        return [inner for item in value for inner in _values(item)]
    return [value]


@pytest.mark.parametrize("kind", ["material", "case"])
def test_what_is_not_known_is_left_out_and_never_written_empty(kind: str):
    bare = Record(
        id=RECORD.id,
        kind=kind,
        title="Nimi",
        description="",
        language="sv",
        path="materials/nimi/",
        licence="",
        published_at=WHEN,
        changed_at=WHEN,
    )
    described = json_ld(bare, f"{SITE}/")
    assert described["url"] == ADDRESS
    assert not {"license", "author", "isBasedOn", "description", "image"} & described.keys()
    assert not [value for value in _values(described) if value in ("", None)]
    assert json.loads(json.dumps(described)) == described

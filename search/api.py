"""Search over REST."""

from __future__ import annotations

import dataclasses
from http import HTTPStatus
from typing import Any
from uuid import UUID

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError

from oer.catalogue.models import CatalogueEntry
from oer.catalogue.presentation import RecordFields, permanent_address, record_fields, record_values
from oer.domain.text import LANGUAGES
from search.asking import DEFAULT_SIZE, query_from
from search.engines.base import EngineAway
from search.find import find
from search.results import Hit, Results
from search.similar import similar

router = Router(tags=["search"])


class SearchParameters(Schema):
    """What may be asked. Values that do not exist are passed over; a facet may be repeated (any of them)."""

    q: str = Field("", description='Words, "phrases", -without, field:value.')
    lang: str = Field("fi", description="Language of labels and of the words: fi, sv or en.")
    kind: list[str] = Field([], description="material, case")
    subject: list[str] = Field([])
    level: list[str] = Field([])
    language: list[str] = Field([], description="Language of the content.")
    licence: list[str] = Field([])
    type: list[str] = Field([])
    theme: list[str] = Field([])
    school: list[str] = Field([])
    sort: str = Field("relevance", description="relevance, newest, adopted (most adopted)")
    fold: str = Field(
        "false", description="true: of a family of adaptations and translations one result, with the others."
    )
    page: str = Field("1", description="From 1.")
    size: str = Field(str(DEFAULT_SIZE), description="Results on a page, at most 100.")


class FamilyMember(Schema):
    """Another adaptation or translation; `label` says in what it differs, in the language asked for."""

    id: UUID
    title: str
    language: str
    levels: list[str]
    url: str
    label: str


class FoundRecord(RecordFields):
    """A record, and why it was found."""

    score: float
    #: Field -> HTML with `<mark>` only.
    highlights: dict[str, str]
    why: list[str]
    #: The other works of its family; only when families are folded.
    family: list[FamilyMember] | None = None


class FacetCount(Schema):
    """How many results have this value, whatever else of the same facet is chosen."""

    value: str
    label: str
    count: int


class SearchAnswer(Schema):
    """One page of results, best first."""

    #: Works found.
    total: int
    #: Results on all pages together; only when families are folded.
    rows: int | None = None
    results: list[FoundRecord]
    facets: dict[str, list[FacetCount]]
    #: A spelling that has results, or empty.
    suggestion: str


@router.get("", response=SearchAnswer, summary="Search in materials and practices")
def search(request: HttpRequest, asked: Query[SearchParameters]) -> HttpResponse:
    """The same search as the site's page, with the same words and filters."""
    language = asked.lang if asked.lang in LANGUAGES else LANGUAGES[0]
    with translation.override(language):
        try:
            fold = asked.fold.casefold() in ("true", "1", "yes")
            results = find(dataclasses.replace(query_from(request.GET, language), fold=fold))
        except EngineAway:
            raise HttpError(
                HTTPStatus.SERVICE_UNAVAILABLE, _("The search does not answer now. Try again in a moment.")
            ) from None
        # Written as it is: to check every field of every result against the schema would take a third of the
        # time. A test does that.
        answer = _answer(results, request.build_absolute_uri("/"), fold=fold)
        written = orjson.dumps(answer, default=str, option=orjson.OPT_UTC_Z)
        return HttpResponse(written, content_type="application/json; charset=utf-8")


class SimilarRecord(RecordFields):
    """A record, and how like it is: to be compared within one answer only."""

    score: float


class SimilarAnswer(Schema):
    """The most similar first."""

    results: list[SimilarRecord]


@router.get("/similar/{uuid:identifier}", response=SimilarAnswer, summary="Records like this one")
def similar_records(request: HttpRequest, identifier: UUID) -> dict[str, Any]:
    """What the record's page shows as more like this: of other families, of each the nearest."""
    entry = CatalogueEntry.objects.live().filter(pk=identifier).first()
    if entry is None:
        raise Http404
    try:
        found = similar(entry.as_record())
    except EngineAway:
        raise HttpError(
            HTTPStatus.SERVICE_UNAVAILABLE, _("The search does not answer now. Try again in a moment.")
        ) from None
    site_url = request.build_absolute_uri("/")
    return {
        "results": [
            SimilarRecord(**dict(record_fields(one.record, site_url)), score=one.score) for one in found
        ]
    }


def _answer(results: Results, site_url: str, *, fold: bool) -> dict[str, Any]:
    return {
        "total": results.total,
        **({"rows": results.rows} if fold else {}),
        "results": [_found(hit, site_url, fold=fold) for hit in results.hits],
        "facets": {
            facet.name: [
                {"value": value.value, "label": value.label, "count": value.count} for value in facet.values
            ]
            for facet in results.facets
        },
        "suggestion": results.suggestion,
    }


def _found(hit: Hit, site_url: str, *, fold: bool) -> dict[str, Any]:
    return {
        **record_values(hit.record, site_url),
        "score": hit.score,
        "highlights": hit.highlights,
        "why": hit.why,
        **({"family": _members(hit, site_url)} if fold else {}),
    }


def _members(hit: Hit, site_url: str) -> list[dict[str, Any]]:
    return [
        {
            "id": str(member.record.id),
            "title": member.record.title,
            "language": member.record.language,
            "levels": member.record.levels,
            "url": permanent_address(member.record.id, site_url),
            "label": member.label,
        }
        for member in (hit.family.members if hit.family else ())
    ]

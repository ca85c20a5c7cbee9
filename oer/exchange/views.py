"""Permanent addresses of records."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from oer.catalogue.models import CatalogueEntry
from oer.exchange import jsonld
from oer.exchange.records import is_public


@require_safe
def permanent_address(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Goes to the page in the visitor's language, or gives JSON-LD to whom prefers that.

    410 for what has been withdrawn. Raises Http404 for an id that never was here.
    """
    wanted = request.get_preferred_type(["text/html", jsonld.CONTENT_TYPE])
    answer = _as_json_ld if wanted == jsonld.CONTENT_TYPE else _as_page
    response = answer(request, _entry(identifier))
    patch_vary_headers(response, ["Accept", "Accept-Language", "Cookie"])
    return response


@require_safe
def described_in_json_ld(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """The record as JSON-LD. Raises Http404 for an id that never was here."""
    return _as_json_ld(request, _entry(identifier))


def _entry(identifier: UUID) -> CatalogueEntry:
    entry = CatalogueEntry.objects.filter(id=identifier).first()
    if entry is None:
        raise Http404
    return entry


def _as_page(request: HttpRequest, entry: CatalogueEntry) -> HttpResponse:
    if not is_public(entry):
        return render(request, "410.html", {"kind": entry.kind, "withdrawn_at": entry.changed_at}, status=410)
    return HttpResponseRedirect(reverse("wagtail_serve", args=[entry.as_record().path]))


def _as_json_ld(request: HttpRequest, entry: CatalogueEntry) -> HttpResponse:
    if not is_public(entry):
        return JsonResponse({}, status=410, content_type=jsonld.CONTENT_TYPE)
    described = jsonld.json_ld(entry.as_record(), request.build_absolute_uri("/"))
    return JsonResponse(
        described, content_type=jsonld.CONTENT_TYPE, json_dumps_params={"ensure_ascii": False}
    )

"""The REST API: `/api/v1/`. Other rooms' routers are added where addresses are composed (`oer.urls`)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from oer.exchange.records import router as records

#: Errors are described as RFC 9457 says.
PROBLEM = "application/problem+json"

api = NinjaAPI(
    title="Kierto API",
    version="1.0.0",
    description="What Kierto knows of published learning materials and practices. Open to all, read only.",
    docs_url="/docs",
    openapi_url="/openapi.json",
    urls_namespace="api",
)
api.add_router("/records", records)


@api.exception_handler(ValidationError)
def refuse_values(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """422: which parameter is wrong, and why."""
    errors = [{"parameter": str(found["loc"][-1]), "reason": str(found["msg"])} for found in error.errors]
    detail = _("A parameter has a value that cannot be used.")
    return problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors=errors)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    """404: the thing asked for does not exist."""
    return problem(request, HTTPStatus.NOT_FOUND, str(error))


@api.exception_handler(HttpError)
def refuse(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Any other refusal, in its own words."""
    return problem(request, HTTPStatus(error.status_code), str(error))


def problem(request: HttpRequest, status: HTTPStatus, detail: str, **more: Any) -> HttpResponse:
    """An error as problem details."""
    body = {"type": "about:blank", "title": status.phrase, "status": int(status), "detail": detail, **more}
    response = api.create_response(request, body, status=int(status))
    response["Content-Type"] = PROBLEM
    return response

"""The two probes: whether the process lives, and whether it can serve."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oer.jobs.models import Job
from search import choice

logger = logging.getLogger("oer.exchange")

#: Seconds that the oldest due job may have waited before the queue counts as late.
LATE_AFTER = 300


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Says that the process answers. Touches nothing else, so a restart follows only from its own death."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Whether pages and searches can be served: 503 when the database or every search index is away.

    A late queue is told but is no reason to stop serving: nobody is helped by a site that is down because a
    worker is.
    """
    if not _database_answers():
        state: dict[str, Any] = {"ready": False, "database": "away"}
        return JsonResponse(state, status=HTTPStatus.SERVICE_UNAVAILABLE)
    indexes = {
        engine.name: "ok" if engine.ready() else "away" for engine in map(choice.engine, choice.names())
    }
    serves = "ok" in indexes.values()
    state = {"ready": serves, "database": "ok", "index": indexes, "queue": _queue()}
    return JsonResponse(state, status=HTTPStatus.OK if serves else HTTPStatus.SERVICE_UNAVAILABLE)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("The database does not answer")
        return False
    return True


def _queue() -> dict[str, Any]:
    oldest = Job.objects.due().order_by("not_before").values_list("not_before", flat=True).first()
    waited = (timezone.now() - oldest).total_seconds() if oldest else 0.0
    return {"due": Job.objects.due().count(), "lag_seconds": round(waited), "late": waited > LATE_AFTER}

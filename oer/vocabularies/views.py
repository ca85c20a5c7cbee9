"""Looking up concepts while one writes."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, F, IntegerField, Value, When
from django.db.models.functions import Length
from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.admin.auth import require_admin_access

from oer.domain.text import LANGUAGES
from oer.vocabularies.models import ConceptLabel, fold

#: How many suggestions a person can take in.
MOST = 12
_LONGEST = 100


def concepts_starting(text: str, language: str) -> list[dict[str, str]]:
    """Concepts one of whose names starts with `text`, those by a name in `language` first, then the exact and
    the short.

    Each is `{"uri", "label", "matched"}`; `matched` is the other name that led there, or empty. One query.
    """
    start = fold(text)[:_LONGEST]
    if not start:
        return []
    foreign = Case(When(language=language, then=Value(0)), default=Value(1), output_field=IntegerField())
    exact = Case(When(folded=start, then=Value(0)), default=Value(1), output_field=IntegerField())
    labels = (
        ConceptLabel.objects.filter(language__in=LANGUAGES, folded__startswith=start)
        .select_related("concept")
        .order_by(foreign, exact, F("preferred").desc(), Length("folded"), "folded", "pk")
    )
    found: dict[str, dict[str, str]] = {}
    # A concept may be met by several of its names.
    for label in labels[: MOST * 3]:
        matched = "" if label.preferred and label.language == language else label.text
        entry = {"uri": label.concept.uri, "label": label.concept.label(language), "matched": matched}
        found.setdefault(label.concept.uri, entry)
    return list(found.values())[:MOST]


@require_safe
@require_admin_access
def suggest_concepts(request: HttpRequest) -> Any:
    """JSON list of concepts for `?q=`, in the writer's language."""
    language = (get_language() or "fi").partition("-")[0]
    return JsonResponse({"concepts": concepts_starting(request.GET.get("q", ""), language)})

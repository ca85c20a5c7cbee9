"""Concepts that a page may be about, offered to its author beside the field for keywords.

The materials know no search and the search knows no vocabulary: this room, which knows both, brings them
together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.admin.auth import require_admin_access
from wagtail.models import Page

from oer.catalogue.models import CatalogueEntry
from oer.domain.record import Record
from oer.vocabularies.models import Concept
from search.knowing import knowledge
from search.subjects_of_texts import FIELD_WORTH, proposals

_FIELDS = {"heading": "headings", "body": "body"}


@dataclass(frozen=True, slots=True)
class KeywordSuggestions:
    """The place where suggestions appear; kierto/keyword-suggestions.js asks for them."""

    page: Page

    def render_html(self, parent_context: Any = None) -> str:
        """As HTML. Without JavaScript it stays hidden."""
        address = reverse("suggest_keywords", args=[self.page.pk])
        return render_to_string("site/keyword_suggestions.html", {"address": address})


def suggested(record: Record) -> list[dict[str, str]]:
    """Concepts that a draft may be about, the likeliest first, without those it has: `{"uri", "label"}` each,
    the label in the writer's language where the concept has one."""
    texts: dict[str, list[str]] = {field: [] for field in FIELD_WORTH}
    texts["title"].append(record.title)
    texts["description"].append(record.description)
    for passage in record.passages:
        # Texts are read in the record's language; a quotation in another one says nothing in it.
        if passage.kind in _FIELDS and passage.language in ("", record.language):
            texts[_FIELDS[passage.kind]].append(passage.text)
    documents = CatalogueEntry.objects.live().filter(language=record.language).count()
    chosen = {keyword.uri for keyword in record.keywords}
    found = [
        one.uri for one in proposals(texts, record.language, knowledge(), documents) if one.uri not in chosen
    ]
    concepts = {concept.uri: concept for concept in Concept.objects.filter(uri__in=found)}
    language = (get_language() or "fi").partition("-")[0]
    return [{"uri": uri, "label": concepts[uri].label(language)} for uri in found if uri in concepts]


@require_safe
@require_admin_access
def suggest_keywords(request: HttpRequest, page_id: int) -> JsonResponse:
    """JSON list of concepts for the page's latest draft. Raises PermissionDenied for who may not edit it."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    draft = page.get_latest_revision_as_object()
    record = draft.record() if hasattr(draft, "record") else None
    return JsonResponse({"concepts": suggested(record) if record else []})

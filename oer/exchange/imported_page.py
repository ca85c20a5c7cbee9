"""Filling a material in from an import row."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue

from oer.domain.record import Keyword
from oer.domain.vocabulary import SUBJECTS
from oer.exchange.import_row import ImportRow
from oer.materials.models import MaterialAuthor, MaterialPage, MaterialSource
from oer.vocabularies.keywords import set_keywords
from oer.vocabularies.models import Concept

#: Days until somebody should look at an imported material again: just under two years.
REVIEW_AFTER = dt.timedelta(days=2 * 365 - 1)
#: Rows do not say what type of material they are.
RESOURCE_TYPE = "reading"
NO_CONCEPTS: Mapping[str, Concept] = MappingProxyType({})
#: Space is left for a number that keeps two pages of one title apart.
_SLUG_LENGTH = 80


def fill(
    page: MaterialPage,
    row: ImportRow,
    owner: Any,
    source: MaterialPage | None,
    concepts: Mapping[str, Concept] = NO_CONCEPTS,
) -> None:
    """Give the page everything the row says; `source` is the page of the material it translates, `concepts`
    are those of the row's keywords that are known here, by their identifier.

    What a row has no place for (goals, instructions, another type) stays as it is on the page.
    """
    page.title, page.description, page.language = row.title, row.description, row.language
    page.body = _body(page, row.body)
    page.licence = row.licence
    page.subjects, page.levels = [row.subject], [row.level]
    page.objectives = list(row.objectives)
    page.resource_type = page.resource_type or RESOURCE_TYPE
    set_keywords(page, keywords(row, concepts))
    page.authors.set([MaterialAuthor(name=name) for name in row.authors])
    page.sources.set([_translated(source)] if source else [])
    page.ai_generated = row.ai_generated
    page.shows_real_people = page.shows_real_people or "no"
    page.maintainer = page.maintainer or owner
    page.review_by = timezone.localdate() + REVIEW_AFTER
    page.source_id, page.source_url = row.id, row.source_url
    page.source_note, page.collection = row.source_note, row.collection
    if page.first_published_at:
        with translation.override(row.language):
            page.version_note = _("Updated from the original")


def keywords(row: ImportRow, concepts: Mapping[str, Concept]) -> list[Keyword]:
    """The row's words and known concepts, these by their name in the row's language; where it has none, the
    name of its subject."""
    found = [
        Keyword(label=concepts[word].label(row.language), uri=word)
        if word in concepts
        else Keyword(label=word)
        for word in row.keywords
        if word in concepts or not is_uri(word)
    ]
    return found or [Keyword(label=SUBJECTS.label(row.subject, row.language))]


def concepts_of(row: ImportRow) -> dict[str, Concept]:
    """Those of the row's keywords that are concepts known here, by their identifier."""
    uris = [word for word in row.keywords if is_uri(word)]
    return {concept.uri: concept for concept in Concept.objects.filter(uri__in=uris)} if uris else {}


def is_uri(keyword: str) -> bool:
    """Whether a keyword names a concept by its identifier."""
    return keyword.startswith(("http://", "https://"))


def free_slug(title: str, taken: Callable[[str], bool]) -> str:
    """An address for a page of this title that is not `taken` yet."""
    wanted = slugify(title)[:_SLUG_LENGTH].strip("-") or "material"
    slug, number = wanted, 1
    while taken(slug):
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _body(page: MaterialPage, markdown: str) -> StreamValue:
    """One Markdown block, which keeps its id (and so its anchors) when the text changes."""
    block_id = next((block.id for block in page.body if block.block_type == "markdown"), None)
    data = [{"type": "markdown", "value": markdown, "id": block_id or str(uuid.uuid4())}]
    return StreamValue(page.body.stream_block, data, is_lazy=True)


def _translated(source: MaterialPage) -> MaterialSource:
    return MaterialSource(
        title=source.title,
        authors_text="; ".join(author.name for author in source.authors.all())[:500],
        licence=source.licence,
        url=source.source_url,
        relation=MaterialSource.Relation.TRANSLATED,
        source_page=source,
    )

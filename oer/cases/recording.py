"""Writing a case's record: the one value the world reads it from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils import timezone
from wagtail.rich_text import expand_db_html

from oer.domain.record import Passage, Record
from oer.materials import prose
from oer.materials.recording import path_in_site
from oer.vocabularies.keywords import keywords_of

if TYPE_CHECKING:
    from oer.cases.models import CasePage

#: The parts of the telling, in reading order; also the prefixes of their anchors.
PARTS = ("context", "goal", "implementation", "results", "lessons")


def record_of(page: CasePage) -> Record:
    """The record of a case as it stands in memory; a draft's times are now."""
    now = timezone.now()
    clearance = page.clearance()
    return Record(
        id=page.translation_key,
        kind="case",
        title=page.title,
        description=page.description,
        language=page.language,
        path=path_in_site(page),
        licence=page.licence,
        authors=tuple(author.name for author in page.authors.all()),
        levels=tuple(page.levels),
        keywords=keywords_of(page, page.language),
        themes=tuple(page.themes),
        change_level=page.change_level,
        schools=(page.school.name,) if page.school else (),
        passages=tuple(passages(page)),
        criteria_version=clearance.criteria_version if clearance else "",
        screening=clearance.outcome if clearance else "",
        adoptions=page.adoptions.by_others(page).in_use().count() if page.pk else 0,
        published_at=page.first_published_at or now,
        changed_at=page.last_published_at or now,
    )


def passages(page: CasePage) -> Iterator[Passage]:
    """The text of the case in reading order, without markup."""
    for part in PARTS:
        yield from prose.passages(part_html(page, part), part)
    if page.resources_needed.strip():
        yield Passage(kind="body", text=" ".join(page.resources_needed.split()), place="part-resources")


def part_html(page: CasePage, part: str) -> str:
    """One part of the telling as HTML."""
    return str(expand_db_html(getattr(page, part) or ""))

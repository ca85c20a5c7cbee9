"""From a revision to facts: everything the criteria may look at, read from the page as it was saved.

Materials are known here. Any other page that has a `record()` is read as a case description by the names of
its fields (`context`, `results` …), whatever room it lives in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.rich_text import get_text_for_indexing

from oer.domain.criteria import Facts
from oer.domain.record import Source
from oer.domain.vocabulary import EASY
from oer.materials.models import MaterialPage
from oer.screening.body_facts import read_body
from oer.screening.contacts import contact_details
from oer.vocabularies.keywords import keywords_of
from oer.vocabularies.models import ConceptLabel, Objective, fold

#: Fields of a page that are the criteria's fields of the same name, where the page type has them at all: a
#: question that an author has no place to answer is not asked of them but left to a reviewer.
_HELD = ("licence", "shows_real_people", "permission_basis", "review_by", "version_note")
#: Parts of a case description that are the criteria's fields of the same name.
_SECTIONS = ("context", "goal", "implementation", "results", "lessons", "resources_needed", "evidence_type")


def facts_of(revision: Revision, file_groups: Mapping[str, Any], *, page: Page | None = None) -> Facts:
    """The facts of a revision; `page` spares reading it again when the caller has it at hand."""
    page = page or revision.as_object()
    # What is live has no earlier version to tell apart from; what comes after it has.
    # (A revision's own JSON does not know which one is live.)
    changes_something = (
        bool(page.first_published_at) and not Page.objects.filter(live_revision=revision).exists()
    )
    return facts_of_page(page, file_groups, changes_something=changes_something)


def facts_of_page(page: Page, file_groups: Mapping[str, Any], *, changes_something: bool = False) -> Facts:
    """The facts of a page as it stands in memory; whether it would replace a version that is published."""
    body = read_body(page, file_groups)
    metadata = _material(page) if isinstance(page, MaterialPage) else _described(page)
    return Facts(
        kind="material" if isinstance(page, MaterialPage) else "case",
        metadata=metadata,
        today=timezone.localdate(),
        documents=body.documents,
        files=body.files,
        videos=body.videos,
        sources=tuple(_sources(page)),
        contact_details=contact_details(body.outside_code, _own_addresses(page)),
        flags=frozenset({*_flags(page, metadata), *(["published_before"] if changes_something else [])}),
    )


def _material(page: MaterialPage) -> dict[str, Any]:
    keywords = tuple(sorted(tag.name for tag in page.keywords.all()))
    return {
        **_common(page),
        "description": page.description,
        "education_level": tuple(page.levels),
        "subject_or_cross_curricular": tuple(page.subjects),
        "resource_type": page.resource_type,
        "keywords": keywords,
        "keyword_uris": _uris(page, keywords),
        "learning_goals": _lines(page.goals),
        "instructions": page.instructions,
        "curriculum_alignment": tuple(page.objectives),
        "objective_levels": _objective_levels(page.objectives),
        "time_required": page.minutes,
        "source_url": page.source_url,
    }


def _common(page: Any) -> dict[str, Any]:
    values = {name: getattr(page, name) for name in _HELD if hasattr(page, name)}
    if hasattr(page, "maintainer"):
        maintainer = page.maintainer
        values["maintainer"] = maintainer.get_username() if maintainer and maintainer.is_active else ""
    return {
        **values,
        "title": page.title,
        "language": page.language,
        "accessibility_features": ("easy_language",) if page.language.endswith(EASY) else (),
        "authors": tuple(author.name for author in page.authors.all()) if hasattr(page, "authors") else (),
    }


def _described(page: Any) -> dict[str, Any]:
    """A case, from its record and the fields that carry the criteria file's own names."""
    record = page.record()
    return {
        **_common(page),
        **{name: _plain_text(getattr(page, name)) for name in _SECTIONS if hasattr(page, name)},
        "summary": record.description,
        "organisation": record.schools,
        "education_level": record.levels,
        "themes": record.themes,
        "implementation_period": str(getattr(page, "implementation_start", None) or ""),
    }


def _plain_text(markup: str) -> str:
    return " ".join(get_text_for_indexing(markup or "").split())


def _lines(text: str) -> tuple[str, ...]:
    """The entries of a list written a line each."""
    return tuple(line for raw in text.splitlines() if (line := raw.strip(" \t-*•")))


def _uris(page: MaterialPage, keywords: Iterable[str]) -> tuple[str, ...]:
    """Concepts that were chosen, and those that plain words happen to be names of."""
    folded = [fold(keyword) for keyword in keywords]
    if not folded:
        return ()
    labels = ConceptLabel.objects.filter(folded__in=folded, language__in={page.language, "fi"})
    chosen = {keyword.uri for keyword in keywords_of(page, page.language) if keyword.uri}
    return tuple(sorted(chosen.union(labels.values_list("concept__uri", flat=True))))


def _objective_levels(codes: list[str]) -> dict[str, str] | None:
    """Each known code with its level; None when no curriculum has been loaded to look in."""
    if not codes:
        return {}
    known = dict(Objective.objects.filter(code__in=codes).values_list("code", "level"))
    return known if known or Objective.objects.exists() else None


def _sources(page: Any) -> Iterable[Source]:
    for row in page.sources.all() if hasattr(page, "sources") else ():
        yield Source(title=row.title, licence=row.licence, url=row.url, relation=row.relation)


def _own_addresses(page: Page) -> list[str]:
    people = [page.owner, getattr(page, "maintainer", None)]
    return [person.email for person in people if person and person.email]


def _flags(page: Page, metadata: Mapping[str, Any]) -> Iterable[str]:
    namesakes = Page.objects.live().filter(title=page.title).exclude(pk=page.pk)
    authors = set(metadata["authors"])
    for other in namesakes.specific()[:5]:
        if hasattr(other, "authors") and authors & {author.name for author in other.authors.all()}:
            yield "title_taken"
            return

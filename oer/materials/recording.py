"""Writing a material's record: the one value the world reads it from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone
from wagtail.models import Page, Site

from media.captions.showing import languages_with_captions
from media.player import public_poster
from oer.domain.record import Record, Source, VideoFacts
from oer.materials import body as reading
from oer.materials.attachments.passages import file_passages
from oer.materials.objectives import objective_passages
from oer.vocabularies.keywords import keywords_of

if TYPE_CHECKING:
    from oer.materials.models import MaterialPage, MaterialSource


def record_of(page: MaterialPage) -> Record:
    """The record of a material as it stands in memory; a draft's times are now."""
    now = timezone.now()
    clearance = page.clearance()
    return Record(
        id=page.translation_key,
        source_id=page.source_id or None,
        kind="material",
        title=page.title,
        description=page.description,
        language=page.language,
        path=path_in_site(page),
        licence=page.licence,
        authors=tuple(author.name for author in page.authors.all()),
        subjects=tuple(page.subjects),
        levels=tuple(page.levels),
        keywords=keywords_of(page, page.language),
        objectives=tuple(page.objectives),
        type=page.resource_type,
        is_based_on=tuple(_sources(page.sources.all())),
        passages=(
            *reading.passages(page.body, page.language),
            *objective_passages(page.objectives, page.language),
            *file_passages(page.body),
        ),
        video=_video_facts(page),
        image=_first_picture(page),
        collection=page.collection,
        source_url=page.source_url,
        ai_generated=page.ai_generated,
        criteria_version=clearance.criteria_version if clearance else "",
        screening=clearance.outcome if clearance else "",
        minutes=page.minutes,
        published_at=page.first_published_at or now,
        changed_at=page.last_published_at or now,
    )


def path_in_site(page: Page) -> str:
    """The page's path under the interface language's root, with a final slash and without a leading one.

    `Page.url` carries the active language's prefix; a record must not.
    """
    for root in Site.get_site_root_paths():
        if page.url_path.startswith(root.root_path):
            return str(page.url_path[len(root.root_path) :])
    return str(page.url_path.lstrip("/"))


def _sources(rows: Iterable[MaterialSource]) -> Iterable[Source]:
    for row in rows:
        here = row.source_page
        yield Source(
            title=row.title,
            authors=tuple(name.strip() for name in row.authors_text.split(";") if name.strip()),
            licence=row.licence,
            url=row.url,
            relation=row.relation,
            id=here.translation_key if here and here.live else None,
        )


def _video_facts(page: MaterialPage) -> VideoFacts | None:
    ready = next((video for video in reading.videos(page.body) if video.state == "ready"), None)
    if ready is None:
        return None
    return VideoFacts(
        seconds=round(ready.seconds or 0),
        poster=public_poster(ready),
        captions=languages_with_captions(ready),
    )


def _first_picture(page: MaterialPage) -> str:
    for block in page.body:
        if block.block_type == "image" and (image := block.value.get("image")):
            return str(image.get_rendition("fill-640x400|format-webp").url)
    return ""

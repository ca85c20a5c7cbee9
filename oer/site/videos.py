"""A finished video changes what the world may know of the pages that show it; a published page shows its
videos to the world.

The video room knows no pages and the catalogue knows no videos: this room, which knows both, passes it on.
"""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from media.showing import show
from media.signals import video_changed
from oer.catalogue.models import CatalogueEntry, EntryState
from oer.catalogue.signals import entry_changed
from oer.jobs import enqueue
from oer.materials.body import videos
from oer.materials.models import MaterialPage

#: The job that refreshes the records of pages which show a video.
PAGES_JOB = "site.refresh_pages_with_video"


@receiver(video_changed)
def owe_pages(video: Any, **kwargs: Any) -> None:
    enqueue(PAGES_JOB, key=str(video.pk))


@receiver(entry_changed)
def show_videos(entry: CatalogueEntry, **kwargs: Any) -> None:
    """Everybody may watch the videos of a published page, until it is withdrawn or expires."""
    page = None
    if entry.state == EntryState.LIVE and entry.page_id is not None:
        page = MaterialPage.objects.filter(pk=entry.page_id).first()
    shown = [video.pk for video in videos(page.body)] if page else []
    show(str(entry.pk), shown, entry.expires_at)

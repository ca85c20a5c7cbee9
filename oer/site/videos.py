"""A finished video changes what the world may know of the pages that show it.

The video room knows no pages and the catalogue knows no videos: this room, which knows both, passes it on.
"""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from media.signals import video_changed
from oer.jobs import enqueue

#: The job that refreshes the records of pages which show a video.
PAGES_JOB = "site.refresh_pages_with_video"


@receiver(video_changed)
def owe_pages(video: Any, **kwargs: Any) -> None:
    enqueue(PAGES_JOB, key=str(video.pk))

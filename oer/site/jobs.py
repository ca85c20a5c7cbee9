"""Work the shell owes."""

from __future__ import annotations

from oer.catalogue.refresh import refresh
from oer.jobs import Attempt, handler
from oer.materials.models import MaterialPage
from oer.site.files import FILE_PAGES_JOB
from oer.site.videos import PAGES_JOB


@handler(PAGES_JOB, queue="index", lease=60, attempts=8)
def refresh_pages_with_video(attempt: Attempt) -> None:
    """Refresh the record of every live page whose body shows this video."""
    for page in MaterialPage.objects.live().showing_video(attempt.key):
        refresh(page)


@handler(FILE_PAGES_JOB, queue="index", lease=60, attempts=8)
def refresh_pages_with_file(attempt: Attempt) -> None:
    """Refresh the record of every live page whose body offers this file."""
    for page in MaterialPage.objects.live().offering_file(attempt.key):
        refresh(page)

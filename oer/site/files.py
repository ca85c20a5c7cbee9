"""What an attached file says changes what the world may know of the pages that offer it.

The materials know no catalogue and the catalogue knows no files: this room, which knows both, passes it on.
"""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from oer.jobs import enqueue
from oer.materials.signals import file_read

#: The job that refreshes the records of pages which offer a file.
FILE_PAGES_JOB = "site.refresh_pages_with_file"


@receiver(file_read)
def owe_pages(document: Any, **kwargs: Any) -> None:
    enqueue(FILE_PAGES_JOB, key=str(document.pk))

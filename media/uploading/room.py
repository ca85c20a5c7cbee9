"""Room on the disk for what is uploaded."""

from media import folders
from media.uploading.models import Upload

#: The disk keeps so much for everything else.
SPARE_BYTES = 1024**3


def has_room(length: int) -> bool:
    """Whether one more upload of so many bytes can arrive whole, beside those that are on their way."""
    return folders.free_bytes() >= Upload.objects.under_way().bytes_to_come() + length + SPARE_BYTES


def is_full() -> bool:
    """Whether nothing more may be written: what was promised when an upload began may be gone by now."""
    return folders.free_bytes() < SPARE_BYTES

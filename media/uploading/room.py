"""Room on the disk for what is uploaded."""

from media import folders
from media.room import left
from media.uploading.models import Upload


def has_room(length: int) -> bool:
    """Whether one more upload of so many bytes can arrive whole, beside those that are on their way."""
    return left(folders.uploads()) >= Upload.objects.under_way().bytes_to_come() + length


def is_full() -> bool:
    """Whether nothing more may be written: what was promised when an upload began may be gone by now."""
    return left(folders.uploads()) < 0

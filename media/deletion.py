"""What goes when a video goes, and the sweep for whatever a killed process left behind."""

import shutil
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from media import folders, shelf
from media.models import Replacement, Video
from media.uploading.models import Upload

#: An attempt writes to its folder all the time; an hour of silence means nobody is there.
IDLE_SECONDS = 3600


@receiver(post_delete, sender=Replacement)
def remove_refused_file(instance: Replacement, **kwargs: Any) -> None:
    """A new file that was not taken goes with its row."""
    transaction.on_commit(partial(_remove, instance.file.storage, instance.file.name, ""))


@receiver(post_delete, sender=Video)
def remove_files(instance: Video, **kwargs: Any) -> None:
    """Original and renditions go once the deletion is certain; renditions stay if another video has them."""
    transaction.on_commit(
        partial(_remove, instance.file.storage, instance.file.name, instance.renditions_folder)
    )


def _remove(storage: Any, original: str | None, folder: str) -> None:
    if original and not Video.objects.filter(file=original).exists():
        storage.delete(original)
    if folder and not Video.objects.filter(renditions_folder=folder).exists():
        shelf.remove(folder)


def sweep() -> int:
    """Removes work folders that nobody writes to, and what no video owns; the number of things removed."""
    idle = folders.idle_work_folders(IDLE_SECONDS)
    for folder in idle:
        shutil.rmtree(folder, ignore_errors=True)
    owned = set(Video.objects.exclude(renditions_folder="").values_list("renditions_folder", flat=True))
    orphans = [name for name in shelf.idle(IDLE_SECONDS) if name not in owned]
    for name in orphans:
        shelf.remove(name)
    unfinished = list(Upload.objects.given_up())
    for upload in unfinished:
        upload.discard()
    # A file is removed after its row: whoever is killed between the two leaves the file.
    rows = {str(pk) for pk in Upload.objects.values_list("pk", flat=True)}
    rowless = [path for path in folders.idle_uploads(IDLE_SECONDS) if path.name not in rows]
    for path in rowless:
        path.unlink(missing_ok=True)
    kept = {name for model in (Video, Replacement) for name in model.objects.values_list("file", flat=True)}
    uploads = [name for name in shelf.idle_originals(IDLE_SECONDS) if name not in kept]
    for name in uploads:
        default_storage.delete(name)
    return len(idle) + len(orphans) + len(unfinished) + len(rowless) + len(uploads)

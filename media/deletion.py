"""What goes when a video goes, and the sweep for whatever a killed process left behind."""

import shutil
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone

from media import folders, shelf
from media.models import FormerFolder, Replacement, Video
from media.signals import video_changed
from media.uploading.models import Upload
from oer.jobs.models import Job

#: Seconds of silence after which what no row speaks of belongs to nobody.
IDLE_SECONDS = 3600


@receiver(post_delete, sender=Replacement)
def remove_refused_file(instance: Replacement, **kwargs: Any) -> None:
    """A new file that was not taken goes with its row."""
    transaction.on_commit(partial(_remove, instance.file.storage, instance.file.name, ""))


@receiver(post_delete, sender=Video)
def remove_files(instance: Video, **kwargs: Any) -> None:
    """Original and renditions go once the deletion is certain; renditions stay if another video has them.

    Its rows have gone already, whichever way it was deleted: what pages read of it from now on is nothing.
    """
    video_changed.send(Video, video=instance)
    transaction.on_commit(
        partial(_remove, instance.file.storage, instance.file.name, instance.renditions_folder)
    )


@receiver(post_delete, sender=FormerFolder)
def remove_former_folder(instance: FormerFolder, **kwargs: Any) -> None:
    """Where a video was before goes with its row, unless a video is there again."""
    transaction.on_commit(partial(_remove_unused, instance.folder))


def _remove(storage: Any, original: str | None, folder: str) -> None:
    if original and not Video.objects.filter(file=original).exists():
        storage.delete(original)
    _remove_unused(folder)


def _remove_unused(folder: str) -> bool:
    """Takes a renditions folder away unless a video plays from it; True when it went."""
    if not folder or Video.objects.play_from(folder):
        return False
    shelf.remove(folder)
    # Of a video that was shown from it in this very moment: either this look or that of `show` comes later.
    for video in Video.objects.filter(renditions_folder=folder):
        with transaction.atomic():
            video.put_in_line()
    return True


def _abandoned(idle: list[Path]) -> list[Path]:
    """Those that no running job of this room has: a recogniser may listen for hours and write nothing."""
    running = Job.objects.filter(state=Job.State.RUNNING, kind__startswith="media.")
    keys = list(running.values_list("key", flat=True))
    return [folder for folder in idle if not any(key in folder.name for key in keys)]


def sweep() -> int:
    """Removes work folders that nobody writes to, and what no video owns; the number of things removed."""
    abandoned = _abandoned(folders.idle_work_folders(IDLE_SECONDS))
    for folder in abandoned:
        shutil.rmtree(folder, ignore_errors=True)
    FormerFolder.objects.filter(until__lte=timezone.now()).delete()
    # Files first, rows second, here and below: what gets its row between the two is kept.
    made = shelf.idle(IDLE_SECONDS)
    played = set(Video.objects.values_list("renditions_folder", flat=True))
    played.update(FormerFolder.objects.values_list("folder", flat=True))
    orphans = [name for name in made if name not in played and _remove_unused(name)]
    unfinished = list(Upload.objects.given_up())
    for upload in unfinished:
        upload.discard()
    # A file is removed after its row: whoever is killed between the two leaves the file.
    rows = {str(pk) for pk in Upload.objects.values_list("pk", flat=True)}
    rowless = [path for path in folders.idle_uploads(IDLE_SECONDS) if path.name not in rows]
    for path in rowless:
        path.unlink(missing_ok=True)
    originals = shelf.idle_originals(IDLE_SECONDS)
    kept = {name for model in (Video, Replacement) for name in model.objects.values_list("file", flat=True)}
    ownerless = [name for name in originals if name not in kept]
    for name in ownerless:
        default_storage.delete(name)
    return len(abandoned) + len(orphans) + len(unfinished) + len(rowless) + len(ownerless)

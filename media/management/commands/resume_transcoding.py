from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from media.checks import find_obstacle
from media.deletion import sweep
from media.jobs import is_lost
from media.models import Video, VideoQuerySet
from oer.jobs.models import Job
from oer.jobs.worker import see_through


class Command(BaseCommand):
    help = (
        "Converts every video that somebody is waiting for, and those whose renditions are gone. Safe beside "
        "running workers, and repeatable."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Puts what is owed in line, does it here and now, and sweeps what killed attempts left."""
        if obstacle := find_obstacle():
            raise CommandError(obstacle)
        gone = lost(Video.objects.ready())
        owed = [*Video.objects.owed(), *gone]
        for video in owed:
            with transaction.atomic():
                video.put_in_line()
        see_through(Job.objects.filter(kind="media.transcode", state=Job.State.RUNNING), ["transcode"])
        still_gone = lost(Video.objects.ready().filter(pk__in=[video.pk for video in gone]))
        left = Video.objects.owed().count() + len(still_gone)
        self.stdout.write(f"{len(owed)} videos were owed, {left} still are.")
        self.stdout.write(f"{sweep()} left-over folders removed.")


def lost(videos: VideoQuerySet) -> list[Video]:
    """Those that should play and whose renditions are not there; in a bucket this takes a look each."""
    return [video for video in videos if is_lost(video)]

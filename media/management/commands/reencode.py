from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from media.checks import find_obstacle
from media.jobs import is_owed
from media.models import Video
from oer.jobs.models import Job
from oer.jobs.worker import see_through


class Command(BaseCommand):
    help = (
        "Makes everything anew that was made by another preset, size limit or version of ffmpeg than the "
        "present one, or that is gone. Stop it when you like: what is done is done, and the next run goes on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """--dry-run."""
        parser.add_argument("--dry-run", action="store_true", help="only say how many there are")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        """One at a time, so that new uploads need not wait; the old one plays until the new one is ready."""
        if obstacle := find_obstacle():
            raise CommandError(obstacle)
        owed = [video.pk for video in Video.objects.ready().order_by("created_at") if is_owed(video)]
        ready = Video.objects.ready().count()
        self.stdout.write(f"{len(owed)} of {ready} were made in another way or are gone.")
        done = 0
        for number, key in enumerate([] if dry_run else owed, start=1):
            with transaction.atomic():
                for video in Video.objects.ready().filter(pk=key):
                    video.put_in_line()
            self._finish(key)
            done += not any(is_owed(video) for video in Video.objects.ready().filter(pk=key))
            self.stdout.write(f"{number} of {len(owed)}")
        if not dry_run:
            self.stdout.write(f"{done} were made anew, {len(owed) - done} could not be and stay as they are.")

    def _finish(self, key: Any) -> None:
        """Does it here, or waits for the worker that has taken it."""
        under_way = (Job.State.WAITING, Job.State.RUNNING)
        see_through(
            Job.objects.filter(kind="media.transcode", key=str(key), state__in=under_way), ["transcode"]
        )

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from media.jobs import is_owed
from media.models import Video
from oer.jobs.models import Job
from oer.jobs.worker import run_due_jobs

#: Seconds between two looks whether a worker has finished the one under way.
PAUSE = 1.0


class Command(BaseCommand):
    help = (
        "Makes everything anew that was made by another preset, size limit or version of ffmpeg than the "
        "present one. Stop it when you like: what is done is done, and the next run goes on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """--dry-run."""
        parser.add_argument("--dry-run", action="store_true", help="only say how many there are")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        """One at a time, so that new uploads need not wait; the old one plays until the new one is ready."""
        owed = [video.pk for video in Video.objects.ready().order_by("created_at") if is_owed(video)]
        self.stdout.write(f"{len(owed)} of {Video.objects.ready().count()} were made in another way.")
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
        run_due_jobs(["transcode"])
        jobs = Job.objects.filter(kind="media.transcode", key=str(key))
        while jobs.filter(state__in=(Job.State.WAITING, Job.State.RUNNING)).exists():
            time.sleep(PAUSE)
            run_due_jobs(["transcode"])

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from media.checks import find_obstacle
from media.deletion import sweep
from media.jobs import is_owed
from media.models import Video
from media.reasons import UNEXPECTED, sentence
from oer.jobs.models import Job, JobQuerySet
from oer.jobs.worker import see_through

#: While it waits, left-overs are swept away as often as this.
SWEEP_SECONDS = 60.0


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
        owed = [video for video in Video.objects.ready().order_by("created_at") if is_owed(video)]
        ready = Video.objects.ready().count()
        self.stdout.write(f"{len(owed)} of {ready} were made in another way or are gone.")
        if dry_run:
            return
        failed: list[str] = []
        for number, video in enumerate(owed, start=1):
            with transaction.atomic():
                for ready_one in Video.objects.ready().filter(pk=video.pk):
                    ready_one.put_in_line()
            self._finish(video)
            if any(is_owed(now) for now in Video.objects.ready().filter(pk=video.pk)):
                failed.append(f"“{video}”: {_reason(video)}")
            self.stdout.write(f"{number} of {len(owed)}")
        done = len(owed) - len(failed)
        self.stdout.write(f"{done} were made anew, {len(failed)} could not be and stay as they are.")
        self.stdout.writelines(failed)

    def _finish(self, video: Video) -> None:
        """Does it here, or waits for the worker that has taken it; says what it waits for, and makes room."""
        said, swept_at = "", float("-inf")

        def told(job: Job) -> None:
            nonlocal said, swept_at
            if job.note and job.note != said:
                said = job.note
                self.stdout.write(f"“{video}” waits: {said}")
                self.stdout.flush()
            # Former folders are kept for a while: perhaps no worker runs that would take them afterwards.
            if time.monotonic() - swept_at >= SWEEP_SECONDS:
                swept_at = time.monotonic()
                sweep()

        under_way = (Job.State.WAITING, Job.State.RUNNING)
        see_through(_jobs(video).filter(state__in=under_way), ["transcode"], told)


def _jobs(video: Video) -> JobQuerySet:
    found: JobQuerySet = Job.objects.filter(kind="media.transcode", key=str(video.pk))
    return found


def _reason(video: Video) -> str:
    """Why the last attempt came to nothing."""
    last = _jobs(video).order_by("-pk").first()
    return last.reason if last and last.reason else str(sentence(UNEXPECTED))

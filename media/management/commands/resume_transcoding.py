from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from media.deletion import sweep
from media.models import Video
from oer.jobs.worker import run_due_jobs


class Command(BaseCommand):
    help = "Converts every video that somebody is waiting for. Safe beside running workers, and repeatable."

    def handle(self, *args: Any, **options: Any) -> None:
        """Puts what is owed in line, does it here and now, and sweeps what killed attempts left."""
        owed = 0
        for video in Video.objects.owed():
            with transaction.atomic():
                video.put_in_line()
            owed += 1
        run_due_jobs(["transcode"])
        self.stdout.write(f"{owed} videos were owed, {Video.objects.owed().count()} still are.")
        self.stdout.write(f"{sweep()} left-over folders removed.")

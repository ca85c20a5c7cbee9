"""`manage.py work`: do the background jobs."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from oer.jobs.processes import CREWS, Supervisor, die_with_parent, stop_on_signals
from oer.jobs.requirements import faults
from oer.jobs.sweeping import Sweeper, expire_dead_neighbours
from oer.jobs.worker import loop


class Command(BaseCommand):
    """Without options: one process for short work and one for transcoding, both watched over."""

    help = "Does background jobs until it is stopped. Killed at any moment, it loses nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--queues` is for containers, where each worker is a process of its own."""
        parser.add_argument(
            "--queues", default="", help="serve only these, in this process (comma-separated)"
        )
        parser.add_argument(
            "--nice", type=int, default=0, help="how much to give way to other processes, 0-19"
        )
        parser.add_argument("--parent", type=int, default=0, help="end with this process")

    def handle(self, *, queues: str, nice: int, parent: int, **options: Any) -> None:
        """Run until SIGTERM or Ctrl-C.

        Refuses queues that do not exist or that this machine lacks something for; then nothing need be tried
        again, which the exit status says.
        """
        served = queues.split(",") if queues else [name for crew in CREWS for name in crew.queues]
        unknown = set(served) - set(settings.TASKS["default"]["QUEUES"])
        if unknown:
            raise CommandError(f"No such queue: {', '.join(sorted(unknown))}")
        if missing := faults(served):
            raise CommandError(" ".join(missing), returncode=os.EX_CONFIG)
        if parent:
            die_with_parent(parent)
        stop_on_signals()
        if nice:
            os.nice(nice)
        if not queues:
            expire_dead_neighbours()
            Supervisor().run()
            return
        if not parent:
            expire_dead_neighbours()
        Sweeper(served).start()
        loop(served)

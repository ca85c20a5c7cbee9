"""`manage.py owe LOG`: the tables of the jobs, and one job that hangs."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from oer.jobs import enqueue


class Command(BaseCommand):
    def add_arguments(self, parser: CommandParser) -> None:
        """The file to write to, and the number of the attempt that comes to an end."""
        parser.add_argument("log")
        parser.add_argument("finish_at", type=int)

    def handle(self, *, log: str, finish_at: int, **options: Any) -> None:
        """Migrate and enqueue."""
        call_command("migrate", "jobs", verbosity=0)
        call_command("migrate", "django_tasks_database", verbosity=0)
        enqueue("crash.slow", "film", {"log": log, "finish_at": finish_at})

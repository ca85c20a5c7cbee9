"""`manage.py sync_roles`: the roles as groups with permissions."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from oer.people.groups import sync_roles


class Command(BaseCommand):
    """Prints what changed; nothing at a second run."""

    help = "Turns the roles into groups with permissions. Safe to run again at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            changes = sync_roles()
        except ImproperlyConfigured as error:
            raise CommandError(f"{error} Run migrate first.") from error
        for line in changes:
            self.stdout.write(line)

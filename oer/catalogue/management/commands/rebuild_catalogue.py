from typing import Any

from django.core.management.base import BaseCommand

from oer.catalogue.refresh import rebuild


class Command(BaseCommand):
    help = "Bring the catalogue in step with the page tree. Idempotent, safe beside running workers."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"The catalogue holds {rebuild()} live entries.")

"""`manage.py set_up_site`: home and the index pages, where they are missing."""

from typing import Any

from django.core.management.base import BaseCommand

from oer.site.foundation import set_up_site


class Command(BaseCommand):
    help = "Creates the home page, the index pages and the site record where they are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        home = set_up_site()
        self.stdout.write(f"The site stands on “{home.title}”.")

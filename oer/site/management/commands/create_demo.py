"""`manage.py create_demo`: a site with something on it, to look around in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from oer.people.groups import sync_roles
from oer.screening.importing import import_criteria
from oer.screening.models import CriteriaSet
from oer.screening.setting_up import ensure_workflow
from oer.site.demo.building import make_cases, make_materials
from oer.site.demo.people import ACCOUNTS, make_people
from oer.site.foundation import set_up_site

CRITERIA = Path(__file__).parents[2] / "demo" / "criteria.yaml"


class Command(BaseCommand):
    """Makes what is missing of the demo; changes nothing that is there."""

    help = (
        "Demo schools, accounts, materials and cases. The passwords are public, so it works only where "
        "DEBUG is on, or with --force."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="Also where DEBUG is off.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEBUG or options["force"]):
            raise CommandError(
                "The demo accounts have public passwords, so this is no place for them. "
                "Use --force if you are sure."
            )
        set_up_site()
        sync_roles()
        if not CriteriaSet.objects.exists():
            import_criteria(CRITERIA)
        ensure_workflow()
        people = make_people()
        materials, cases = make_materials(people), make_cases(people)
        self.stdout.write(f"Demo: {materials} new materials and {cases} new cases.")
        self.stdout.write("Accounts: " + ", ".join(f"{name} / {name}-demo" for name, *_rest in ACCOUNTS))

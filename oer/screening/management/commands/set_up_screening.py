"""`manage.py set_up_screening`: the workflow of screening and review, where it is missing."""

from typing import Any

from django.core.management.base import BaseCommand

from oer.screening.setting_up import ensure_workflow


class Command(BaseCommand):
    help = "Creates the workflow of screening and review and puts it on the materials' and cases' sections."

    def handle(self, *args: Any, **options: Any) -> None:
        workflow = ensure_workflow()
        self.stdout.write(f"The workflow “{workflow.name}” is in place.")

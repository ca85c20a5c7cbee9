"""`manage.py import_criteria FILE.yaml`: a version of the selection criteria, taken into use."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from oer.domain.criteria import RULES
from oer.screening.criteria_file import CriteriaFileError
from oer.screening.importing import import_criteria


class Command(BaseCommand):
    help = "Imports a version of the selection criteria and screens by it from now on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="A criteria file, YAML")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            criteria_set, new = import_criteria(options["file"])
        except CriteriaFileError as error:
            raise CommandError(str(error)) from error
        values = criteria_set.criteria()
        rules = [rule.id for criterion in values.criteria for rule in criterion.rules]
        done = sum(rule in RULES for rule in rules)
        self.stdout.write(
            f"Criteria {criteria_set.version} are {'imported' if new else 'already here'} and in use: "
            f"{len(values.criteria)} criteria, {len(rules)} rules, {done} of them evaluated by machine; "
            "the others wait for a reviewer."
        )

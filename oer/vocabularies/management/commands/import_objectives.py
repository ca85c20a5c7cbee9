"""`manage.py import_objectives FILE.json`: a national core curriculum."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from oer.vocabularies.importing import UnreadableFile
from oer.vocabularies.objectives import import_objectives


class Command(BaseCommand):
    """Idempotent. Entries that cannot be used are listed with their place; the status is then 1."""

    help = "Makes and updates curriculum objectives from a curriculum file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            report = import_objectives(json.loads(path.read_text(encoding="utf-8")))
        except json.JSONDecodeError as error:
            raise CommandError(f"{path}: line {error.lineno}: this is not JSON ({error.msg}).") from error
        except (OSError, UnicodeDecodeError, UnreadableFile) as error:
            raise CommandError(f"{path}: {error}") from error
        for fault in report.faults:
            self.stderr.write(f"{fault.place}: {fault.reason}")
        self.stdout.write(report.summary())
        if report.faults:
            raise SystemExit(1)

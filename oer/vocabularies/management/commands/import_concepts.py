"""`manage.py import_concepts FILE.tsv[.gz]`: keywords of the national ontology."""

import gzip
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from oer.vocabularies.concepts import import_concepts
from oer.vocabularies.importing import UnreadableFile


class Command(BaseCommand):
    """Idempotent. Bad rows are listed with their line; the others are imported, and the status is 1."""

    help = "Makes and updates concepts from a table of YSO (uri, labels in fi, sv and en, other labels)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            read = gzip.open if path.suffix == ".gz" else open
            with read(path, "rt", encoding="utf-8") as lines:
                report = import_concepts(lines, self._tell)
        except (OSError, EOFError, UnicodeDecodeError, UnreadableFile) as error:
            raise CommandError(f"{path}: {error}") from error
        for fault in report.faults:
            self.stderr.write(f"{fault.place}: {fault.reason}")
        self.stdout.write(report.summary())
        if report.faults:
            raise SystemExit(1)

    def _tell(self, done: int) -> None:
        self.stdout.write(f"\r{done} concepts", ending="\n" if not self.stdout.isatty() else "")

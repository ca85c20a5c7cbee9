"""`manage.py screen [PAGE_ID …] [--json]`: screens the latest revisions and prints the reports."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override
from wagtail.models import Page

from oer.materials.clearance import ClearedPublishing
from oer.screening import reports
from oer.screening.presenting import rows
from oer.screening.records import NoCriteria, Screening
from oer.screening.running import screen_revision
from oer.screening.summaries import summary


class Command(BaseCommand):
    help = "Screens pages (all materials and cases without arguments) by the criteria in use."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("page_ids", nargs="*", type=int, metavar="PAGE_ID")
        parser.add_argument("--json", action="store_true", dest="as_json", help="Print a JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
        found = []
        for page in _pages(options["page_ids"]):
            revision = page.get_latest_revision() or page.specific.save_revision(clean=False)
            try:
                screening = screen_revision(revision)
            except NoCriteria as error:
                raise CommandError(f"{error} Run import_criteria first.") from error
            if options["as_json"]:
                found.append(_entry(page, screening))
            else:
                self._print(page, screening)
        if options["as_json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))

    def _print(self, page: Page, screening: Screening) -> None:
        with override("en"):
            self.stdout.write(f"{page.pk} {page.title}: {screening.outcome}. {summary(screening)}")
            for row in rows(screening):
                self.stdout.write(f"  {row.verdict:<10} {row.id}")
                for point in row.points:
                    self.stdout.write(
                        f"             {point.rule or 'reviewer'} [{point.weight}] {point.message}"
                    )
                for rule, reason in (*row.unseen, *row.broken):
                    self.stdout.write(f"             {rule} [not evaluated] {reason}".rstrip())


def _pages(identifiers: list[int]) -> list[Page]:
    if identifiers:
        pages = {page.pk: page for page in Page.objects.filter(pk__in=identifiers)}
        missing = [str(pk) for pk in identifiers if pk not in pages]
        if missing:
            raise CommandError(f"There is no page {', '.join(missing)}.")
        chosen = [pages[pk].specific for pk in identifiers]
        wrong = [str(page.pk) for page in chosen if not isinstance(page, ClearedPublishing)]
        if wrong:
            raise CommandError(f"Page {', '.join(wrong)} is neither a material nor a case.")
        return chosen
    return [page for page in Page.objects.order_by("pk").specific() if isinstance(page, ClearedPublishing)]


def _entry(page: Any, screening: Screening) -> dict[str, Any]:
    return {
        "id": page.pk,
        "source_id": getattr(page, "source_id", None),
        "outcome": screening.outcome,
        "criteria": reports.public_json(screening.report),
    }

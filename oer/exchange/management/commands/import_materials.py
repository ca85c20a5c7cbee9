"""`manage.py import_materials FILE.jsonl`: learning materials from a file of JSON Lines."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oer.exchange.import_row import BadRow, read_rows
from oer.exchange.material_import import Fate, MaterialImport, Outcome
from oer.exchange.progress import ProgressBar
from oer.exchange.publishing import MayNotVouch, check_reviewer, publish_in_the_name_of
from oer.materials.models import MaterialIndexPage
from oer.people.models import User
from oer.screening.records import NoCriteria

#: Owns what is imported when nobody else is named.
IMPORT_USER = "import"


class Command(BaseCommand):
    """Creates or updates materials; a second run over the same file changes nothing."""

    help = (
        "Imports learning materials, one JSON object a line (docs/import-format.md). A bad row is reported "
        "with its line and reason, the others are imported; the exit status is then 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.jsonl")
        parser.add_argument(
            "--owner", metavar="USER", help="Who owns the materials (default: a user 'import')."
        )
        parser.add_argument(
            "--publish-as",
            metavar="REVIEWER",
            help="Publish what passes screening, with a clearance in this reviewer's name.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        index = MaterialIndexPage.objects.first()
        if index is None:
            raise CommandError(_("There is no place for materials yet. Run set_up_site first."))
        owner = _owner(options["owner"])
        publish = None
        if options["publish_as"]:
            reviewer = _user(options["publish_as"])
            try:
                check_reviewer(reviewer, owner, index)
            except (MayNotVouch, NoCriteria) as error:
                raise CommandError(str(error)) from error
            publish = partial(publish_in_the_name_of, reviewer)
        importing = MaterialImport(index, owner, publish)
        try:
            with options["file"].open("rb") as file:
                bad = self._read(file, importing)
        except OSError as error:
            values = {"file": options["file"], "reason": error.strerror}
            raise CommandError(_("The file %(file)s cannot be read: %(reason)s.") % values) from error
        self._tell(importing.outcome)
        if bad:
            text = ngettext("%(count)d row was not imported.", "%(count)d rows were not imported.", bad)
            raise CommandError(text % {"count": bad}, returncode=1)

    def _read(self, file: BinaryIO, importing: MaterialImport) -> int:
        """Imports every row of the file; how many were bad."""
        bad = 0
        with ProgressBar(self.stderr, total=os.fstat(file.fileno()).st_size) as bar:
            for line, row in read_rows(file):
                try:
                    if isinstance(row, BadRow):
                        raise row
                    importing.take(line, row)
                except BadRow as refused:
                    bad += 1
                    self._refuse(line, refused, bar)
                bar.show(file.tell())
            for line, late in importing.finish():
                bad += 1
                self._refuse(line, late, bar)
        return bad

    def _refuse(self, line: int, bad: BadRow, bar: ProgressBar) -> None:
        bar.clear()
        reasons = " ".join(bad.reasons)
        self.stderr.write(_("Line %(line)d: %(reasons)s") % {"line": line, "reasons": reasons})

    def _tell(self, outcome: Outcome) -> None:
        for line, sentence in outcome.remarks:
            self.stdout.write(_("Line %(line)d: %(reasons)s") % {"line": line, "reasons": sentence})
        for line, identifier, reasons in outcome.drafts:
            values = {"line": line, "id": identifier, "reasons": " ".join(reasons)}
            self.stdout.write(_("Line %(line)d: “%(id)s” stays a draft. %(reasons)s") % values)
        values = {fate.name.lower(): outcome.fates[fate] for fate in Fate}
        values |= {"published": outcome.published, "drafts": len(outcome.drafts)}
        text = _(
            "New: %(created)d. Updated: %(updated)d. Unchanged: %(unchanged)d. "
            "Left alone because edited here: %(left_alone)d. "
            "Published: %(published)d. Not published: %(drafts)d."
        )
        self.stdout.write(text % values)


def _owner(username: str | None) -> User:
    if username:
        return _user(username)
    owner, created = User.objects.get_or_create(username=IMPORT_USER, defaults={"first_name": "Import"})
    if created:
        owner.set_unusable_password()
        owner.save(update_fields=["password"])
    return owner


def _user(username: str) -> User:
    try:
        return User.objects.get(username=username, is_active=True)
    except User.DoesNotExist as error:
        raise CommandError(_("There is no active user called “%(name)s”.") % {"name": username}) from error

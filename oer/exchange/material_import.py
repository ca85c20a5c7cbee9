"""Writing import rows as materials: one page a row, one transaction a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from oer.exchange.import_row import BadRow, ImportRow
from oer.exchange.imported_page import concepts_of, fill, free_slug, is_uri
from oer.exchange.models import ImportedMaterial
from oer.materials.models import MaterialIndexPage, MaterialPage
from oer.vocabularies.models import Concept

#: Publishes a revision if its screening allows it, else gives the reasons. Asking again changes nothing.
Publish = Callable[[Revision, MaterialPage | None], tuple[str, ...]]


class Fate(StrEnum):
    """What became of a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    #: A person has worked on the page here; their text stays.
    LEFT_ALONE = "left alone"


@dataclass(slots=True)
class Outcome:
    """What an import did."""

    fates: Counter[Fate] = field(default_factory=Counter)
    published: int = 0
    #: (line, id, reasons) of materials that stay drafts although publishing was asked for.
    drafts: list[tuple[int, str, tuple[str, ...]]] = field(default_factory=list)
    #: (line, sentence) of what a row says and the import did not follow.
    remarks: list[tuple[int, str]] = field(default_factory=list)


class MaterialImport:
    """Imports rows one after the other; a translation waits for the material it translates.

    `publish` is called for every revision that is to go live; without it all stay drafts.
    """

    def __init__(self, index: MaterialIndexPage, owner: Any, publish: Publish | None = None) -> None:
        self.outcome = Outcome()
        self._index = index
        self._owner = owner
        self._publish = publish
        known = ImportedMaterial.objects.select_related("page").defer("page__body")
        self._known = {one.source_id: one for one in known}
        self._slugs = set(MaterialPage.objects.child_of(index).values_list("slug", flat=True))
        self._waiting: list[tuple[int, ImportRow]] = []

    def take(self, line: int, row: ImportRow) -> None:
        """Import a row, or keep it until what it translates has come. Raises BadRow when it makes no page."""
        if row.translation_of and row.translation_of not in self._known:
            self._waiting.append((line, row))
        else:
            self._import(line, row)

    def finish(self) -> Iterator[tuple[int, BadRow]]:
        """Import the rows that were kept; gives the line and reason of each that makes no page."""
        while self._waiting:
            ready = [entry for entry in self._waiting if entry[1].translation_of in self._known]
            if not ready:
                ready = self._waiting[:1]
                text = _("It translates “%(id)s”, which is not here; the link was left out.")
                self._remark(ready[0][0], text, ready[0][1].translation_of)
            self._waiting = [entry for entry in self._waiting if entry not in ready]
            for line, row in ready:
                try:
                    self._import(line, row)
                except BadRow as bad:
                    yield line, bad

    def _import(self, line: int, row: ImportRow) -> None:
        known = self._known.get(row.id)
        source = self._known.get(row.translation_of)
        concepts = concepts_of(row)
        fingerprint = f"{row.fingerprint()}:{source.page_id if source else ''}"
        if concepts:
            # One that was not known at the last import may be now.
            fingerprint += f":{len(concepts)}"
        if known and known.fingerprint == fingerprint:
            fate = Fate.UNCHANGED
        elif known and _has_been_edited(known):
            fate = Fate.LEFT_ALONE
            self._remark(
                line, _("“%(id)s” has been edited here since it was imported and stays as it is."), row.id
            )
        else:
            fate = Fate.UPDATED if known else Fate.CREATED
            with transaction.atomic():
                self._known[row.id] = self._written(row, known, source, concepts, fingerprint)
            for uri in (word for word in row.keywords if is_uri(word) and word not in concepts):
                self._remark(line, _("The concept %(id)s is not known here; the keyword was left out."), uri)
        self.outcome.fates[fate] += 1
        if self._publish and fate is not Fate.LEFT_ALONE:
            imported = self._known[row.id]
            self._make_public(line, imported, None if fate is Fate.UNCHANGED else imported.page)

    def _written(
        self,
        row: ImportRow,
        known: ImportedMaterial | None,
        source: ImportedMaterial | None,
        concepts: Mapping[str, Concept],
        fingerprint: str,
    ) -> ImportedMaterial:
        page = known.page.get_latest_revision_as_object() if known else MaterialPage(live=False)
        try:
            fill(page, row, self._owner, source.page if source else None, concepts)
            if known is None:
                page.slug = free_slug(row.title, self._slugs.__contains__)
                page.owner = self._owner
                MaterialIndexPage.objects.get(pk=self._index.pk).add_child(instance=page)
                self._slugs.add(page.slug)
            # Adding the page has just checked it.
            revision = page.save_revision(user=self._owner, clean=known is not None)
        except ValidationError as error:
            raise BadRow(*error.messages) from error
        imported = known or ImportedMaterial(source_id=row.id)
        imported.page, imported.revision, imported.fingerprint = page, revision, fingerprint
        imported.save()
        return imported

    def _make_public(self, line: int, imported: ImportedMaterial, written: MaterialPage | None) -> None:
        """Publish what the import wrote; `written` is the page as it has just been saved."""
        page = MaterialPage.objects.only("live", "live_revision", "latest_revision").get(pk=imported.page_id)
        if imported.revision is None or page.live_revision_id == imported.revision_id:
            return
        if imported.published and not page.live:
            reasons: tuple[str, ...] = (_("It was published before and has been withdrawn since."),)
        elif page.latest_revision_id != imported.revision_id:
            reasons = (_("It has been edited here; publish it from the editor."),)
        else:
            with transaction.atomic():
                reasons = self._publish(imported.revision, written) if self._publish else ()
                if not reasons:
                    imported.published = True
                    imported.save(update_fields=["published", "imported_at"])
                    self.outcome.published += 1
        if reasons:
            self.outcome.drafts.append((line, imported.source_id, reasons))

    def _remark(self, line: int, text: str, identifier: str) -> None:
        self.outcome.remarks.append((line, text % {"id": identifier}))


def _has_been_edited(imported: ImportedMaterial) -> bool:
    latest = MaterialPage.objects.values_list("latest_revision", "locked").get(pk=imported.page_id)
    return bool(latest != (imported.revision_id, False))

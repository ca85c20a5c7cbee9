"""The read model: what the world may know of each page, and tombstones of what it may not know any more."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oer.domain.record import Record


class EntryState(models.TextChoices):
    LIVE = "live", _("Live")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class CatalogueEntryQuerySet(models.QuerySet["CatalogueEntry"]):
    def live(self) -> CatalogueEntryQuerySet:
        """Entries anyone may see now: expiry counts before the scheduler acts, by the database's clock, which
        is the same for every machine.

        Nearly all are, so no index of the state may be used for it: SQLite, which keeps no statistics, would
        take it before the ids that are asked for, and read every entry there is.
        """
        not_expired = Q(expires_at__isnull=True) | Q(expires_at__gt=Now())
        return self.alias(its_state=Coalesce("state", Value(""))).filter(
            not_expired, its_state=EntryState.LIVE
        )

    def newest_first(self) -> CatalogueEntryQuerySet:
        return self.order_by("-changed_at", "-id")


class CatalogueEntry(models.Model):
    """A published page's record, or the tombstone of one.

    Everything anonymous and machine-readable reads this table, never a page. `version` grows by one at
    every change, so that an index can tell what it owes; a withdrawn entry keeps its id, not its content.

    What no page knows of itself is told by the catalogue: `family` and `uses`, see `oer.catalogue.lineage`.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    page = models.OneToOneField(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="catalogue_entry"
    )
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=EntryState, default=EntryState.LIVE)
    record = models.JSONField(default=dict)
    #: The record without its texts, for lists that show no more than a line of each.
    brief = models.JSONField(default=dict)
    #: The work that this one adapts or translates, published or not.
    parent = models.UUIDField(null=True, db_index=True)
    #: The topmost such work, the same for all of a family; its own id without a parent.
    family = models.UUIDField(null=True, db_index=True)
    #: How many live works build on this one.
    uses = models.PositiveIntegerField(default=0)
    version = models.PositiveBigIntegerField(default=1)
    expires_at = models.DateTimeField(null=True, blank=True, db_index=True)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = CatalogueEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("catalogue entry")
        verbose_name_plural = _("catalogue entries")
        indexes = [
            models.Index(F("changed_at").desc(), F("id").desc(), name="catalogue_newest"),
            models.Index(fields=["state", "kind"], name="catalogue_state_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id} v{self.version} ({self.state})"

    def as_record(self) -> Record:
        """The record of a live entry.

        Raises:
            ValueError: the entry is a tombstone and holds no record.
        """
        return self._told(self.record)

    def as_brief(self) -> Record:
        """As `as_record`, but without the texts."""
        return self._told(self.brief)

    def tell(self, data: dict[str, Any]) -> None:
        """Hold this record, given as `Record.to_json` writes it."""
        self.record = data
        self.brief = {key: value for key, value in data.items() if key != "passages"}
        self.kind, self.language = data["kind"], data["language"]

    def _told(self, data: dict[str, Any]) -> Record:
        if self.state != EntryState.LIVE:
            raise ValueError(f"Entry {self.id} is withdrawn and holds no record.")
        family = str(self.family) if self.family and self.family != self.id else None
        return Record.from_json({**data, "uses": self.uses, "family": family})


class Basis(models.Model):
    """That a catalogued work builds on another one that has a page here, whether that is public or not."""

    entry = models.ForeignKey(CatalogueEntry, on_delete=models.CASCADE, related_name="bases")
    #: Place in the record's `is_based_on`.
    place = models.PositiveSmallIntegerField()
    #: Id of the work it builds on. No foreign key: that one need not have been published yet.
    source = models.UUIDField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "place"], name="catalogue_one_basis_a_place")]

    def __str__(self) -> str:
        return f"{self.entry_id} builds on {self.source}"

"""What each index holds, so that what it is owed can be asked of the database."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from oer.catalogue.models import CatalogueEntry
from search.wishes import RecentWish, UnansweredSearch, Wish

__all__ = [
    "EngineIndex",
    "IndexState",
    "IndexedEntry",
    "KeptReading",
    "RecentWish",
    "UnansweredSearch",
    "Wish",
]


class IndexState(models.TextChoices):
    """Where an index stands. Only administrators' tools show these, so they are not translated."""

    #: Found in use without our knowing of it; what it holds is being taken down.
    FOUND = "found"
    BUILDING = "building"
    IN_USE = "in use"
    #: Another one came into use; it is removed as soon as no reader can be at it.
    FORMER = "former"


class EngineIndex(models.Model):
    """An index of an engine: the one in use, one that is built beside it, or one whose time is over."""

    engine = models.CharField(max_length=20)
    #: The engine's name of it; empty until a new one is made.
    generation = models.CharField(max_length=255)
    state = models.CharField(max_length=10, choices=IndexState)
    #: The process that fills it, and until when it is taken to live; of a former one, how long it is kept.
    builder = models.UUIDField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["engine", "generation"], name="search_one_row_per_generation"),
            models.UniqueConstraint(
                fields=["engine"], condition=Q(state="building"), name="search_one_building_per_engine"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.engine}: {self.generation} ({self.state})"


class IndexedEntry(models.Model):
    """A catalogue entry that an index holds or may hold, and in which version.

    The row is there before the document is, with version 0: whatever dies in between, nothing is held that
    the database does not know of.
    """

    index = models.ForeignKey(EngineIndex, on_delete=models.CASCADE)
    #: No foreign key: what an index holds is true even of an entry that is no more.
    entry_id = models.UUIDField()
    version = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["index", "entry_id"], name="search_one_row_per_index_and_entry")
        ]

    def __str__(self) -> str:
        return f"{self.index_id}: {self.entry_id} v{self.version}"


class KeptReading(models.Model):
    """What a hit on an entry shows, and where its words stand, kept from the analysis that made its document.

    Only good for the version and the form it was made for; without it a hit is read anew, which takes longer.
    """

    #: No constraint in the database: an entry may vanish while its document is made.
    entry = models.OneToOneField(
        CatalogueEntry, models.CASCADE, primary_key=True, db_constraint=False, related_name="kept_reading"
    )
    version = models.PositiveBigIntegerField()
    #: `search.documents.form`.
    form = models.CharField(max_length=30)
    #: `search.documents.card`.
    card = models.TextField()
    #: `search.places`.
    places = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.entry_id} v{self.version}"

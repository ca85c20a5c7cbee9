"""What each engine holds, so that what it is owed can be asked of the database."""

from __future__ import annotations

from django.db import models


class EngineIndex(models.Model):
    """The index an engine had when it was last looked at; another one holds other documents."""

    engine = models.CharField(max_length=20, primary_key=True)
    generation = models.CharField(max_length=255)

    def __str__(self) -> str:
        return f"{self.engine}: {self.generation}"


class IndexedEntry(models.Model):
    """A catalogue entry that an engine holds, and in which version."""

    engine = models.CharField(max_length=20)
    #: No foreign key: what an engine holds is true even of an entry that is no more.
    entry_id = models.UUIDField()
    version = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["engine", "entry_id"], name="search_one_row_per_engine_and_entry")
        ]

    def __str__(self) -> str:
        return f"{self.engine}: {self.entry_id} v{self.version}"

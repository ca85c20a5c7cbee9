"""The real materials: every row is read, and the first ones go the whole way."""

from __future__ import annotations

from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from oer.catalogue.models import CatalogueEntry
from oer.exchange.import_row import ImportRow, read_rows
from oer.materials.models import MaterialPage
from oer.people.models import User
from oer.screening.models import CriteriaSet

pytestmark = pytest.mark.data

FIRST = 60


def test_every_row_is_one_that_can_be_imported(shared_data: Path):
    with (shared_data / "materials.jsonl").open("rb") as file:
        rows = [row for _line, row in read_rows(file)]
    assert len(rows) == 1348
    assert all(isinstance(row, ImportRow) for row in rows)
    assert Counter(row.language for row in rows) == {"en": 557, "fi": 479, "sv": 312}


def test_the_first_rows_are_published_and_a_second_run_changes_nothing(
    shared_data: Path, tmp_path: Path, reviewer: User, criteria: CriteriaSet
):
    with (shared_data / "materials.jsonl").open("rb") as file:
        (tmp_path / "first.jsonl").write_bytes(b"".join(next(file) for _ in range(FIRST)))
    for _run in range(2):
        call_command(
            "import_materials", str(tmp_path / "first.jsonl"), publish_as="reviewer", stdout=StringIO()
        )
        assert MaterialPage.objects.live().count() == FIRST
        entries = CatalogueEntry.objects.live()
        assert entries.count() == FIRST
        assert set(entries.values_list("version", flat=True)) == {1}
    record = MaterialPage.objects.get(source_id="rage-prog-fi-01-1").record()
    assert (record.title, record.licence) == ("Ohjelmoinnin aloittaminen", "CC-BY-NC-SA-4.0")

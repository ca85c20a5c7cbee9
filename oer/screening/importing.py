"""Taking a criteria file into use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction

from oer.domain.criteria import digest
from oer.screening.criteria_file import CriteriaFileError, read_criteria
from oer.screening.records import CriteriaSet


def import_criteria(path: Path) -> tuple[CriteriaSet, bool]:
    """Store a criteria file as a set and screen by it from now on; whether it is a new one.

    The same content again changes nothing but which set is in use.

    Raises:
        CriteriaFileError: the file is not a criteria set, or its version is stored with other content.
    """
    return store_criteria(read_criteria(path))


def store_criteria(data: dict[str, Any]) -> tuple[CriteriaSet, bool]:
    """As `import_criteria`, from data that has been checked."""
    sha256 = digest(data)
    with transaction.atomic():
        found = CriteriaSet.objects.filter(sha256=sha256).first()
        if found is None and CriteriaSet.objects.filter(version=data["version"]).exists():
            raise CriteriaFileError(
                f"Version {data['version']} is already stored with other content, and a stored version never "
                "changes. Give the changed file a new version number."
            )
        criteria_set = found or CriteriaSet.objects.create(
            version=data["version"], sha256=sha256, data=data, status=CriteriaSet.Status.RETIRED
        )
        criteria_set.activate()
    return criteria_set, found is None

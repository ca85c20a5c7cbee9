"""Every test of this room screens by the small criteria set, unless it says otherwise."""

from __future__ import annotations

import pytest

from oer.screening.records import CriteriaSet
from tests.screening.factories import criteria_in_use


@pytest.fixture
def criteria(db: None) -> CriteriaSet:
    """The small set, in use."""
    return criteria_in_use()

"""Dates as readers in Finland write them."""

from datetime import UTC, datetime

import pytest
from django.utils import formats, translation

MOMENT = datetime(2026, 11, 8, 21, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("fi", "8.11.2026", "8.11.2026 21.05"),
        ("sv", "8.11.2026", "8.11.2026 21:05"),
        ("en", "8 Nov 2026", "8 Nov 2026, 21:05"),
    ],
)
def test_the_day_stands_before_the_month(language: str, day: str, moment: str) -> None:
    with translation.override(language):
        assert formats.date_format(MOMENT, "SHORT_DATE_FORMAT") == day
        assert formats.date_format(MOMENT, "SHORT_DATETIME_FORMAT") == moment

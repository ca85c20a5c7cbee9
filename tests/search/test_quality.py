"""What is known of a work beside its words."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.quality import factor
from search.query.weights import QUALITY
from tests.search.records import record

EARLY = dt.datetime(2010, 1, 1, tzinfo=dt.UTC)
MOST = 1 + QUALITY.screening + QUALITY.adoptions + QUALITY.uses + QUALITY.recency


@pytest.mark.parametrize(
    ("known", "share"),
    [
        ({}, 1),
        ({"uses": 5}, 1.03),  # half of 0.06
        ({"uses": 45}, 1.054),  # 45 / (45 + 5) of 0.06
        ({"adoptions": 5}, 1.03),
        ({"screening": "approved"}, 1.03),
        ({"screening": "approved_with_notes"}, 1),
        ({"screening": "imported"}, 1),
        ({"published_at": EARLY.replace(year=2020)}, 1.025),  # half of 0.05
        ({"published_at": EARLY.replace(year=1900)}, 1),
        ({"uses": 5, "adoptions": 5, "screening": "approved"}, 1.09),
    ],
)
def test_what_each_thing_known_is_worth(known: dict[str, object], share: float) -> None:
    assert factor(record(**{"published_at": EARLY, **known})) == pytest.approx(share, abs=1e-3)  # type: ignore[arg-type]


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.datetimes(timezones=st.just(dt.UTC)))
def test_no_work_gains_more_than_the_weights_together(uses: int, adoptions: int, at: dt.datetime) -> None:
    famous = record(uses=uses, adoptions=adoptions, published_at=at, screening="approved")
    assert 1 <= factor(famous) < MOST
    assert factor(record(uses=uses + 1, published_at=at)) > factor(record(uses=uses, published_at=at)) - 1e-12


def test_of_two_works_the_newer_gains_more_whenever_one_looks() -> None:
    days = [EARLY + dt.timedelta(days=number) for number in range(0, 9000, 7)]
    factors = [factor(record(published_at=day)) for day in days]
    assert factors == sorted(set(factors))

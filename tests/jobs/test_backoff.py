"""How long a failed job waits: a table to check by eye, and what holds for every number."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oer.jobs.backoff import JITTER, LONGEST_WAIT, Again, GiveUp, decide, wait_after


@pytest.mark.parametrize(
    ("number", "chance", "seconds"),
    [
        (1, 0.5, 2),  # 2 * 3**0
        (2, 0.5, 6),  # 2 * 3**1
        (3, 0.5, 18),  # 2 * 3**2
        (4, 0.5, 54),  # 2 * 3**3
        (6, 0.5, 486),  # 2 * 3**5
        (7, 0.5, 900),  # 1458, held to 15 min
        (1, 0.0, 1.5),  # 2 * 0.75
        (1, 1.0, 2.5),  # 2 * 1.25
        (500, 0.5, 900),
    ],
)
def test_the_wait_grows_threefold_up_to_a_quarter_of_an_hour(number, chance, seconds):
    assert wait_after(number, chance) == timedelta(seconds=seconds)


@given(number=st.integers(1, 10_000), allowed=st.integers(1, 10_000), chance=st.floats(0, 1))
def test_a_job_is_tried_exactly_as_often_as_allowed(number, allowed, chance):
    decision = decide(number=number, allowed=allowed, chance=chance)
    if number < allowed:
        assert isinstance(decision, Again)
        assert timedelta(0) < decision.wait <= LONGEST_WAIT * (1 + JITTER)
    else:
        assert decision == GiveUp()

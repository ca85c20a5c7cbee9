"""Adoption: where a school stands, read from its log."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oer.domain.adoption import (
    CONSIDERING,
    IN_USE,
    MOVES,
    STATES,
    STOPPED,
    TRYING,
    Event,
    MoveNotAllowed,
    add,
    moves_from,
    standing,
    state_at,
)

DAY = dt.date(2026, 1, 10)


def on(day: int, state: str) -> Event:
    return Event(state, dt.date(2026, 1, day))


#: (from, to, allowed): every pair there is.
TABLE = [
    (None, CONSIDERING, True),
    (None, TRYING, True),
    (None, IN_USE, True),
    (None, STOPPED, False),
    (CONSIDERING, CONSIDERING, False),
    (CONSIDERING, TRYING, True),
    (CONSIDERING, IN_USE, True),
    (CONSIDERING, STOPPED, True),
    (TRYING, CONSIDERING, False),
    (TRYING, TRYING, False),
    (TRYING, IN_USE, True),
    (TRYING, STOPPED, True),
    (IN_USE, CONSIDERING, False),
    (IN_USE, TRYING, False),
    (IN_USE, IN_USE, False),
    (IN_USE, STOPPED, True),
    (STOPPED, CONSIDERING, True),
    (STOPPED, TRYING, True),
    (STOPPED, IN_USE, True),
    (STOPPED, STOPPED, False),
]


def log_ending_in(state: str | None) -> tuple[Event, ...]:
    """A short log that ends in this state."""
    if state is None:
        return ()
    return (on(1, TRYING), on(2, STOPPED)) if state == STOPPED else (on(1, state),)


def test_the_table_names_every_pair_once() -> None:
    pairs = {(start, end) for start, end, _allowed in TABLE}
    assert pairs == {(start, end) for start in (None, *STATES.codes()) for end in STATES.codes()}
    assert len(TABLE) == len(pairs)


@pytest.mark.parametrize(("start", "end", "allowed"), TABLE)
def test_a_school_moves_only_as_the_table_says(start: str | None, end: str, allowed: bool) -> None:
    log = log_ending_in(start)
    assert (end in moves_from(start)) is allowed
    if allowed:
        assert state_at(add(log, Event(end, DAY)), DAY) == end
    else:
        with pytest.raises(MoveNotAllowed) as refusal:
            add(log, Event(end, DAY))
        assert (refusal.value.current, refusal.value.wanted) == (start, end)


@pytest.mark.parametrize(
    ("day", "state"),
    [(1, None), (2, TRYING), (3, TRYING), (5, IN_USE), (6, IN_USE), (9, STOPPED), (28, STOPPED)],
)
def test_the_state_on_a_day_is_that_of_the_last_event_by_then(day: int, state: str | None) -> None:
    log = [on(2, TRYING), on(5, IN_USE), on(9, STOPPED)]
    assert state_at(log, dt.date(2026, 1, day)) == state
    assert state_at(reversed(log), dt.date(2026, 1, day)) == state


def test_of_two_events_on_one_day_the_later_told_counts() -> None:
    assert state_at([on(2, TRYING), on(2, STOPPED)], DAY) == STOPPED
    assert state_at([on(2, STOPPED), on(2, TRYING)], DAY) == TRYING


def test_an_event_cannot_be_put_before_one_that_is_told() -> None:
    with pytest.raises(ValueError, match="before"):
        add([on(5, TRYING)], on(4, IN_USE))


def test_a_state_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="'dreaming'"):
        add([], on(1, "dreaming"))


def test_the_standing_counts_schools_not_events() -> None:
    logs = [
        [on(1, TRYING), on(2, IN_USE)],
        [on(1, TRYING)],
        [on(20, IN_USE)],
        [on(1, TRYING), on(3, STOPPED)],
    ]
    assert standing(logs, DAY) == {IN_USE: 1, TRYING: 1, STOPPED: 1}


steps = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 30)), max_size=12)


def walk(choices: list[tuple[int, int]]) -> tuple[Event, ...]:
    """A log made by taking allowed moves only."""
    log: tuple[Event, ...] = ()
    day = dt.date(2026, 1, 1)
    for choice, days in choices:
        day += dt.timedelta(days=days)
        moves = moves_from(state_at(log, day))
        log = add(log, Event(moves[choice % len(moves)], day))
    return log


@given(steps)
def test_every_log_made_of_allowed_moves_keeps_to_the_table(choices: list[tuple[int, int]]) -> None:
    log = walk(choices)
    states = [None, *(event.state for event in log)]
    for start, end in pairwise(states):
        assert end in MOVES[start]


@given(steps, st.dates(dt.date(2025, 12, 1), dt.date(2027, 6, 1)))
def test_what_happens_later_never_changes_an_earlier_day(
    choices: list[tuple[int, int]], date: dt.date
) -> None:
    log = walk(choices)
    assert state_at(log, date) == state_at([event for event in log if event.on <= date], date)


@given(steps)
def test_no_school_is_ever_stuck(choices: list[tuple[int, int]]) -> None:
    assert moves_from(state_at(walk(choices), dt.date.max))

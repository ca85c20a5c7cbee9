"""What follows a failed attempt, as a value: the worker acts, this only decides."""

from dataclasses import dataclass
from datetime import timedelta

FIRST_WAIT = timedelta(seconds=2)
GROWTH = 3
LONGEST_WAIT = timedelta(minutes=15)
JITTER = 0.25


@dataclass(frozen=True, slots=True)
class Again:
    """Try again after `wait`."""

    wait: timedelta


@dataclass(frozen=True, slots=True)
class GiveUp:
    """No further attempt is made."""


Decision = Again | GiveUp


def wait_after(number: int, chance: float) -> timedelta:
    """How long to wait after attempt `number` (1 = the first): 2 s, 6 s, 18 s ... at most 15 min.

    `chance` in 0..1 spreads the wait by a quarter either way, so that jobs which failed together do not
    return together.
    """
    exponent = min(max(number, 1) - 1, 16)  # past the longest wait, within what a timedelta can hold
    plain = min(FIRST_WAIT * GROWTH**exponent, LONGEST_WAIT)
    return plain * (1 - JITTER + 2 * JITTER * chance)


def decide(*, number: int, allowed: int, chance: float) -> Decision:
    """What to do when attempt `number` of `allowed` has failed."""
    if number >= allowed:
        return GiveUp()
    return Again(wait_after(number, chance))

"""Adoption: a school taking another school's practice into use, as a log of what happened.

The log is the truth; where a school stands is read from it. Each event says which state was entered and on
which day. A school may come back after stopping, and nothing already told is rewritten.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from oer.domain.text import Label
from oer.domain.vocabulary import Term, Vocabulary

CONSIDERING = "considering"
TRYING = "trying"
IN_USE = "in-use"
STOPPED = "stopped"

#: The states a school may be in with a practice, in the order of commitment; stopped stands last.
STATES = Vocabulary(
    "adoption_state",
    (
        Term(CONSIDERING, Label("Harkitsee", "Överväger", "Considering it")),
        Term(TRYING, Label("Kokeilee", "Prövar", "Trying it")),
        Term(IN_USE, Label("Käytössä", "I bruk", "In use")),
        Term(STOPPED, Label("Lopetti", "Har slutat", "Stopped")),
    ),
)

#: Where a school may go from each state; None stands for a school that has not told anything yet.
MOVES: dict[str | None, frozenset[str]] = {
    None: frozenset({CONSIDERING, TRYING, IN_USE}),
    CONSIDERING: frozenset({TRYING, IN_USE, STOPPED}),
    TRYING: frozenset({IN_USE, STOPPED}),
    IN_USE: frozenset({STOPPED}),
    STOPPED: frozenset({CONSIDERING, TRYING, IN_USE}),
}


@dataclass(frozen=True, slots=True)
class Event:
    """A school entered a state on a day."""

    #: Code of `STATES`.
    state: str
    on: dt.date


class MoveNotAllowed(ValueError):
    """The school cannot go from where it stands to the state asked for."""

    def __init__(self, current: str | None, wanted: str) -> None:
        super().__init__(f"{current or 'nothing'} -> {wanted}")
        self.current = current
        self.wanted = wanted


def state_at(events: Iterable[Event], date: dt.date) -> str | None:
    """The state a school was in at the end of `date`; None when it had not told anything by then.

    Events of the same day count in the order given; days may come in any order.
    """
    told = [event for event in events if event.on <= date]
    return max(enumerate(told), key=lambda pair: (pair[1].on, pair[0]))[1].state if told else None


def moves_from(state: str | None) -> tuple[str, ...]:
    """The states a school may enter from this one, in the order of `STATES`."""
    return tuple(code for code in STATES.codes() if code in MOVES[state])


def add(events: Sequence[Event], event: Event) -> tuple[Event, ...]:
    """The log with one more event at its end.

    Raises MoveNotAllowed when the state cannot be entered from the present one, ValueError when the state
    does not exist or the day is before the last event's.
    """
    if event.state not in STATES:
        raise ValueError(f"There is no adoption state called {event.state!r}.")
    if events and event.on < max(earlier.on for earlier in events):
        raise ValueError("An event cannot be dated before one that is already told.")
    current = state_at(events, event.on)
    if event.state not in MOVES[current]:
        raise MoveNotAllowed(current, event.state)
    return (*events, event)


def standing(logs: Iterable[Sequence[Event]], date: dt.date) -> Counter[str]:
    """How many schools were in each state at the end of `date`, one log a school."""
    states = (state_at(log, date) for log in logs)
    return Counter(state for state in states if state is not None)

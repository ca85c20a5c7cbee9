"""The index is caught up by a job for each engine."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from oer.jobs import Attempt, PermanentFailure, enqueue, handler
from search import choice, knowing
from search.engines.base import EngineAway
from search.sync import sync

#: The job that does all an engine is owed; its key is the engine's name.
SYNC_JOB = "search.sync"
#: The jobs that write down which words the index holds, and the names of things.
WORDS_JOB, NAMES_JOB = "search.words", "search.names"
#: Words of a change are known to corrections so much later: writing them down takes seconds.
_WORDS_AFTER = dt.timedelta(seconds=30)
#: After a failure that trying again did not mend, what is owed is looked at again.
_SWEEP_AFTER = dt.timedelta(minutes=30)


def owe_sync() -> None:
    """Ask for every engine to be caught up; to be called in the transaction that changed the catalogue."""
    for name in choice.names():
        enqueue(SYNC_JOB, key=name)


def _sweep_later(key: str, payload: dict[str, Any], reason: str) -> None:
    enqueue(SYNC_JOB, key=key, not_before=timezone.now() + _SWEEP_AFTER)


@handler(SYNC_JOB, queue="index", lease=120, attempts=8, on_failed=_sweep_later)
def bring_up_to_date(attempt: Attempt) -> None:
    """An engine that is away is not a failure: it is asked again shortly, for as long as it takes."""
    name = attempt.key
    if name not in choice.names():
        return
    breaker = choice.breaker(name)
    if not breaker.lets_through():
        _ask_again(name, breaker.seconds_left())
        return
    try:
        done = sync(choice.engine(name), lambda count: attempt.report(note=f"{count} entries"))
    except EngineAway as failure:
        breaker.failed(failure)
        attempt.report(note=f"{name}: {failure}")
        _ask_again(name, breaker.seconds_left())
        return
    breaker.succeeded()
    if name == choice.EMBEDDED:
        _owe_knowledge(changed=bool(done.put or done.removed))
    if done.refused:
        identifier, reason = next(iter(done.refused.items()))
        raise PermanentFailure(f"{len(done.refused)} entries cannot be indexed, e.g. {identifier}: {reason}")


def owe_names() -> None:
    """Ask for the names of things to be read anew; to be called in the transaction that changed them."""
    enqueue(NAMES_JOB, key="all")


@handler(WORDS_JOB, queue="default", lease=300, attempts=8)
def write_down_words(attempt: Attempt) -> None:
    """An index that cannot be read now is read at the next attempt."""
    knowing.refresh_words()


@handler(NAMES_JOB, queue="default", lease=300, attempts=8)
def write_down_names(attempt: Attempt) -> None:
    knowing.refresh_names()


def _owe_knowledge(changed: bool) -> None:
    if knowing.lacks_names():
        owe_names()
    if knowing.lacks_words():
        enqueue(WORDS_JOB, key="all")
    elif changed:
        enqueue(WORDS_JOB, key="all", not_before=timezone.now() + _WORDS_AFTER)


def _ask_again(name: str, seconds: float) -> None:
    enqueue(SYNC_JOB, key=name, not_before=timezone.now() + dt.timedelta(seconds=seconds))

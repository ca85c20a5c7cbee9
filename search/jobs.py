"""The index is caught up by a job for each engine."""

from __future__ import annotations

import datetime as dt
import logging
from contextlib import suppress
from typing import Any

from django.utils import timezone

from oer.jobs import Attempt, NotNow, PermanentFailure, enqueue, handler, watch
from search import choice, knowing, stock
from search.checking import check
from search.engines.base import EngineAway
from search.stock import Busy
from search.sync import sync

logger = logging.getLogger("search")

#: The job that does all an engine is owed; its key is the engine's name.
SYNC_JOB = "search.sync"
#: The job that compares what an engine holds with what is written down; its key is the engine's name.
CHECK_JOB = "search.check"
#: The jobs that write down which words the index holds, and the names of things.
WORDS_JOB, NAMES_JOB = "search.words", "search.names"
#: Words of a change are known to corrections so much later: writing them down takes seconds.
_WORDS_AFTER = dt.timedelta(seconds=30)
#: After a failure that trying again did not mend, what is owed is looked at again.
_SWEEP_AFTER = dt.timedelta(minutes=30)
#: Seconds until an engine that is away is asked again: it is to be caught up soon after its return.
_ASK_AGAIN_AFTER = 2.0
#: Seconds after which a long run lets other jobs of the worker have their turn.
_TURN = 30.0
_DAY = 24 * 3600.0


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
    try:
        done = sync(choice.engine(name), lambda count: attempt.report(note=f"{count} entries"), _TURN)
    except EngineAway as failure:
        breaker.failed(failure)
        raise NotNow(_ASK_AGAIN_AFTER, f"{name}: {failure}") from failure
    except Busy as busy:
        raise NotNow(_ASK_AGAIN_AFTER, str(busy)) from busy
    breaker.succeeded()
    if name == choice.EMBEDDED:
        _owe_knowledge(changed=bool(done.put or done.removed))
    if done.unfinished:
        raise NotNow(0, f"{done.put + done.removed} entries, to be continued")
    if done.refused:
        identifier, reason = next(iter(done.refused.items()))
        raise PermanentFailure(f"{len(done.refused)} entries cannot be indexed, e.g. {identifier}: {reason}")


@watch(queue="index", seconds=3)
def look_at_indexes() -> None:
    """Notice what no change of the catalogue tells: an engine that is new, lost its index or was upgraded."""
    for name in choice.names():
        with suppress(EngineAway):
            if stock.is_behind(choice.engine(name)):
                enqueue(SYNC_JOB, key=name)


@watch(queue="index", seconds=60)
def look_at_entries() -> None:
    """Ask for a run even so: entries expire without a word, and a rebuild may have been killed."""
    owe_sync()


@watch(queue="index", seconds=_DAY, after=3600)
def look_at_contents() -> None:
    """Once a day the versions held are compared with what is written down."""
    for name in choice.names():
        enqueue(CHECK_JOB, key=name)


@handler(CHECK_JOB, queue="index", lease=300, attempts=3)
def check_versions(attempt: Attempt) -> None:
    """What is found is mended by the next run of the sync."""
    if attempt.key not in choice.names():
        return
    engine = choice.engine(attempt.key)
    try:
        found = check(
            engine,
            contents=False,
            correct=True,
            told=lambda count: attempt.report(note=f"{count} documents"),
        )
    except EngineAway as failure:
        raise NotNow(_ASK_AGAIN_AFTER, f"{engine.name}: {failure}") from failure
    if not found.right:
        logger.error("The %s index was not in step: %s", engine.name, found)
        enqueue(SYNC_JOB, key=engine.name)


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

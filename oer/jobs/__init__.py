"""Work that must happen: rows with a lease, attempts and a fence; the queue is only a nudge.

A room writes its handlers in `<room>/jobs.py` (found when Django starts) and asks for work with `enqueue`
inside the transaction that causes it. The names below are loaded when first asked for, because this
package is imported before Django's models can be.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from oer.jobs.attempt import Attempt
    from oer.jobs.failures import LeaseLost, NotNow, PermanentFailure
    from oer.jobs.handlers import handler
    from oer.jobs.queueing import enqueue
    from oer.jobs.requirements import requirement
    from oer.jobs.watching import watch

__all__ = ["Attempt", "LeaseLost", "NotNow", "PermanentFailure", "enqueue", "handler", "requirement", "watch"]

_HOMES = {
    "Attempt": "oer.jobs.attempt",
    "LeaseLost": "oer.jobs.failures",
    "NotNow": "oer.jobs.failures",
    "PermanentFailure": "oer.jobs.failures",
    "enqueue": "oer.jobs.queueing",
    "handler": "oer.jobs.handlers",
    "requirement": "oer.jobs.requirements",
    "watch": "oer.jobs.watching",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)

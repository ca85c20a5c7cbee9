"""Which function does which kind of job."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from oer.jobs.attempt import Attempt

Run = Callable[["Attempt"], None]
OnFailed = Callable[[str, dict[str, Any], str], None]


class UnknownKind(LookupError):
    """No room registered a handler for this kind of job."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handler:
    """How one kind of job is done."""

    kind: str
    queue: str
    #: Seconds without a heartbeat after which the job is taken to be abandoned.
    lease: int
    #: How often it is tried before it is failed.
    attempts: int
    run: Run
    #: Called with key, payload and reason in the transaction that marks the job failed.
    on_failed: OnFailed | None


_handlers: dict[str, Handler] = {}


def handler(
    kind: str,
    *,
    queue: str = "default",
    lease: int = 60,
    attempts: int = 4,
    on_failed: OnFailed | None = None,
) -> Callable[[Run], Run]:
    """Register the decorated function as the one that does jobs of `kind`.

    Raises ValueError when another function has the kind already.
    """

    def register(run: Run) -> Run:
        known = _handlers.get(kind)
        if known is not None and known.run is not run:
            raise ValueError(f"Two handlers for jobs of kind {kind!r}: {known.run!r} and {run!r}")
        _handlers[kind] = Handler(
            kind=kind, queue=queue, lease=lease, attempts=attempts, run=run, on_failed=on_failed
        )
        return run

    return register


def unregister(kind: str) -> None:
    """Forget a kind; jobs of it fail when they are taken. For tests that bring their own kinds."""
    _handlers.pop(kind, None)


def handler_for(kind: str) -> Handler:
    """The handler of a kind. Raises UnknownKind."""
    try:
        return _handlers[kind]
    except KeyError:
        raise UnknownKind(f"No handler is registered for jobs of kind {kind!r}") from None


def all_handlers() -> list[Handler]:
    """Every registered handler, by kind."""
    return [_handlers[kind] for kind in sorted(_handlers)]

"""Processor seconds of programs, those of processes in a sandbox included."""

from __future__ import annotations

import ctypes
import os
import resource
from collections.abc import Callable
from contextlib import suppress

_PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans() -> None:
    """Have the kernel give us descendants whose parent has ended.

    Bubblewrap ends without collecting the process it has started, whose time would then be counted nowhere.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "the kernel does not give us orphans")


def seconds_of(work: Callable[[], object]) -> float:
    """Processor seconds (user and system) of this process and of all it started, until all have ended.

    Call `adopt_orphans` first, and have no other children.
    """
    # What ran before is counted where it is collected, and must not be counted here.
    _collect()
    before = _used()
    work()
    _collect()
    return _used() - before


def _collect() -> None:
    with suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)


def _used() -> float:
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)

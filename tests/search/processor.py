"""Processor time of one thing alone: no other threads, no collecting the garbage of a whole run."""

import gc
import time
from collections.abc import Callable


def seconds_of(work: Callable[[], object]) -> float:
    """Seconds of this thread's processor time that the work takes. Changes little with the machine's load."""
    gc.collect()
    gc.disable()
    began = time.thread_time()
    try:
        work()
        return time.thread_time() - began
    finally:
        gc.enable()

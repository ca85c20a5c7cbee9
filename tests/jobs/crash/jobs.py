"""Jobs that write down what they do."""

import os
import time
from pathlib import Path

from oer.jobs import Attempt, enqueue, handler


def write(attempt: Attempt, line: str) -> None:
    """Add a line to the log that the payload names."""
    with Path(attempt.payload["log"]).open("a", encoding="utf-8") as log:
        log.write(f"{line}\n")


@handler("crash.slow", queue="transcode", lease=4, attempts=9)
def slow(attempt: Attempt) -> None:
    """Hang until the attempt that the payload names, then ask for the result once."""
    write(attempt, f"start {attempt.number} {os.getpid()}")
    while attempt.number < attempt.payload["finish_at"]:
        time.sleep(0.05)
        attempt.report(50)
    with attempt.finishing():
        enqueue("crash.result", attempt.key, attempt.payload)


@handler("crash.result", queue="index", lease=4)
def result(attempt: Attempt) -> None:
    """What is visible in the end."""
    write(attempt, f"result {attempt.number} {os.getpid()}")

"""How long it takes from publishing a page until it is found, with a real worker running."""

from __future__ import annotations

import os
import random
import string
import sys
import time
from pathlib import Path

from django.conf import settings
from django.test import Client

from bench.measures import percentile
from bench.table import Figure
from search import choice
from tests.materials.factories import clear, draft
from tests.servers.processes import start, stop, wait_until
from tests.servers.site import ROOT

#: A publication that is not found after so many seconds never will be.
GIVEN_UP = 60.0
NOTE = "On the clock: whatever else the machine does adds to it."
#: Between two looks.
_PAUSE = 0.005


class NotFound(Exception):
    """A published page was not found in time."""


def findable(folder: Path, times: int) -> list[Figure]:
    """Seconds from the start of publishing to the first search that finds the page."""
    log = folder / "worker.log"
    command = [sys.executable, str(ROOT / "manage.py"), "work", "--queues", "index"]
    env = {**os.environ, "ELASTICSEARCH_URL": settings.ELASTICSEARCH_URL}
    worker = start(command, log=log, env=env)
    client, dice = Client(), random.Random()  # noqa: S311
    try:
        # The first waits for the worker's start, the index's opening and the dictionaries.
        wait_until(lambda: _publish(client, dice) > 0, worker, log=log, seconds=GIVEN_UP)
        taken = [_publish(client, dice) for _time in range(times)]
    finally:
        stop(worker, seconds=40)
    return [
        Figure(what=f"publish to findable, {name} of {times}", unit="s", ours=value, at_most=limit)
        for name, value, limit in (
            ("p50", percentile(taken, 0.5), None),
            ("p99", percentile(taken, 0.99), 1.0),
        )
    ]


def _publish(client: Client, dice: random.Random) -> float:
    """Publish a material whose title has a word of its own; seconds until the search has it."""
    word = "".join(dice.choices(string.ascii_lowercase, k=12))
    page = draft(title=f"Mittaus {word}", slug=word)
    revision = page.save_revision()
    clear(revision)
    breaker = choice.breaker(choice.names()[-1])
    begun = time.perf_counter()
    revision.publish()
    while time.perf_counter() - begun < GIVEN_UP:
        answer = client.get("/api/v1/search", {"q": word, "lang": "fi"})
        found = answer.status_code == 200 and any(word in one["title"] for one in answer.json()["results"])
        # What another engine finds in its stead does not count.
        if found and not breaker.seconds_left():
            return time.perf_counter() - begun
        time.sleep(_PAUSE)
    raise NotFound(f"A page published {GIVEN_UP:.0f} s ago is not found.")

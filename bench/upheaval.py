"""What `bench.chaos` does, in a Django that is set up: it keeps its own account of what should be found."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command
from django.db.models import Q
from django.utils import timezone

from bench.upset import Page, Plain, Thing, World
from oer.jobs.models import Job, State
from search import choice
from search.find import find
from search.models import EngineIndex, IndexState
from search.query import parse
from search.stock import withdrawn_but_held
from tests.servers.processes import start, stop
from tests.servers.site import ROOT

#: Seconds that a worker and a rebuild are left alone at least and at most, their start included, then killed.
WORKER_LIVES, REBUILD_LIVES = (1, 20), (1, 40)
#: Seconds between two rebuilds.
REBUILD_AFTER = (2, 30)
#: Seconds in which everything owed must be done when nothing is killed any more.
DRAINED_WITHIN = 300.0
#: Each word stands in many things; all made of consonants, so that no analysis takes two for one.
WORDS = 40


class Upheaval:
    """A run: operations, kills, and the reckoning."""

    def __init__(self, folder: Path, seed: int, pages: float, pause: float) -> None:
        self._dice, self._pages, self._pause = random.Random(seed), pages, pause  # noqa: S311
        self._log = folder / "processes.log"
        self._words = ["".join(self._dice.choices("bcdfghjklmnprstv", k=12)) for _ in range(WORDS)]
        self._world = World()
        self._things: list[Thing] = []
        self._done: Counter[str] = Counter()
        self._worker: subprocess.Popen[bytes] | None = None
        self._rebuild: subprocess.Popen[bytes] | None = None
        self._kill_worker_at = self._kill_rebuild_at = 0.0
        self._rebuild_at = time.monotonic() + self._dice.uniform(*REBUILD_AFTER)

    def run(self, operations: int) -> dict[str, Any]:
        """Do so many operations, then let the worker finish and compare; the figures."""
        began = time.monotonic()
        try:
            for _number in range(operations):
                self._harass()
                self._operate()
                time.sleep(self._pause)
            spent = time.monotonic() - began
            drained = self._drain()
            wrong = self._disagreements()
        finally:
            for process in (self._worker, self._rebuild):
                if process is not None:
                    stop(process, seconds=30)
        return {
            "operations": operations,
            "seconds": round(spent, 1),
            "drained_after_seconds": round(drained, 1),
            "kinds": dict(sorted(self._done.items())),
            "live": sum(thing.visible() for thing in self._things),
            "disagreements": wrong,
        }

    def _operate(self) -> None:
        thing = self._dice.choice(self._things) if self._things and self._dice.random() < 0.7 else None
        if thing is None:
            thing = Page(self._world) if self._dice.random() < self._pages else Plain()
            self._things.append(thing)
            self._do(f"new {thing.kind}", thing.publish)
        elif thing.kind == "page" and self._dice.random() < 0.1:
            self._do("folder", lambda word: self._world.turn())
        else:
            name = self._dice.choice(thing.operations())
            self._do(f"{name} {thing.kind}", getattr(thing, name))

    def _do(self, name: str, operation: Callable[[str], None]) -> None:
        operation(self._dice.choice(self._words))
        self._done[name] += 1

    def _harass(self) -> None:
        """Kill, and start again, now and then; a rebuild is sometimes quicker."""
        now = time.monotonic()
        if self._worker is None:
            self._worker = self._process("work", "--queues", "index,default")
            self._kill_worker_at = now + self._dice.uniform(*WORKER_LIVES)
        elif now > self._kill_worker_at:
            self._kill(self._worker, "worker killed")
            self._worker = None
        if self._rebuild is None:
            if now > self._rebuild_at:
                self._rebuild = self._process("sync_search", "--rebuild")
                self._kill_rebuild_at = now + self._dice.uniform(*REBUILD_LIVES)
            return
        if self._rebuild.poll() is not None:
            self._done["rebuild finished" if self._rebuild.returncode == 0 else "rebuild gave up"] += 1
        elif now > self._kill_rebuild_at:
            self._kill(self._rebuild, "rebuild killed")
        else:
            return
        self._rebuild, self._rebuild_at = None, now + self._dice.uniform(*REBUILD_AFTER)

    def _process(self, *arguments: str) -> subprocess.Popen[bytes]:
        return start([sys.executable, str(ROOT / "manage.py"), *arguments], log=self._log)

    def _kill(self, process: subprocess.Popen[bytes], name: str) -> None:
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            self._done[name] += 1
        process.wait()

    def _drain(self) -> float:
        """Let the last things expire, start the worker and wait until nothing is owed; how long it took."""
        last = max((thing.until for thing in self._things if thing.until), default=timezone.now())
        time.sleep(max(0.0, (last - timezone.now()).total_seconds()))
        if self._rebuild is not None:
            self._kill(self._rebuild, "rebuild killed")
        if self._worker is not None:
            self._kill(self._worker, "worker killed")
        self._worker, began = self._process("work", "--queues", "index,default"), time.monotonic()
        quiet = 0
        while quiet < 8 and time.monotonic() - began < DRAINED_WITHIN:
            soon = timezone.now() + dt.timedelta(seconds=10)
            owed = Q(state=State.RUNNING) | Q(state=State.WAITING, not_before__lte=soon)
            busy = Job.objects.filter(owed, queue="index").exists() or self._looks_are_due(began)
            # What a killed rebuild left is kept for a minute: the rebuild might only be slow.
            left = EngineIndex.objects.exclude(state=IndexState.IN_USE).exists()
            quiet = 0 if busy or left else quiet + 1
            time.sleep(0.25)
        return time.monotonic() - began - 2

    def _looks_are_due(self, began: float) -> bool:
        """Whether the worker has not taken its first look yet: it starts, and then it looks."""
        since = timezone.now() - dt.timedelta(seconds=time.monotonic() - began)
        return not Job.objects.filter(kind="search.sync", finished_at__gt=since).exists()

    def _disagreements(self) -> list[str]:
        """What database, index and our own account do not agree on."""
        wrong: list[str] = []
        told = StringIO()
        try:
            call_command("check_index", json=True, stdout=told, stderr=StringIO())
        except CommandError:
            wrong += [f"check_index: {one}" for one in json.loads(told.getvalue()) if not one["right"]]
        expected = Counter(thing.word for thing in self._things if thing.visible())
        for name in choice.names():
            engine = choice.engine(name)
            if hidden := withdrawn_but_held(name):
                wrong.append(f"{name} still holds {len(hidden)} that nobody may see")
            if len(engine.versions()) != expected.total():
                wrong.append(f"{name} holds {len(engine.versions())} of {expected.total()}")
            for word in self._words:
                if (total := engine.search(parse(word, "fi")).total) != expected[word]:
                    wrong.append(f"{name} finds {word} {total} times, not {expected[word]}")
            if left := set(engine.generations()) - {engine.generation()}:
                wrong.append(f"{name} keeps {sorted(left)}")
        for word in self._words:
            found = find(parse(word, "fi", size=1))
            if (found.total, found.degraded) != (expected[word], False):
                wrong.append(f"The search finds {word} {found.total} times, not {expected[word]}")
        return wrong

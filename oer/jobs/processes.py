"""The worker as processes: one child a crew, restarted when it dies, never left behind."""

import ctypes
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import FrameType

from django.db import DatabaseError, close_old_connections

from oer.jobs import stopping
from oer.jobs.sweeping import expire

logger = logging.getLogger("oer.jobs")

#: Seconds a child has to finish or give back what it is at.
GRACE = 20.0
PAUSE = 0.5
#: Seconds before a child that died is started again.
RESTART_AFTER = 2.0
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Crew:
    """The queues one child process serves, and how nice it is to the others."""

    queues: tuple[str, ...]
    nice: int = 0


#: Short work in one process; transcoding in another, one at a time, giving way to everything else.
CREWS = (Crew(("index", "screening", "default")), Crew(("transcode",), nice=10))


def stop_on_signals() -> None:
    """SIGTERM and Ctrl-C ask for a stop; a second one ends the process at once."""

    def ask(number: int, frame: FrameType | None) -> None:
        if stopping.requested():
            os._exit(128 + number)
        stopping.request()

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when `parent` dies, however it dies (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


class Supervisor:
    """Starts the crews, replaces those that die and stops them all in the end."""

    def __init__(self, crews: Sequence[Crew] = CREWS) -> None:
        self._crews = crews
        self._children: dict[Crew, subprocess.Popen[bytes]] = {}
        self._start_at: dict[Crew, float] = {}

    def run(self) -> None:
        """Keep the crews at work until a stop is asked for."""
        try:
            while not stopping.requested():
                for crew in self._crews:
                    self._tend(crew)
                time.sleep(PAUSE)
        finally:
            self._stop()

    def _tend(self, crew: Crew) -> None:
        child = self._children.get(crew)
        if child is not None and child.poll() is not None:
            logger.error("The worker for %s ended with status %s", ", ".join(crew.queues), child.returncode)
            self._bury(child)
            del self._children[crew]
            self._start_at[crew] = time.monotonic() + RESTART_AFTER
        elif child is None and time.monotonic() >= self._start_at.get(crew, 0.0):
            self._children[crew] = self._spawn(crew)

    def _spawn(self, crew: Crew) -> subprocess.Popen[bytes]:
        command = [sys.executable, sys.argv[0], "work", "--queues", ",".join(crew.queues)]
        command += ["--nice", str(crew.nice), "--parent", str(os.getpid())]
        return subprocess.Popen(command, start_new_session=True)

    def _stop(self) -> None:
        for child in self._children.values():
            child.terminate()
        deadline = time.monotonic() + GRACE
        for child in self._children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
            self._bury(child)

    def _bury(self, child: subprocess.Popen[bytes]) -> None:
        close_old_connections()
        try:
            freed = expire(f"{socket.gethostname()}:{child.pid}")
        except DatabaseError:  # then its leases run out by themselves
            logger.warning("The jobs of worker process %s wait for their leases", child.pid, exc_info=True)
            return
        if freed:
            logger.warning("%s job(s) of worker process %s go back in line", freed, child.pid)

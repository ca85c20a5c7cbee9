"""The real worker, killed without mercy: everything is done, nothing twice."""

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import dj_database_url
import psycopg
import pytest
from django.db.utils import ConnectionHandler

from oer.settings.base import SQLITE
from tests.servers.site import ROOT, manage

pytestmark = pytest.mark.slow


class Workplace:
    """A database of its own, and workers on it."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.log = folder / "log"
        self.log.touch()
        self.env = {
            "DJANGO_SETTINGS_MODULE": "tests.jobs.crash.settings",
            "KIERTO_TEST_VAR": str(folder),
            "DATABASE_URL": database_url,
        }
        at = (
            dj_database_url.parse(database_url)
            if database_url
            else {**SQLITE, "NAME": folder / "test.sqlite3"}
        )
        self._connections = ConnectionHandler({"default": at})
        self.workers: list[subprocess.Popen[bytes]] = []

    def start(self, *options: str) -> subprocess.Popen[bytes]:
        """A worker with what it needs to be killed by its pid."""
        command = [sys.executable, "manage.py", "work", *options]
        worker = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **self.env}, start_new_session=True)
        self.workers.append(worker)
        return worker

    def line(self, start: str) -> list[str]:
        """Wait for a line of the log that starts so; its words."""
        return until(
            lambda: next((line.split() for line in self._lines() if line.startswith(start)), None),
            f"a line {start!r} in {self._lines()}",
        )

    def lines(self, start: str) -> int:
        """How many lines of the log start so."""
        return sum(line.startswith(start) for line in self._lines())

    def jobs(self, kind: str) -> list[tuple[str, int]]:
        """State and attempts of the jobs of a kind."""
        with self._connections["default"].cursor() as cursor:
            cursor.execute("SELECT state, attempts FROM jobs_job WHERE kind = %s", [kind])
            return list(cursor.fetchall())

    def close(self) -> None:
        """End every worker that still runs."""
        for worker in self.workers:
            if worker.poll() is None:
                worker.kill()
            worker.wait()
        self._connections.close_all()

    def _lines(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def workplace(tmp_path, postgresql_url, django_db_blocker) -> Iterator[Workplace]:
    """SQLite in the test's folder, or a new database on the PostgreSQL of this profile."""
    name, url, server = f"work_{uuid.uuid4().hex}", "", postgresql_url
    if server:
        url = server.rsplit("/", 1)[0] + f"/{name}"
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name}")
    place = Workplace(tmp_path, url)
    with django_db_blocker.unblock():
        try:
            yield place
        finally:
            place.close()
            if server:
                with psycopg.connect(server, autocommit=True) as admin:
                    admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def until(answer: Callable[[], object], what: str, seconds: float = 90) -> object:
    """Wait for a true answer; fail with what was waited for."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = answer()
        if found:
            return found
        time.sleep(0.05)
    pytest.fail(f"Waited {seconds} s for {what}")


def gone(pid: int) -> bool:
    """Whether a process is no more (a zombie counts as no more)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state == "Z"


def test_killing_the_worker_or_its_child_in_the_middle_loses_nothing_and_does_nothing_twice(workplace):
    manage(workplace.env, "owe", str(workplace.log), "3")

    first = workplace.start()
    child = int(workplace.line("start 1")[2])
    first.kill()
    until(lambda: gone(child), "the child to die with its parent")
    assert workplace.jobs("crash.slow") == [("running", 1)], "the row still says what is owed"

    second = workplace.start()
    os.kill(int(workplace.line("start 2")[2]), signal.SIGKILL)
    workplace.line("start 3")
    workplace.line("result 1")
    until(lambda: workplace.jobs("crash.result") == [("done", 1)], "the result to be done")

    second.terminate()
    assert second.wait(30) == 0
    assert workplace.jobs("crash.slow") == [("done", 3)]
    assert (workplace.lines("start"), workplace.lines("result")) == (3, 1)


def test_a_worker_that_is_asked_to_stop_gives_its_job_back_uncounted(workplace):
    manage(workplace.env, "owe", str(workplace.log), "2")
    worker = workplace.start("--queues", "transcode")
    workplace.line("start 1")
    worker.terminate()
    assert worker.wait(30) == 0
    assert workplace.jobs("crash.slow") == [("waiting", 0)]


def test_a_worker_refuses_a_queue_that_does_not_exist(workplace):
    with pytest.raises(RuntimeError, match="No such queue: nonsense"):
        manage(workplace.env, "work", "--queues", "index,nonsense")

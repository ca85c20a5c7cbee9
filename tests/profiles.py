"""`make test`: the suite in each of its profiles, side by side, counted by one pytest session.

`python -m tests.profiles [pytest arguments]`: these (`-k word`, paths) go to every profile's own pytest.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from tests.relay import DESCRIPTOR
from tests.servers.elasticsearch import elasticsearch
from tests.servers.postgresql import postgresql
from tests.servers.processes import Missing

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Profile:
    """One way of running the suite."""

    name: str
    #: Which tests it is for, as a `-m` expression.
    marks: str
    env: dict[str, str] = field(default_factory=dict)


NO_SERVERS = {"DATABASE_URL": "", "ELASTICSEARCH_URL": ""}
EMBEDDED = Profile(
    "embedded", "not browser and not elasticsearch and not postgresql and not once", NO_SERVERS
)
SERVICES = Profile("services", "not browser and not once")
#: What asks for no server is the same in every profile; in two parts, so that the lanes end together.
ONCE = Profile("once", "once and not ffmpeg", NO_SERVERS)
FILMS = Profile("films", "once and ffmpeg", NO_SERVERS)
BROWSER = Profile("browser", "browser", NO_SERVERS)
#: How many are run side by side.
LANES = 2

Event = tuple[str, dict[str, Any]]


class Runner:
    """Runs profiles in lanes, threads that take the next one, and puts what they report into one queue."""

    def __init__(self, arguments: list[str], folder: Path) -> None:
        self._arguments, self._folder = arguments, folder
        self.events: queue.Queue[Event | None] = queue.Queue()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._stopping = threading.Event()
        # The longest first, so that the lanes end together.
        self._works: queue.SimpleQueue[tuple[Profile, Callable[[Profile], None]]] = queue.SimpleQueue()
        self._works.put((SERVICES, self._with_servers))
        for profile in (EMBEDDED, BROWSER, ONCE, FILMS):
            self._works.put((profile, self._run))
        self._lanes = [threading.Thread(target=self._lane) for _ in range(LANES)]

    def start(self) -> None:
        """Start both lanes."""
        for lane in self._lanes:
            lane.start()

    def stop(self) -> None:
        """End what runs and wait until servers are stopped and folders gone."""
        self._stopping.set()
        for process in list(self._running):
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        for lane in self._lanes:
            lane.join()

    @property
    def lanes(self) -> int:
        """How many lanes will each put one None at their end."""
        return len(self._lanes)

    def _lane(self) -> None:
        with contextlib.suppress(queue.Empty):
            while not self._stopping.is_set():
                profile, work = self._works.get_nowait()
                try:
                    work(profile)
                except Exception as error:  # noqa: BLE001 - the session must hear of whatever went wrong
                    self._put(profile.name, {"event": "broken", "reason": repr(error)})
        self.events.put(None)

    def _with_servers(self, profile: Profile) -> None:
        with contextlib.ExitStack() as servers:
            try:
                database = os.environ.get("DATABASE_URL") or servers.enter_context(postgresql())
                search = os.environ.get("ELASTICSEARCH_URL") or servers.enter_context(elasticsearch())
            except Missing as reason:
                self._put(profile.name, {"event": "missing", "reason": str(reason)})
                return
            self._run(replace(profile, env={"DATABASE_URL": database, "ELASTICSEARCH_URL": search}))

    def _run(self, profile: Profile) -> None:
        if self._stopping.is_set():
            return
        log, (reading, writing) = self._folder / f"{profile.name}.log", os.pipe()
        env = {**os.environ, **profile.env, DESCRIPTOR: str(writing)}
        env["KIERTO_TEST_VAR"] = str(self._folder / profile.name)
        command = [sys.executable, "-m", "pytest", "-p", "tests.relay", "-p", "no:cacheprovider"]
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*command, "-m", profile.marks, *self._arguments],
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=[writing],
            )
        self._running.add(process)
        os.close(writing)
        status = None
        with os.fdopen(reading, encoding="utf-8") as lines:
            for line in lines:
                event = json.loads(line)
                status = event["status"] if event["event"] == "finished" else status
                self._put(profile.name, event)
        process.wait()
        self._running.discard(process)
        if status not in (0, 1, 2, 5) or (status == 5 and not self._arguments):
            end = log.read_text(encoding="utf-8", errors="replace")[-6000:]
            self._put(profile.name, {"event": "broken", "reason": f"status {process.returncode}\n{end}"})

    def _put(self, name: str, event: dict[str, Any]) -> None:
        self.events.put((name, event))


class OneSession:
    """The pytest session that collects nothing itself and counts what the profiles report."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> bool:
        """Nothing to collect here."""
        session.items = []
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Replay every profile's reports as if they were this session's own."""
        terminal = session.config.pluginmanager.getplugin("terminalreporter")
        terminal.showfspath = False
        open_lanes = self._runner.lanes
        self._runner.start()
        try:
            while open_lanes:
                event = self._runner.events.get()
                if event is None:
                    open_lanes -= 1
                else:
                    self._replay(session, *event)
        finally:
            self._runner.stop()
        return True

    def _replay(self, session: pytest.Session, profile: str, event: dict[str, Any]) -> None:
        hook = session.config.hook
        if event["event"] == "collected":
            session.testscollected += event["number"]
        elif event["event"] == "report":
            data = event["report"]
            if isinstance(data.get("longrepr"), list):  # where and why it was skipped; JSON knows no tuples
                data["longrepr"] = tuple(data["longrepr"])
            report = hook.pytest_report_from_serializable(config=session.config, data=data)
            report.nodeid = f"[{profile}] {report.nodeid}"
            if isinstance(report, pytest.CollectReport):
                hook.pytest_collectreport(report=report)
            else:
                hook.pytest_runtest_logreport(report=report)
        elif event["event"] in ("missing", "broken"):
            session.testscollected += 1
            skipped = event["event"] == "missing" and os.environ.get("CI") != "true"
            hook.pytest_runtest_logreport(report=_whole(profile, event["reason"], skipped=skipped))


def _whole(profile: str, reason: str, *, skipped: bool) -> pytest.TestReport:
    """A report on a profile as a whole."""
    return pytest.TestReport(
        nodeid=f"[{profile}]",
        location=(__file__, 0, profile),
        keywords={},
        outcome="skipped" if skipped else "failed",
        longrepr=(__file__, 0, f"Skipped: {reason}") if skipped else reason,
        when="setup" if skipped else "call",
    )


def main() -> int:
    """Run every profile; pytest's exit status."""

    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
    with tempfile.TemporaryDirectory(prefix="kierto-tests-", ignore_cleanup_errors=True) as folder:
        runner = Runner(sys.argv[1:], Path(folder))
        options = ["-c", os.devnull, "--rootdir", str(ROOT), "--noconftest", "-ra"]
        options += ["-p", "no:cacheprovider", "-p", "no:django"]
        return int(pytest.main(options, plugins=[OneSession(runner)]))


if __name__ == "__main__":
    sys.exit(main())

"""In each profile's pytest: hands every report on to the session that counts them all (`tests.profiles`)."""

import json
import os
from typing import Any, TextIO

import pytest

DESCRIPTOR = "KIERTO_RELAY"


class Relay:
    """Writes one line of JSON an event."""

    def __init__(self, config: pytest.Config, out: TextIO) -> None:
        self._config, self._out = config, out

    def _send(self, event: dict[str, Any]) -> None:
        self._out.write(json.dumps(event, default=str) + "\n")
        self._out.flush()

    def _report(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        data = self._config.hook.pytest_report_to_serializable(config=self._config, report=report)
        self._send({"event": "report", "report": data})

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """How many tests there will be."""
        self._send({"event": "collected", "number": len(session.items)})

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """What could not be collected, or was skipped as a whole."""
        if not report.passed:
            self._report(report)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """How one phase of one test went."""
        self._report(report)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """That the session came to its end."""
        self._send({"event": "finished", "status": int(exitstatus)})


def pytest_configure(config: pytest.Config) -> None:
    """Relay when there is somebody at the other end."""
    if DESCRIPTOR in os.environ:
        out = os.fdopen(int(os.environ[DESCRIPTOR]), "w", encoding="utf-8")
        config.pluginmanager.register(Relay(config, out), "kierto-relay")

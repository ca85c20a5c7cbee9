"""`bin/serve.py`: what `make run` says when it cannot start."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.jobs.test_work import until
from tests.servers.site import ROOT, Site, answers


def test_a_busy_port_is_named_with_a_way_out():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "bin/serve.py", "--port", str(port), "--check-port"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    assert done.returncode == 1
    assert done.stdout.strip() == (
        f"Port {port} is taken by another program. "
        f"Stop that program, or choose another port: make run PORT={port + 1}"
    )


def workers(site: Site) -> set[int]:
    """The supervisor of the site's worker, as Linux knows it."""
    children = Path(f"/proc/{site.process.pid}/task/{site.process.pid}/children").read_text().split()
    return {int(child) for child in children if b"work" in words_of(child)}


def words_of(pid: str) -> list[bytes]:
    """The process's command line; empty when it has just ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return []


@pytest.mark.slow
def test_a_worker_killed_outright_is_started_again_and_the_site_goes_on(site_process: Site):
    (killed,) = workers(site_process)
    os.kill(killed, signal.SIGKILL)
    until(lambda: workers(site_process) - {killed}, "another worker", seconds=20)
    assert site_process.process.poll() is None
    assert answers(f"{site_process.url}/healthz")

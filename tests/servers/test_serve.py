"""`bin/serve.py`: what `make run` says when it cannot start."""

import socket
import subprocess
import sys

from tests.servers.site import ROOT


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

"""A throw-away PostgreSQL."""

import contextlib
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.servers.processes import Missing, free_port, hand_over, start, stop, unprivileged, wait_until

INITDB_OPTIONS = ("--username=kierto", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8")


def _binaries() -> Path:
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3].split(".")[0])
    )
    if not found:
        raise Missing("PostgreSQL is not installed (Debian package postgresql)")
    return found[-1].parent


@contextmanager
def postgresql() -> Iterator[str]:
    """Run a server and yield its database's URL. Raises Missing."""
    binaries, account = _binaries(), unprivileged("postgres", "nobody")
    with tempfile.TemporaryDirectory(prefix="kierto-pg-") as name:
        folder, port = Path(name), free_port()
        hand_over(folder, account)
        who = {} if account is None else {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        subprocess.run(
            [binaries / "initdb", "--pgdata", folder / "data", *INITDB_OPTIONS],
            check=True,
            capture_output=True,
            timeout=60,
            cwd=folder,
            **who,  # type: ignore[call-overload]
        )
        options = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": name,
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
        }
        command = [str(binaries / "postgres"), "-D", str(folder / "data"), "-p", str(port)]
        for key, value in options.items():
            command += ["-c", f"{key}={value}"]
        log = folder / "log"
        server = start(command, log=log, account=account)
        address = f"postgresql://kierto@127.0.0.1:{port}/postgres"
        try:
            wait_until(lambda: _answers(address), server, log=log, seconds=30)
            yield address
        finally:
            stop(server, with_signal=signal.SIGINT)


def _answers(address: str) -> bool:
    with contextlib.suppress(psycopg.OperationalError), psycopg.connect(address, connect_timeout=2):
        return True
    return False

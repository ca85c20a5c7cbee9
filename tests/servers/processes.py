"""Starting servers that never outlive the test run."""

import contextlib
import ctypes
import http.client
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


class Missing(Exception):
    """A service cannot be had on this machine; the text says what is missing and how to get it."""


def free_port() -> int:
    """A loopback port that nothing listens on, outside the range that outgoing connections are given."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def unprivileged(*names: str) -> pwd.struct_passwd | None:
    """The account to run a server as: none when we are not root, else the first of `names` that exists."""
    if os.getuid() != 0:
        return None
    for name in names:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Missing(f"None of the accounts {', '.join(names)} exists")


def hand_over(folder: Path, account: pwd.struct_passwd | None) -> None:
    """Give a folder and what is in it to the account a server runs as."""
    if account is None:
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)


def start(
    command: list[str],
    *,
    log: Path,
    account: pwd.struct_passwd | None = None,
    env: dict[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a server that the kernel kills with us; its output goes to `log`."""

    def die_with_us() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)

    who = {} if account is None else {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(env or {})},
            start_new_session=True,
            preexec_fn=die_with_us,
            **who,  # type: ignore[call-overload]
        )


def wait_until(
    answers: Callable[[], bool], process: subprocess.Popen[bytes], *, log: Path, seconds: float
) -> None:
    """Wait until the server answers. Raises RuntimeError with the end of its log."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError, http.client.HTTPException):
            if answers():
                return
        time.sleep(0.1)
    state = (
        f"ended with status {process.poll()}" if process.poll() is not None else f"was silent for {seconds} s"
    )
    raise RuntimeError(f"{process.args} {state}:\n{log.read_text(errors='replace')[-3000:]}")


def stop(process: subprocess.Popen[bytes], *, with_signal: int = signal.SIGTERM, seconds: float = 15) -> None:
    """Ask a server to stop, and kill it when it does not."""
    if process.poll() is not None:
        return
    process.send_signal(with_signal)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def need(program: str, package: str) -> str:
    """The path of a program. Raises Missing with the Debian package that has it."""
    path = shutil.which(program)
    if path is None:
        raise Missing(f"{program} is not installed (Debian package {package})")
    return path

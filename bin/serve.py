"""Run web server and worker together, and keep them up; Ctrl-C stops both, neither outlives this process."""

import argparse
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
PR_SET_PDEATHSIG = 1
START_SECONDS = 60
STOP_SECONDS = 25
#: A process that lives this long was not broken when it started.
STEADY_SECONDS = 30
FALLS_ALLOWED = 3
ACCOUNTS = ("teacher", "teacher2", "agent", "reviewer", "school", "admin")


def main() -> int:
    """Start both, say where the site is, and wait for either to end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument("--check-port", action="store_true", help="only say whether the port is free")
    arguments = parser.parse_args()
    if not port_is_free(arguments.port):
        say(
            f"Port {arguments.port} is taken by another program. "
            f"Stop that program, or choose another port: make run PORT={arguments.port + 1}"
        )
        return 1
    if arguments.check_port:
        return 0
    os.environ["PORT"] = str(arguments.port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oer.settings.dev")
    return run(arguments.port)


@dataclass
class Kept:
    """A process that is kept up: one that falls over is started again, one that cannot stand is not."""

    name: str
    command: list[str]
    #: What is started instead when it refuses to start for what the machine lacks; and what that means.
    instead: list[str] = field(default_factory=list)
    then: str = ""
    #: Starts in a row after which it did not live for `STEADY_SECONDS`.
    falls: int = 0
    since: float = 0.0
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        self.process, self.since = start(self.command), time.monotonic()

    def stands(self) -> bool:
        """Start it again if it has ended; False when it refuses to start or has fallen too often."""
        if self.process is None or self.process.poll() is None:
            return True
        if self.process.returncode == os.EX_CONFIG:
            say(f"The {self.name} refuses to start; the lines above say what is missing and what to do.")
            return self.makes_do()
        lived = time.monotonic() - self.since
        self.falls = self.falls + 1 if lived < STEADY_SECONDS else 1
        say(f"The {self.name} ended with status {self.process.returncode}; the lines above may say why.")
        if self.falls > FALLS_ALLOWED:
            return False
        say(f"Starting the {self.name} again.")
        self.start()
        return True

    def makes_do(self) -> bool:
        """Start what can be had instead; False when there is nothing."""
        if not self.instead:
            return False
        say(self.then)
        self.command, self.instead = self.instead, []
        self.start()
        return True


def run(port: int) -> int:
    """Keep both processes up until a signal, or until one of them cannot stand; the exit status."""
    stopped = False

    def stop(number: int, frame: object) -> None:
        nonlocal stopped
        stopped = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    work = [sys.executable, "manage.py", "work"]
    without_videos = [*work, "--queues", "index,screening,default"]
    then = "Everything else works; videos wait until they can be converted."
    kept = [Kept("worker", work, without_videos, then), Kept("web server", web(port))]
    announced, deadline = False, time.monotonic() + START_SECONDS
    try:
        for process in kept:
            process.start()
        while not stopped:
            if not all(process.stands() for process in kept):
                return 1
            if not announced and answers(port):
                announced = True
                announce(port)
            elif not announced and time.monotonic() > deadline:
                say(f"The site did not answer within {START_SECONDS} seconds; the lines above may say why.")
                return 1
            time.sleep(0.2)
        return 0
    finally:
        stop_all([process.process for process in kept if process.process])


def web(port: int) -> list[str]:
    """The web server's command: one process of many threads, so that SQLite has few writers."""
    options = ["--bind", f"{HOST}:{port}", "--worker-class", "gthread", "--workers", "1", "--threads", "8"]
    options += [
        "--timeout",
        "120",
        "--graceful-timeout",
        "5",
        "--no-control-socket",
        "--log-level",
        "warning",
    ]
    return [sys.executable, "-m", "gunicorn", "oer.wsgi:application", *options]


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """Start a process that ends with this one, and that Ctrl-C reaches only through this one."""

    def die_with_us() -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)

    return subprocess.Popen(command, cwd=ROOT, start_new_session=True, preexec_fn=die_with_us)


def stop_all(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask all to stop, and kill those that do not."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def port_is_free(port: int) -> bool:
    """Whether the site can listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Whether the web server serves; an error page of its own counts as an answer."""
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def announce(port: int) -> None:
    """The address, and who may sign in where demo content was created."""
    lines = ["", f"Kierto is at http://{HOST}:{port}/  (administration: http://{HOST}:{port}/admin/)"]
    if (Path(os.environ.get("KIERTO_VAR") or ROOT / "var") / "demo-created").exists():
        names = [f"{name} / {name}-demo" for name in ACCOUNTS]
        lines += ["Demo accounts (name / password):", *(f"  {name}" for name in names)]
    say("\n".join([*lines, "Ctrl-C stops the web server and the worker.", ""]))


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

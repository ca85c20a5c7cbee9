"""The whole system, started as `make run` starts it."""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.processes import free_port, start, stop, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, slots=True)
class Site:
    """A running web server and worker."""

    #: Without a slash at the end.
    url: str
    #: Where database, index and media are.
    var: Path
    env: Mapping[str, str]
    process: subprocess.Popen[bytes]
    #: What web server and worker print.
    log: Path

    def manage(self, *arguments: str, timeout: float = 120) -> str:
        """Run a management command against this site; what it printed. Raises RuntimeError."""
        return manage(self.env, *arguments, timeout=timeout)


@contextmanager
def running_site(folder: Path, **extra: str) -> Iterator[Site]:
    """Prepare a new database with demo content in `folder`, start web server and worker, stop both at last.

    `extra` is added to the environment (`ELASTICSEARCH_URL=...`).
    """
    port = free_port()
    env = {"DJANGO_SETTINGS_MODULE": "oer.settings.dev", "KIERTO_VAR": str(folder / "var"), "PORT": str(port)}
    env |= {"DATABASE_URL": "", "ELASTICSEARCH_URL": "", **extra}
    run([sys.executable, "bin/prepare.py", "--demo"], env, timeout=600)
    log = folder / "log"
    url = f"http://127.0.0.1:{port}"
    process = start([sys.executable, str(ROOT / "bin" / "serve.py")], log=log, env=env)
    try:
        wait_until(lambda: answers(f"{url}/healthz"), process, log=log, seconds=60)
        yield Site(url=url, var=folder / "var", env=env, process=process, log=log)
    finally:
        stop(process, seconds=40)


def manage(env: Mapping[str, str], *arguments: str, timeout: float = 120) -> str:
    """Run a management command with this environment; what it printed. Raises RuntimeError."""
    return run([sys.executable, "manage.py", *arguments], env, timeout=timeout)


def run(command: list[str], env: Mapping[str, str], *, timeout: float) -> str:
    """Run a program of the project; what it printed. Raises RuntimeError with its output when it fails."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **env},
        timeout=timeout,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{command} ended with status {done.returncode}:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def answers(url: str) -> bool:
    """Whether anything answers at this address; an error page counts."""
    try:
        with urllib.request.urlopen(url, timeout=5):  # noqa: S310
            return True
    except urllib.error.HTTPError:
        return True

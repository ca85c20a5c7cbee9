"""A worker refuses to start where the machine lacks what its queue needs, and says what to do."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from oer.jobs import requirement
from oer.jobs.requirements import faults, forget
from tests.conftest import missing
from tests.jobs.test_work import until
from tests.servers.processes import free_port
from tests.servers.site import ROOT, answers
from tests.servers.test_serve import words_of

#: What the sandbox is started with; all but the sandbox itself.
TOOLS = ("ffmpeg", "ffprobe", "prlimit", "timeout", "nice")
SENTENCE = "This machine cannot serve the queue transcode: bubblewrap (bwrap) is not installed."


@pytest.fixture
def needs() -> Iterator[Callable[[str, str], None]]:
    """`needs(queue, fault)` registers what is found at fault with a queue; forgotten after the test."""
    registered = []

    def register(queue: str, fault: str) -> None:
        def find_fault() -> str:
            return fault

        requirement(queue, find_fault)
        requirement(queue, find_fault)
        registered.append((queue, find_fault))

    yield register
    for queue, find_fault in registered:
        forget(queue, find_fault)


def test_only_what_the_queues_need_is_asked(needs: Callable[[str, str], None]) -> None:
    needs("index", "The ink is empty. Buy some.")
    needs("index", "")
    needs("screening", "Nobody is here.")
    assert faults(["default"]) == []
    assert faults(["index", "default"]) == [
        "This machine cannot serve the queue index: The ink is empty. Buy some."
    ]


@pytest.mark.parametrize("queues", ["default,index", ""])
def test_a_worker_refuses_with_the_sentence(needs: Callable[[str, str], None], queues: str) -> None:
    needs("index", "The ink is empty.")
    with pytest.raises(CommandError, match="the queue index: The ink is empty") as refusal:
        call_command("work", queues=queues)
    assert refusal.value.returncode == os.EX_CONFIG


@pytest.fixture
def without_bubblewrap(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine that has everything but bubblewrap."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in TOOLS:
        path = shutil.which(tool) or missing(f"{tool} is not installed")
        (tools / tool).symlink_to(str(path))
    env = {"DJANGO_SETTINGS_MODULE": "oer.settings.dev", "KIERTO_VAR": str(tmp_path / "var")}
    return {**os.environ, **env, "DATABASE_URL": "", "ELASTICSEARCH_URL": "", "PATH": str(tools)}


def run(env: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    """A program of the project, to its end."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("options", [(), ("--queues", "transcode")])
def test_without_bubblewrap_no_worker_that_converts_starts(
    without_bubblewrap: dict[str, str], options: tuple[str, ...]
) -> None:
    done = run(without_bubblewrap, "manage.py", "work", *options)
    assert done.returncode == os.EX_CONFIG
    assert SENTENCE in done.stderr
    assert "Install ffmpeg and bubblewrap" in done.stderr
    assert "VIDEO_SANDBOX" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_the_site_goes_on_without_converting_and_says_so_once(without_bubblewrap: dict[str, str]) -> None:
    port = free_port()
    command = [sys.executable, "bin/serve.py", "--port", str(port)]
    run(without_bubblewrap, "manage.py", "migrate", "--verbosity", "0")
    with subprocess.Popen(
        command, cwd=ROOT, env=without_bubblewrap, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as site:
        try:
            until(lambda: is_up(f"http://127.0.0.1:{port}/healthz"), "the site", seconds=60)
            until(lambda: b"index,screening,default" in commands_of(site.pid), "a worker", seconds=30)
        finally:
            site.terminate()
            said, erred = site.communicate(timeout=30)
    assert erred.count(SENTENCE) == 1
    assert "The worker refuses to start; the lines above say what is missing and what to do." in said
    assert "videos wait until they can be converted" in said
    assert "Starting the worker again" not in said


def is_up(address: str) -> bool:
    try:
        return answers(address)
    except OSError:
        return False


def commands_of(pid: int) -> set[bytes]:
    """The words of all commands that a process has started and not seen end."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {word for child in children for word in words_of(child)}

"""The sandbox: what is inside can reach nothing, take no more than it may, and does not outlive us."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from media import sandbox
from media.checks import sandbox_can_be_started
from media.sandbox import Limits, Sandbox, SandboxMissing, ToolFailed

pytestmark = [pytest.mark.ffmpeg, pytest.mark.usefixtures("tools")]


def box(tmp_path: Path, **limits: int) -> Sandbox:
    source, out = tmp_path / "secret name.mp4", tmp_path / "out"
    source.write_bytes(b"content")
    out.mkdir(exist_ok=True)
    asked = {"wall_seconds": 10, "cpu_seconds": 10, "file_bytes": 1024**2, "memory_bytes": 1024**3} | limits
    return Sandbox(input_file=source, output_folder=out, limits=Limits(**asked))


def test_only_the_input_and_the_output_folder_are_there(tmp_path: Path) -> None:
    (tmp_path / "neighbour").write_text("another user's file")
    said = box(tmp_path).run(["sh", "-c", "ls -A /; cat /in/source; echo; pwd; ls -A; id -u"])
    assert set(said.split()) <= {
        *("bin", "dev", "etc", "in", "lib", "lib32", "lib64", "out", "sbin", "usr"),
        *("content", "/out", "65534"),
    }
    for closed in ("/etc/passwd", str(tmp_path / "neighbour"), "/proc/self/environ"):
        with pytest.raises(ToolFailed):
            box(tmp_path).run(["cat", closed])


def test_the_input_cannot_be_changed_and_the_output_can(tmp_path: Path) -> None:
    with pytest.raises(ToolFailed, match="Read-only"):
        box(tmp_path).run(["sh", "-c", "echo x > /in/source"])
    box(tmp_path).run(["sh", "-c", "echo made > film"])
    assert (tmp_path / "out" / "film").read_text() == "made\n"


def test_there_is_no_network(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.5)
        port = listener.getsockname()[1]
        with pytest.raises(ToolFailed):
            box(tmp_path).run(["ffprobe", "-v", "error", f"http://127.0.0.1:{port}/film.mp4"])
        with pytest.raises(TimeoutError):
            listener.accept()


def test_the_environment_stays_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hunter2")
    assert "hunter2" not in box(tmp_path).run(["env"])


def test_the_clock_the_processor_and_the_memory_have_limits(tmp_path: Path) -> None:
    started = time.monotonic()
    with pytest.raises(ToolFailed) as slow:
        box(tmp_path, wall_seconds=1).run(["sleep", "60"])
    assert slow.value.limit == "time"
    assert time.monotonic() - started < 5
    with pytest.raises(ToolFailed):
        box(tmp_path, cpu_seconds=1, wall_seconds=20).run(["sh", "-c", "while :; do :; done"])
    with pytest.raises(ToolFailed):
        box(tmp_path).run(["sh", "-c", "head -c 3000000 /usr/bin/ffmpeg /usr/bin/*gcc* > large"])
    assert (tmp_path / "out" / "large").stat().st_size <= 1024**2
    with pytest.raises(ToolFailed):
        box(tmp_path, memory_bytes=64 * 1024**2).run(["ffmpeg", "-version"])


def test_a_sandbox_that_does_not_come_up_is_not_the_films_fault(tmp_path: Path) -> None:
    place = box(tmp_path)
    place.input_file.unlink()
    with pytest.raises(SandboxMissing, match="bwrap"):
        place.run(["true"])


def test_a_tool_that_talks_for_ever_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(ToolFailed) as loud:
        box(tmp_path).run(["yes"])
    assert loud.value.limit == "output"


def test_an_error_in_listening_stops_the_tool(tmp_path: Path) -> None:
    def refuse(line: str) -> None:
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        box(tmp_path).run(["sh", "-c", "echo once; sleep 61.73"], on_line=refuse)
    assert _within(5, lambda: not _running("sleep 61.73"))


def test_what_is_inside_dies_with_a_killed_worker(tmp_path: Path) -> None:
    script = f"""
        import django; django.setup()
        from pathlib import Path
        from media.sandbox import Limits, Sandbox
        limits = Limits(wall_seconds=60, cpu_seconds=60, file_bytes=0, memory_bytes=1024**3)
        box = Sandbox(input_file=Path({str(tmp_path / "in")!r}), output_folder=None, limits=limits)
        box.run(["sh", "-c", "echo up; sleep 47.11"], on_line=lambda line: print(line, flush=True))
    """
    (tmp_path / "in").write_bytes(b"x")
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE) as worker:
        assert worker.stdout
        assert worker.stdout.readline() == b"up\n"
        assert _within(5, lambda: _running("sleep 47.11"))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert _within(5, lambda: not _running("sleep 47.11"))


def test_without_bubblewrap_nothing_is_opened_and_the_check_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("ffmpeg", "ffprobe", "prlimit", "timeout", "nice"):
        (tools / name).symlink_to(f"/usr/bin/{name}")
    monkeypatch.setenv("PATH", str(tools))
    sandbox._fault.cache_clear()
    try:
        with pytest.raises(SandboxMissing, match="bwrap"):
            box(tmp_path).run(["true"])
        assert [message.id for message in sandbox_can_be_started(None)] == ["media.W001"]
        settings.VIDEO_SANDBOX = "none"
        sandbox.require()
        assert [message.id for message in sandbox_can_be_started(None)] == ["media.W002"]
        settings.VIDEO_SANDBOX = "nun"
        assert [message.id for message in sandbox_can_be_started(None)] == ["media.E001"]
    finally:
        sandbox._fault.cache_clear()


def _within(seconds: float, met: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while not met() and time.monotonic() < end:
        time.sleep(0.05)
    return met()


def _running(command: str) -> bool:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:
            continue
        if words == command and int(folder.name) != os.getpid():
            return True
    return False

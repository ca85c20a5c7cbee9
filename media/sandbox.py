"""The only place from which ffmpeg and ffprobe are started: bubblewrap around them, limits on them.

Inside there is a read-only /usr, one read-only input file, one output folder and nothing else: no network, no
other file, no other process. The sandbox dies with the process that started it. `VIDEO_SANDBOX = "none"`
leaves it out (limits stay), for machines that have none and open only their own owner's files.
"""

import os
import selectors
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

#: Containers we open. Everything else (playlists above all) is refused by the tools themselves.
FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,asf,flv,mpegts,mpeg,ogg,mp3,wav,flac,aac,aiff,amr"
#: Limits of what a tool may say, in bytes; a hostile file can make it talk for ever.
STDOUT_BYTES = 8 * 1024**2
STDERR_BYTES = 16 * 1024

_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "4"}


class SandboxMissing(Exception):
    """The sandbox cannot be started on this machine, so nothing is opened."""


class ToolFailed(Exception):
    """A tool ended with an error or was stopped at a limit. `said` is the end of its error output."""

    def __init__(self, status: int, said: str, *, limit: str = "") -> None:
        super().__init__(f"Exit status {status}{f' at the {limit} limit' if limit else ''}: {said[-600:]}")
        self.status = status
        self.said = said
        #: "time", "memory", "output" or empty.
        self.limit = limit


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one run may use: seconds on the clock and of processor, bytes of memory and of any one file."""

    wall_seconds: int
    cpu_seconds: int
    file_bytes: int
    memory_bytes: int


@dataclass(frozen=True, kw_only=True)
class Sandbox:
    """A place for a tool, with one input file and perhaps one output folder, in which the tool starts."""

    input_file: Path
    output_folder: Path | None
    limits: Limits
    #: Further files or folders that the tool may read, under their own names.
    reads: tuple[Path, ...] = ()

    @property
    def source(self) -> str:
        """The input file's path as the tool sees it."""
        return "/in/source" if _wrapped() else str(self.input_file.resolve())

    def command(self, tool: Sequence[str]) -> list[str]:
        """The whole command line around a tool: niceness, limits, bubblewrap, a clock of its own."""
        limits = self.limits
        around = [
            *("nice", "-n", "10"),
            *("prlimit", f"--cpu={limits.cpu_seconds}", f"--as={limits.memory_bytes}"),
            *(f"--fsize={limits.file_bytes}", "--nofile=256", "--core=0", "--"),
        ]
        if _wrapped():
            around += [*_bubblewrap(), "--dir", "/in", "--ro-bind", str(self.input_file), "/in/source"]
            for path in self.reads:
                around += ["--ro-bind", str(path), str(path)]
            if self.output_folder:
                around += ["--bind", str(self.output_folder), "/out", "--chdir", "/out"]
            around += ["--"]
        # Its own clock inside, should this process be stopped and unable to keep time.
        return [*around, "timeout", "--signal=KILL", str(limits.wall_seconds + 5), *tool]

    def run(self, tool: Sequence[str], *, on_line: Callable[[str], None] | None = None) -> str:
        """Runs a tool to its end and returns what it printed; `on_line` is called with each line as it comes.

        Raises ToolFailed, SandboxMissing, and whatever `on_line` raises (the tool is stopped then).
        """
        require()
        directory = None if _wrapped() else self.output_folder
        with _process(self.command(tool), directory) as process:
            return _listen(process, self.limits.wall_seconds, on_line)


def require() -> None:
    """Raises SandboxMissing when tools cannot be started safely here."""
    if fault := find_fault():
        raise SandboxMissing(fault)


@lru_cache(maxsize=4)
def _fault(mode: str) -> str:
    for tool in ("ffmpeg", "ffprobe", "prlimit", "timeout", "nice"):
        if not shutil.which(tool):
            return f"{tool} is not installed."
    if mode == "none":
        return ""
    if not shutil.which("bwrap"):
        return "bubblewrap (bwrap) is not installed."
    trial = subprocess.run(
        [*_bubblewrap(), "--", "true"],
        capture_output=True,
        text=True,
        timeout=20,
        env=_ENVIRONMENT,
        check=False,
    )
    return "" if trial.returncode == 0 else f"bubblewrap cannot make a sandbox here: {trial.stderr.strip()}"


def find_fault() -> str:
    """Why tools cannot be started on this machine, tried once a process; empty when they can."""
    mode = settings.VIDEO_SANDBOX
    if mode not in ("bubblewrap", "none"):
        return f"VIDEO_SANDBOX is {mode!r}, but must be 'bubblewrap' or 'none'."
    return _fault(mode)


def _wrapped() -> bool:
    return bool(settings.VIDEO_SANDBOX != "none")


def _bubblewrap() -> list[str]:
    """The walls. A user namespace of its own, without capabilities, works for root and for others alike."""
    walls = [
        *(
            "bwrap",
            "--unshare-all",
            "--unshare-user",
            "--die-with-parent",
            "--new-session",
            "--cap-drop",
            "ALL",
        ),
        *("--uid", "65534", "--gid", "65534", "--hostname", "sandbox", "--ro-bind", "/usr", "/usr"),
    ]
    for folder in ("/bin", "/sbin", "/lib", "/lib32", "/lib64"):
        path = Path(folder)
        if path.is_symlink():
            walls += ["--symlink", os.readlink(folder), folder]
        elif path.exists():
            walls += ["--ro-bind", folder, folder]
    for folder in ("/etc/alternatives", "/etc/ld.so.cache"):
        walls += ["--ro-bind-try", folder, folder]
    return walls


@contextmanager
def _process(command: list[str], directory: Path | None) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_ENVIRONMENT,
        cwd=directory,
        process_group=0,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            # Killing bubblewrap kills all that is in it (its process namespace ends).
            os.killpg(process.pid, 9)
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream:
                stream.close()


def _listen(process: "subprocess.Popen[bytes]", seconds: int, on_line: Callable[[str], None] | None) -> str:
    """Reads both outputs until the tool ends, within `seconds`; keeps the error output's end only."""
    deadline = time.monotonic() + seconds
    heard, said, pending = bytearray(), bytearray(), bytearray()
    with selectors.DefaultSelector() as selector:
        for stream in (process.stdout, process.stderr):
            if stream:
                selector.register(stream, selectors.EVENT_READ)
        while selector.get_map():
            left = deadline - time.monotonic()
            if left <= 0:
                raise ToolFailed(-9, said.decode(errors="replace"), limit="time")
            for key, _ in selector.select(left):
                chunk = os.read(key.fd, 65536)
                if not chunk:
                    selector.unregister(key.fileobj)
                elif key.fileobj is process.stderr:
                    said += chunk
                    del said[:-STDERR_BYTES]
                elif on_line:
                    pending += chunk
                    *lines, rest = pending.split(b"\n")
                    pending = bytearray(rest)
                    for line in lines:
                        on_line(line.decode(errors="replace"))
                else:
                    heard += chunk
            if len(heard) > STDOUT_BYTES or len(pending) > STDOUT_BYTES:
                raise ToolFailed(-9, said.decode(errors="replace"), limit="output")
    status = process.wait(timeout=max(1.0, deadline - time.monotonic()))
    words = said.decode(errors="replace")
    if status and words.startswith(("bwrap:", "prlimit:", "nice:", "timeout: failed")):
        raise SandboxMissing(words.strip())
    if status:
        raise ToolFailed(status, words, limit=_limit_met(status, words))
    return heard.decode(errors="replace")


def _limit_met(status: int, said: str) -> str:
    if "Cannot allocate memory" in said or "out of memory" in said.lower() or "malloc of size" in said:
        return "memory"
    # 24 is the signal for processor time used up, which ffmpeg catches and names.
    return "time" if status in (128 + 24, -24) or "received signal 24" in said else ""

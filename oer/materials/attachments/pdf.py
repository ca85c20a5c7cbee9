"""The text of a PDF, by poppler's pdftotext in the sandbox: nobody else opens a stranger's PDF."""

from __future__ import annotations

import shutil
from pathlib import Path

from media.sandbox import Limits, Sandbox, SandboxMissing, ToolFailed
from oer.materials.attachments.found import MOST_SECONDS, Enough, Page, Pages, Unreadable

#: Pages that are looked at.
_MOST_PAGES = 500
_LIMITS = Limits(
    wall_seconds=int(MOST_SECONDS),
    cpu_seconds=int(MOST_SECONDS),
    file_bytes=1024 * 1024,
    memory_bytes=1024**3,
)
_LOCKED = ("Incorrect password", "Copying of text from this document is not allowed", "Unsupported security")


def read_pdf(path: Path) -> tuple[Page, ...]:
    """The pages of the file. Raises Unreadable, and SandboxMissing when the tool cannot be started here."""
    if not shutil.which("pdftotext"):
        raise SandboxMissing("pdftotext (poppler-utils) is not installed.")
    box = Sandbox(input_file=path, output_folder=None, limits=_LIMITS)
    pages = Pages()
    pages.turn(number := 1)

    def on_line(line: str) -> None:
        nonlocal number
        first, *others = line.split("\f")
        pages.add(first)
        for other in others:
            number += 1
            pages.turn(number)
            pages.add(other)
        pages.add("\n")

    command = ["pdftotext", "-enc", "UTF-8", "-eol", "unix", "-l", str(_MOST_PAGES), box.source, "-"]
    try:
        box.run(command, on_line=on_line)
    except Enough:
        pass
    except ToolFailed as failure:
        raise Unreadable(_why(failure)) from failure
    return pages.read()


def _why(failure: ToolFailed) -> str:
    if failure.status == 3 or any(words in failure.said for words in _LOCKED):
        return "locked"
    return {"time": "too_slow", "memory": "too_large", "output": "too_large"}.get(failure.limit, "damaged")

"""Reading the text of any file, by what it is and not by what it is called."""

from __future__ import annotations

import logging
from pathlib import Path

from media.sandbox import SandboxMissing
from oer.materials.attachments.found import Enough, Page, Pages, Unreadable
from oer.materials.attachments.markup import html_text
from oer.materials.attachments.packages import read_package
from oer.materials.attachments.pdf import read_pdf

logger = logging.getLogger("oer.materials")

#: Raised when files are read in another way, so that all are read again.
READER = 1
_HEAD = 1024
#: Bytes of plain text and of HTML that are looked at.
_MOST_PLAIN = 2 * 1024 * 1024
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_HTML = frozenset(("html", "htm", "xhtml"))
_PLAIN = frozenset(
    (
        "txt",
        "text",
        "md",
        "markdown",
        "csv",
        "tsv",
        "tex",
        "rst",
        "srt",
        "vtt",
        "py",
        "js",
        "java",
        "c",
        "cpp",
    )
)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_file(path: Path, name: str) -> tuple[Page, ...]:
    """The text of the file at `path`, which people know as `name`. Whatever the file is, this ends soon.

    Raises Unreadable, and SandboxMissing when foreign files cannot be opened safely on this machine.
    """
    try:
        pages = _read(path, name.rpartition(".")[2].lower())
    except (Unreadable, SandboxMissing):
        raise
    except Exception as error:
        # A file nobody foresaw must neither stop the others nor be tried for ever.
        logger.exception("“%s” cannot be read", name)
        raise Unreadable("damaged") from error
    if not any(letter.isalnum() for page in pages for letter in page.text):
        raise Unreadable("empty")
    return pages


def _read(path: Path, extension: str) -> tuple[Page, ...]:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise Unreadable("empty")
    if b"%PDF-" in head:
        return read_pdf(path)
    if head.startswith(b"PK\x03\x04"):
        return read_package(path)
    if head.startswith(_OLE):
        # Old Office formats, and new ones under a password: both are packed in the same way.
        raise Unreadable("old_or_locked")
    if extension in _PLAIN | _HTML:
        return _read_plain(path, extension in _HTML)
    if extension in ("docx", "pptx", "xlsx", "odt", "odp", "ods", "epub", "h5p", "pdf"):
        raise Unreadable("damaged")
    raise Unreadable("no_text_format")


def _read_plain(path: Path, is_html: bool) -> tuple[Page, ...]:
    with path.open("rb") as file:
        text = _decoded(file.read(_MOST_PLAIN))
    pages = Pages()
    try:
        for piece in html_text(text) if is_html else (text,):
            pages.add(piece)
    except Enough:
        pass
    return pages.read()


def _decoded(data: bytes) -> str:
    """By its mark, as UTF-8, or as Windows wrote before it. Raises Unreadable for what is no text."""
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")
    if encoding:
        return data.decode(encoding, "replace")
    if b"\x00" in data:
        raise Unreadable("no_text_format")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # The last character may have been cut in two.
        return data.decode("utf-8" if error.start >= len(data) - 4 else "cp1252", "replace")

"""What a file really is, told from its content, and which of the criteria's file groups that belongs to."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import IO, Any

import puremagic

_HEAD = 64 * 1024
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_STARTS = {
    b"\xff\xd8\xff": "image/jpeg",
    b"ID3": "audio/mpeg",
    b"\xff\xfb": "audio/mpeg",
    b"\xff\xf3": "audio/mpeg",
    b"\xff\xf2": "audio/mpeg",
    b"%PDF-": "application/pdf",
}
_MARKED = re.compile(rb"<(!doctype\s+html|html[\s>])", re.I)
_ALIASES = {
    "audio/x-wav": "audio/wav",
    "audio/wave": "audio/wav",
    "audio/vnd.wave": "audio/wav",
    "audio/mp3": "audio/mpeg",
    "audio/x-flac": "audio/flac",
    "audio/x-m4a": "audio/mp4",
    "application/ogg": "audio/ogg",
    "image/jpg": "image/jpeg",
    "video/x-m4v": "video/mp4",
    "text/rtf": "application/rtf",
}
#: What a package of each kind has inside.
_PACKAGE_MEMBERS = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_EXTENSIONS = {
    "pdf": "pdf", "docx": "docx", "pptx": "pptx", "xlsx": "xlsx", "odt": "odf", "odp": "odf", "ods": "odf",
    "epub": "epub", "png": "image", "jpg": "image", "jpeg": "image", "webp": "image", "gif": "image",
    "svg": "image", "mp3": "audio", "m4a": "audio", "ogg": "audio", "oga": "audio", "wav": "audio",
    "flac": "audio", "mp4": "video", "m4v": "video", "webm": "video", "ogv": "video", "mov": "video",
    "txt": "text", "md": "text", "csv": "text", "tex": "text", "ipynb": "text", "ggb": "text",
    "doc": "legacy", "ppt": "legacy", "xls": "legacy", "rtf": "legacy", "html": "html", "htm": "html",
}  # fmt: skip


def promised_group(extension: str, file_groups: Mapping[str, Any]) -> str:
    """The group a file's extension promises, or an empty text."""
    for name, group in file_groups.items():
        if name != "forbidden" and extension in (group.get("ext") or ()):
            return name
    return _EXTENSIONS.get(extension, "")


def group_of(detected_type: str, promised: str, file_groups: Mapping[str, Any]) -> str:
    """The group the content belongs to, or an empty text when no allowed group takes it.

    Plain text and zip packages are told apart by what the extension promises, where both fit.
    """
    if detected_type == "text/plain" and promised in ("text", "caption"):
        return promised
    if detected_type == "application/zip" and promised in ("h5p", "text"):
        return promised
    return next(
        (name for name, group in file_groups.items() if detected_type in (group.get("mime") or ())), ""
    )


def detect(file: IO[bytes]) -> str:
    """The media type of an open file's content; empty when nothing recognises it. Leaves it at its start."""
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    if not head:
        return ""
    if head.startswith(b"PK\x03\x04"):
        return _package_type(file)
    if head.startswith(_OLE):
        return "application/msword"
    if head.lstrip().startswith(b"{\\rtf"):
        return "application/rtf"
    return _signature(head) or _text_type(head)


def _package_type(file: IO[bytes]) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return archive.read("mimetype").decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, OSError, RuntimeError):
        return "application/zip"
    finally:
        file.seek(0)
    if "[Content_Types].xml" in names:
        for prefix, found in _PACKAGE_MEMBERS.items():
            if any(name.startswith(prefix) for name in names):
                return found
    return "application/zip"


def _signature(head: bytes) -> str:
    """By its first bytes: only signatures that are sure, never a guess from an extension."""
    for start, found in _STARTS.items():
        if head.startswith(start):
            return found
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return ""
    sure = [
        match
        for match in matches
        if match.confidence >= 0.4 and match.mime_type and len(match.byte_match) >= 3
    ]
    if head[4:8] == b"ftyp":
        return (
            "video/quicktime" if head[8:10] == b"qt" else "audio/mp4" if head[8:11] == b"M4A" else "video/mp4"
        )
    if not sure or _reads_as_text(head):
        return ""
    found = sure[0].mime_type
    return _ALIASES.get(found, found)


def _text_type(head: bytes) -> str:
    if not _reads_as_text(head):
        return ""
    if b"<svg" in head[:4096] and not _MARKED.search(head[:4096]):
        return "image/svg+xml"
    return "text/html" if _MARKED.search(head[:4096]) else "text/plain"


def _reads_as_text(head: bytes) -> bool:
    if b"\x00" in head or head.startswith((b"%PDF", b"\x1f\x8b")):
        return False
    try:
        # The last character may be cut in two.
        io.TextIOWrapper(io.BytesIO(head[:-4] or head), encoding="utf-8").read()
    except UnicodeDecodeError:
        return False
    return True

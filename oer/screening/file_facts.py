"""Opening an uploaded file once and writing down what the criteria ask of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import IO, Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.core.files.storage import default_storage
from PIL import Image as Picture

from oer.domain.criteria import Document, UploadedFile
from oer.screening import file_types, pictures
from oer.screening.packages import Unreadable, read_package

#: Longer texts are read this far.
_MAX_TEXT = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file as it was found, and the text in it where it could be read."""

    file: UploadedFile
    document: Document | None = None


def read_file(stored_name: str, name: str, role: str, file_groups: Mapping[str, Any]) -> ReadFile:
    """Read a file of the default storage; `name` is what people call it.

    What was read is remembered as long as the file has neither changed nor given way to another of its name.
    """
    groups = tuple(
        (key, tuple(group.get("mime") or ()), tuple(group.get("ext") or ()))
        for key, group in file_groups.items()
    )
    try:
        version = (default_storage.size(stored_name), default_storage.get_modified_time(stored_name))
    except FileNotFoundError:
        version = None
    return _read(stored_name, version, name, role, groups)


@lru_cache(maxsize=256)
def _read(
    stored_name: str, version: object, name: str, role: str, groups: tuple[tuple[str, Any, Any], ...]
) -> ReadFile:
    file_groups = {key: {"mime": mime, "ext": ext} for key, mime, ext in groups}
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    promised = file_types.promised_group(extension, file_groups)
    values: dict[str, Any] = {"name": name, "role": role, "promised_group": promised}
    if version is None:
        gone: dict[str, Any] = {
            "size": 0,
            "detected_type": "",
            "group": promised,
            "opens": False,
            "problem": "missing",
        }
        return ReadFile(UploadedFile(**values, **gone))
    with default_storage.open(stored_name) as file:
        detected = file_types.detect(file)
        group = file_types.group_of(detected, promised, file_groups)
        values |= {"size": file.size, "detected_type": detected, "group": group, "sha256": _digest(file)}
        file.seek(0)
        forbidden = frozenset(file_groups.get("forbidden", {}).get("ext", ()))
        found, document = _contents(file, group, name, forbidden)
    return ReadFile(UploadedFile(**values, **found), document)


def _contents(
    file: IO[bytes], group: str, name: str, forbidden: frozenset[str]
) -> tuple[dict[str, Any], Document | None]:
    if group == "image":
        return _picture(file, name), None
    if group in ("docx", "pptx", "xlsx", "odf", "epub", "h5p"):
        return _package(file, group, name, forbidden)
    if group in ("text", "caption"):
        text = file.read(_MAX_TEXT).decode("utf-8", "replace")
        return {"opens": True}, Document(name=name, group=group, text=text)
    return {}, None


def _picture(file: IO[bytes], name: str) -> dict[str, Any]:
    if name.lower().endswith(".svg"):
        return _drawing(file)
    try:
        with Picture.open(file) as picture:
            facts = {
                "width": picture.width,
                "height": picture.height,
                "location": pictures.has_location(picture),
                "rights": pictures.rights_named(picture),
            }
            picture.load()
    except (OSError, SyntaxError, ValueError, Picture.DecompressionBombError):
        return {"opens": False, "problem": "damaged"}
    return {"opens": True, **facts}


def _drawing(file: IO[bytes]) -> dict[str, Any]:
    try:
        ElementTree.parse(file, forbid_dtd=False)
    except (ElementTree.ParseError, DefusedXmlException, ValueError):
        return {"opens": False, "problem": "damaged"}
    return {"opens": True, "location": False}


def _package(
    file: IO[bytes], group: str, name: str, forbidden: frozenset[str]
) -> tuple[dict[str, Any], Document | None]:
    try:
        found = read_package(file, group, forbidden)
    except Unreadable as error:
        return {"opens": False, "problem": str(error)}, None
    facts = {
        "opens": True,
        "location": found.location,
        "comments": found.comments,
        "hidden_parts": tuple(found.hidden_parts),
        "macros": tuple(found.macros),
        "forbidden_members": tuple(found.forbidden),
        "names": found.names,
    }
    document = Document(
        name=name, group=group, text=found.text, prose=found.text, title=found.title, language=found.language
    )
    return facts, document


def _digest(file: IO[bytes]) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while block := file.read(1024 * 1024):
        digest.update(block)
    return digest.hexdigest()

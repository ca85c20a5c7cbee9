"""Looking into packages (Office, OpenDocument, EPUB, H5P): text, comments, hidden parts, macros, properties.

A package is a zip of XML files. Nothing is unpacked to disk, no entity is resolved, and a package that
unpacks to absurd sizes is not read.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import dataclass, field
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from PIL import Image as Picture

from oer.screening.pictures import has_location

_MAX_RATIO = 100
_MAX_UNPACKED = 2048 * 1024 * 1024
#: One XML part larger than this is not parsed.
_MAX_PART = 64 * 1024 * 1024
#: Small parts may well be extremely regular; the ratio says nothing about them.
_RATIO_FROM = 1024 * 1024
_TEXT_PARTS = {
    "docx": r"word/(document|footnotes|endnotes|header\d*|footer\d*|comments)\.xml",
    "pptx": r"ppt/(slides|notesSlides)/[^/]+\.xml",
    "xlsx": r"xl/(sharedStrings|comments[^/]*|worksheets/[^/]+)\.xml",
    "odf": r"content\.xml",
    "epub": r".+\.x?html?",
    "h5p": r"content/content\.json",
}
_PROPERTIES = {"creator": "creator", "lastModifiedBy": "lastModifiedBy", "initial-creator": "creator"}


@dataclass
class Package:
    """What a package holds."""

    text: str = ""
    title: str = ""
    language: str = ""
    comments: int = 0
    location: bool = False
    hidden_parts: list[str] = field(default_factory=list)
    macros: list[str] = field(default_factory=list)
    forbidden: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)


class Unreadable(Exception):
    """The package cannot be read; the message is a code of `oer.domain.criteria.rules.files.PROBLEMS`."""


def read_package(file: IO[bytes], group: str, forbidden: frozenset[str]) -> Package:
    """Read a package of this group; `forbidden` are extensions no member may have.

    Raises Unreadable for a package that is broken, encrypted, or not what it should be.
    """
    found = Package()
    try:
        with zipfile.ZipFile(file) as archive:
            _look_at_members(archive, found, forbidden)
            if not found.forbidden:
                if archive.testzip():
                    raise Unreadable("damaged")
                if group == "h5p":
                    _check_h5p(archive)
                _read_parts(archive, group, found)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise Unreadable("locked") from error
    except (ParseError, DefusedXmlException) as error:
        raise Unreadable("damaged") from error
    return found


def _check_h5p(archive: zipfile.ZipFile) -> None:
    """Raises Unreadable unless both files without which nothing is shown are there and are JSON."""
    for name in ("h5p.json", "content/content.json"):
        try:
            json.loads(archive.read(name))
        except (KeyError, ValueError) as error:
            raise Unreadable("parts_missing") from error


def _look_at_members(archive: zipfile.ZipFile, found: Package, forbidden: frozenset[str]) -> None:
    total = 0
    for member in archive.infolist():
        total += member.file_size
        outside = member.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", member.filename)
        bomb = member.file_size > _RATIO_FROM and member.file_size > _MAX_RATIO * max(member.compress_size, 1)
        if outside or bomb or member.filename.rpartition(".")[2].lower() in forbidden:
            found.forbidden.append(member.filename[:100])
        if re.search(r"vbaProject|/activeX/|/embeddings/oleObject|xl/macrosheets/", member.filename):
            found.macros.append(member.filename.rpartition("/")[2])
    if total > _MAX_UNPACKED:
        found.forbidden.append(f"{total // 1024**2} MB")


def _read_parts(archive: zipfile.ZipFile, group: str, found: Package) -> None:
    texts = []
    for member in archive.infolist():
        name = member.filename
        if member.file_size > _MAX_PART:
            raise Unreadable("too_large")
        if re.search(r"\.(jpe?g|tiff?|png|webp)$", name, re.I) and group != "h5p":
            found.location |= _picture_says_where(archive.read(member))
        elif re.fullmatch(_TEXT_PARTS.get(group, "(?!)"), name):
            data = archive.read(member)
            texts.append(
                data.decode("utf-8", "replace") if group == "h5p" else _read_xml(name, data, group, found)
            )
        elif name.endswith(("core.xml", "meta.xml", "styles.xml", "workbook.xml", ".opf")):
            _read_properties(_parsed(archive.read(member)), found)
        elif re.search(r"(ppt/comments/|threadedComments/).+\.xml$", name):
            found.comments += sum(
                _local(e) in ("cm", "threadedComment") for e in _parsed(archive.read(member)).iter()
            )
    found.text = "\n".join(texts)


def _read_xml(name: str, data: bytes, group: str, found: Package) -> str:
    if group == "epub":
        return re.sub(r"<[^>]+>", " ", data.decode("utf-8", "replace"))
    root = _parsed(data)
    pieces = []
    for element in root.iter():
        tag = _local(element)
        if tag in ("comment", "ins", "del", "annotation", "changed-region"):
            found.comments += 1
        if tag in ("p", "br", "tab", "row", "h", "si"):
            pieces.append("\n")
        if tag == "lang" and not found.language:
            found.language = _attribute(element, "val")
        pieces.append(element.text or "")
        pieces.append(element.tail or "")
    if group == "pptx" and root.get("show") == "0":
        found.hidden_parts.append(name.rpartition("/")[2].removesuffix(".xml"))
    return "".join(pieces)


def _read_properties(root: Element, found: Package) -> None:
    for element in root.iter():
        tag = _local(element)
        text = (element.text or "").strip()
        if tag in _PROPERTIES and text:
            found.names.setdefault(_PROPERTIES[tag], text)
        elif tag == "title" and text and not found.title:
            found.title = text
        elif tag in ("lang", "language") and not found.language:
            found.language = _attribute(element, "val") or text
        elif tag == "text-properties" and not found.language:
            found.language = _attribute(element, "language").replace("none", "")
        elif tag == "sheet" and element.get("state") in ("hidden", "veryHidden"):
            found.hidden_parts.append(element.get("name") or "?")


def _parsed(data: bytes) -> Element:
    return ElementTree.fromstring(data, forbid_dtd=True)


def _picture_says_where(data: bytes) -> bool:
    try:
        with Picture.open(io.BytesIO(data)) as picture:
            return has_location(picture)
    except (OSError, ValueError, Picture.DecompressionBombError):
        # A picture in a document that Pillow cannot read says nothing to a browser either.
        return False


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _attribute(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")

"""The text of packages: zip files of XML (Office, OpenDocument), of HTML (EPUB) or of JSON (H5P).

Nothing is unpacked to disk; every part is read as a stream, at most `MOST_UNPACKED` bytes of all together.
"""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from oer.materials.attachments.found import Budget, Enough, Page, Pages, Unreadable
from oer.materials.attachments.markup import XmlText, html_text, local, read_xml

#: Parts of a package that are looked at.
_MOST_PARTS = 20_000
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_EPUB = "application/epub+zip"
#: Keys of H5P content that hold what readers see as prose.
_H5P_NOT_TEXT = re.compile(r"(library|path|mime|license|url|id|uuid|version|color|type|contentId)$", re.I)


def read_package(path: Path) -> tuple[Page, ...]:
    """The text of the package, by what is in it. Raises Unreadable."""
    pages = Pages()
    try:
        with zipfile.ZipFile(path) as archive:
            _read(archive, pages, Budget())
    except Enough:
        pass
    except (ParseError, ValueError, KeyError, RecursionError, zlib.error, EOFError) as error:
        raise Unreadable("damaged") from error
    except (zipfile.BadZipFile, OSError) as error:
        raise Unreadable("damaged") from error
    except (RuntimeError, NotImplementedError) as error:
        # The zip module's way of saying that it is encrypted, or packed in a way it does not know.
        raise Unreadable("locked" if "encrypted" in str(error) else "damaged") from error
    return pages.read()


def _read(archive: zipfile.ZipFile, pages: Pages, budget: Budget) -> None:
    names = archive.namelist()
    if len(names) > _MOST_PARTS:
        raise Unreadable("too_large")
    kind = _mimetype(archive, names)
    if kind.startswith(_OPEN_DOCUMENT):
        _read_open_document(archive, pages, budget)
    elif kind == _EPUB:
        _read_web_pages(archive, names, pages, budget)
    elif "word/document.xml" in names:
        for name in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"):
            if name in names:
                _read_part(archive, name, _office_text(pages), budget)
    elif "ppt/presentation.xml" in names:
        _read_slides(archive, names, pages, budget)
    elif "xl/workbook.xml" in names:
        _read_sheets(archive, names, pages, budget)
    elif "h5p.json" in names:
        _read_h5p(archive, pages, budget)
    else:
        raise Unreadable("no_text_format")


def _mimetype(archive: zipfile.ZipFile, names: list[str]) -> str:
    if "mimetype" not in names or archive.getinfo("mimetype").file_size > 200:
        return ""
    return archive.read("mimetype").decode("ascii", "replace").strip()


def _read_part(archive: zipfile.ZipFile, name: str, target: XmlText, budget: Budget) -> None:
    with archive.open(name) as part:
        read_xml(part, target, budget)  # type: ignore[arg-type]  # zipfile's own kind of IO


def _office_text(pages: Pages) -> XmlText:
    """What is written; neither what was deleted (`delText`) nor the codes of fields (`instrText`)."""
    return XmlText(
        pages,
        within=frozenset(("t",)),
        breaks=frozenset(("p", "si", "row")),
        spaces=frozenset(("tab", "br", "cr")),
        unread=frozenset(("rPh",)),
    )


def _read_slides(archive: zipfile.ZipFile, names: list[str], pages: Pages, budget: Budget) -> None:
    for name, number in _numbered(names, r"ppt/slides/slide(\d+)\.xml"):
        if not _is_hidden(archive, name):
            pages.turn(number)
            _read_part(archive, name, _office_text(pages), budget)


def _is_hidden(archive: zipfile.ZipFile, name: str) -> bool:
    with archive.open(name) as part:
        return bool(re.search(rb"<(?:\w+:)?sld\b[^>]*\sshow=[\"'](?:0|false)[\"']", part.read(4096)))


def _read_sheets(archive: zipfile.ZipFile, names: list[str], pages: Pages, budget: Budget) -> None:
    if "xl/sharedStrings.xml" in names:
        _read_part(archive, "xl/sharedStrings.xml", _office_text(pages), budget)
    for name, _number in _numbered(names, r"xl/worksheets/sheet(\d+)\.xml"):
        # Texts that stand in the sheet itself; numbers without their headings say nothing.
        _read_part(archive, name, _office_text(pages), budget)


def _numbered(names: list[str], pattern: str) -> list[tuple[str, int]]:
    found = [(name, int(match[1][:9])) for name in names if (match := re.fullmatch(pattern, name))]
    return sorted(found, key=lambda pair: pair[1])


def _read_open_document(archive: zipfile.ZipFile, pages: Pages, budget: Budget) -> None:
    slides = 0

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal slides
        if name == "page" and any(local(key) == "master-page-name" for key in attributes):
            slides += 1
            pages.turn(slides)

    target = XmlText(
        pages,
        within=frozenset(("p", "h")),
        breaks=frozenset(("p", "h")),
        spaces=frozenset(("s", "tab", "line-break")),
        unread=frozenset(("annotation", "tracked-changes", "notes")),
        on_start=on_start,
    )
    if "META-INF/manifest.xml" in archive.namelist():
        with archive.open("META-INF/manifest.xml") as manifest:
            if b"encryption-data" in manifest.read(1024 * 1024):
                raise Unreadable("locked")
    _read_part(archive, "content.xml", target, budget)


def _read_web_pages(archive: zipfile.ZipFile, names: list[str], pages: Pages, budget: Budget) -> None:
    for name in names:
        if re.search(r"\.x?html?$", name, re.I):
            for piece in html_text(_bounded(archive, name, budget).decode("utf-8", "replace")):
                pages.add(piece)


def _read_h5p(archive: zipfile.ZipFile, pages: Pages, budget: Budget) -> None:
    json.loads(_bounded(archive, "h5p.json", budget))
    for text in _strings(json.loads(_bounded(archive, "content/content.json", budget))):
        for piece in html_text(text):
            pages.add(piece)
        pages.add("\n")


def _bounded(archive: zipfile.ZipFile, name: str, budget: Budget) -> bytes:
    with archive.open(name) as part:
        data = part.read(budget.unpacked + 1)
    budget.spend(len(data))
    return data


def _strings(content: Any) -> Iterator[str]:
    """The texts in H5P content, in order: what has a space in it, or stands where prose does."""
    waiting: list[Any] = [content]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, dict):
            kept = [v for key, v in value.items() if not _H5P_NOT_TEXT.search(str(key))]
            waiting.extend(reversed(kept))

"""Writing a worksheet as an OpenDocument text, so that a teacher can change it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape

_TYPE = "application/vnd.oasis.opendocument.text"
_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def open_document(title: str, language: str, lines: Iterable[str]) -> bytes:
    """An .odt file: the title as a heading, then a line each; those that begin with `# ` are headings."""
    body = "".join(_line(line) for line in (f"# {title}", *lines))
    parts = {
        "content.xml": f"<office:document-content {_NAMES}><office:body><office:text>{body}</office:text>"
        "</office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {_NAMES}><office:styles>"
        '<style:default-style style:family="paragraph">'
        f'<style:text-properties fo:language="{language}" fo:country="FI"/></style:default-style>'
        '<style:style style:name="Standard" style:family="paragraph"/>'
        '<style:style style:name="Heading" style:display-name="Heading" style:family="paragraph" '
        'style:parent-style-name="Standard"><style:text-properties fo:font-weight="bold"/>'
        "</style:style></office:styles></office:document-styles>",
        "meta.xml": f"<office:document-meta {_NAMES}><office:meta><dc:title>{escape(title)}</dc:title>"
        f"<dc:language>{language}</dc:language></office:meta></office:document-meta>",
        "META-INF/manifest.xml": _manifest(("content.xml", "styles.xml", "meta.xml")),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        # The type comes first and uncompressed, so that the file says what it is in its first bytes.
        archive.writestr(zipfile.ZipInfo("mimetype"), _TYPE)
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), _HEAD + text, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _line(line: str) -> str:
    if line.startswith("# "):
        return f'<text:h text:style-name="Heading" text:outline-level="1">{escape(line[2:])}</text:h>'
    return f'<text:p text:style-name="Standard">{escape(line)}</text:p>'


def _manifest(names: Iterable[str]) -> str:
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>' for name in names
    )
    return (
        f'<manifest:manifest xmlns:manifest="{space}" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{_TYPE}"/>'
        f"{entries}</manifest:manifest>"
    )

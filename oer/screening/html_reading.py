"""Reading a page's HTML for what the criteria ask: text, headings, tables, links, pictures, colours."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from oer.domain.criteria import Heading, Image, Link, Table

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = _HEADINGS | {
    "p",
    "li",
    "pre",
    "td",
    "th",
    "dt",
    "dd",
    "blockquote",
    "figcaption",
    "caption",
    "div",
    "tr",
}
_VOID = {"img", "br", "hr", "input", "embed", "source", "track", "link", "meta", "wbr", "col"}
_CODE = {"pre", "code", "samp", "kbd"}
_PLUGINS = {"object", "embed", "applet"}
_OPERATED = {"form", "input", "select", "textarea", "button", "iframe"}
#: Elements that load what their `src` names when the page is opened.
_LOADING = {"img", "iframe", "script", "video", "audio", "source", "embed"}
#: Text in these is not running text.
_NOT_PROSE = {"pre", "code", "table", "ul", "ol", "dl"}


@dataclass
class _OpenTable:
    rows: int = 0
    columns: int = 0
    cells: int = 0
    has_header: bool = False
    place: str = ""


@dataclass
class _Paragraph:
    text: list[str] = field(default_factory=list)
    plain: bool = False
    bold: bool = False


class HtmlReader(HTMLParser):
    """Collects what stands in HTML; feed it one or more pieces in reading order, then read its lists."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.prose: list[str] = []
        #: The text without code: numbers in code are nobody's.
        self.outside_code: list[str] = []
        self.headings: list[Heading] = []
        self.tables: list[Table] = []
        self.links: list[Link] = []
        self.images: list[Image] = []
        self.resources: list[str] = []
        self.bold_lines: list[str] = []
        self.plugins: list[str] = []
        self.own_colours = False
        self.interactive = False
        self._open: list[str] = []
        self._heading: list[str] | None = None
        self._link: tuple[str, list[str]] | None = None
        self._table: _OpenTable | None = None
        self._paragraph: _Paragraph | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            self._open.append(tag)
        if tag in _BLOCKS or tag == "br":
            self._break()
        if tag in _HEADINGS:
            self._heading = []
        elif tag == "a" and values.get("href"):
            self._link = (values["href"], [])
        elif tag == "img":
            self._picture(values)
        elif tag == "p":
            self._paragraph = _Paragraph()
        self._table_tag(tag, values)
        self._note(tag, values)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open and self._open.pop() != tag:
                pass
        if tag in _HEADINGS and self._heading is not None:
            self.headings.append(Heading(level=int(tag[1]), text=_joined(self._heading)))
            self._heading = None
        elif tag == "a" and self._link is not None:
            self.links.append(Link(url=self._link[0], text=_joined(self._link[1])))
            self._link = None
        elif tag == "p":
            self._end_paragraph()
        elif tag == "table" and self._table is not None:
            table, self._table = self._table, None
            self.tables.append(
                Table(rows=table.rows, columns=table.columns, has_header=table.has_header, place=table.place)
            )
        if tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if _CODE.isdisjoint(self._open):
            self.outside_code.append(data)
        if self._heading is not None:
            self._heading.append(data)
        if self._link is not None:
            self._link[1].append(data)
        if self._table is not None and not self._table.place:
            self._table.place = " ".join(data.split())[:40]
        if self._paragraph is not None and data.strip():
            bold = not {"strong", "b"}.isdisjoint(self._open)
            self._paragraph.bold |= bold
            self._paragraph.plain |= not bold
            # Code inside a sentence is not language, and would make every text about code look hard.
            self._paragraph.text.append("" if "code" in self._open else data)

    def _break(self) -> None:
        self.text.append("\n")
        self.outside_code.append("\n")

    def _end_paragraph(self) -> None:
        paragraph, self._paragraph = self._paragraph, None
        if paragraph is None:
            return
        text = _joined(paragraph.text)
        if paragraph.bold and not paragraph.plain and text:
            self.bold_lines.append(text)
        if text and _NOT_PROSE.isdisjoint(self._open):
            self.prose.append(text)

    def _picture(self, values: dict[str, str]) -> None:
        address = values.get("src", "")
        if self._link is not None:
            self._link[1].append(values.get("alt", ""))
        if address:
            self.images.append(
                Image(
                    name=address.rpartition("/")[2],
                    alternative=values.get("alt"),
                    decorative=values.get("alt") == "",
                    width=_pixels(values.get("width")),
                    height=_pixels(values.get("height")),
                )
            )

    def _table_tag(self, tag: str, values: dict[str, str]) -> None:
        if tag == "table":
            self._table = _OpenTable()
        elif self._table is not None and tag == "tr":
            self._table.rows += 1
            self._table.cells = 0
        elif self._table is not None and tag in ("td", "th"):
            self._table.has_header |= tag == "th"
            self._table.cells += (
                int(values.get("colspan") or 1) if (values.get("colspan") or "1").isdigit() else 1
            )
            self._table.columns = max(self._table.columns, self._table.cells)

    def _note(self, tag: str, values: dict[str, str]) -> None:
        if tag in _PLUGINS:
            self.plugins.append(tag)
        if tag in _OPERATED:
            self.interactive = True
        if tag == "font" or {"bgcolor", "color"} & values.keys() or "color" in values.get("style", ""):
            self.own_colours = True
        address = values.get("src", "") if tag in _LOADING else ""
        if urlsplit(address).netloc:
            self.resources.append(address)


def _joined(parts: list[str]) -> str:
    return " ".join("".join(parts).split())


def _pixels(value: str | None) -> int | None:
    return int(value) if value and value.isdigit() else None

"""The text of XML and HTML, read once from front to back: no tree, no entity, nothing fetched."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import IO

from defusedxml.ElementTree import XMLParser

from oer.materials.attachments.found import Budget, Pages

_CHUNK = 64 * 1024
_TAG = re.compile(r"</?([a-zA-Z][^\s/>]*)")
#: Elements whose contents nobody reads.
_UNREAD = frozenset(("script", "style", "template", "noscript", "svg", "math", "head", "iframe", "object"))
_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "cite", "code", "em", "font", "i", "kbd", "mark", "q", "s", "small", "span",
     "strong", "sub", "sup", "time", "u", "var", "wbr")
)  # fmt: skip


class XmlText:
    """A target for an XML parser: the text inside the elements called `within`, but not inside `unread`.

    `breaks` are elements after which a new line begins, `spaces` those that stand for a space; names are
    without namespaces. `on_start` is told of each element as it begins.
    """

    def __init__(
        self,
        pages: Pages,
        *,
        within: frozenset[str],
        breaks: frozenset[str],
        spaces: frozenset[str] = frozenset(),
        unread: frozenset[str] = frozenset(),
        on_start: Callable[[str, dict[str, str]], None] = lambda name, attributes: None,
    ) -> None:
        self._pages = pages
        self._within, self._breaks, self._spaces, self._unread = within, breaks, spaces, unread
        self._on_start = on_start
        self._inside = 0
        self._hidden = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = local(tag)
        self._on_start(name, attributes)
        self._inside += name in self._within
        self._hidden += name in self._unread
        if name in self._spaces and not self._hidden:
            self._pages.add(" ")

    def end(self, tag: str) -> None:
        """An element ends."""
        name = local(tag)
        self._inside -= name in self._within
        self._hidden -= name in self._unread
        if name in self._breaks and not self._hidden:
            self._pages.add("\n")

    def data(self, text: str) -> None:
        """Text between tags."""
        if self._inside and not self._hidden:
            self._pages.add(text)

    def close(self) -> None:
        """The document has ended."""


def read_xml(file: IO[bytes], target: XmlText, budget: Budget) -> None:
    """Feed an open XML document to the target. Raises ParseError, or ValueError for one with a DTD."""
    parser = XMLParser(target=target, forbid_dtd=True)
    while chunk := file.read(_CHUNK):
        budget.spend(len(chunk))
        parser.feed(chunk)
    parser.close()


def local(name: str) -> str:
    """The name of an element or attribute without its namespace."""
    return name.rpartition("}")[2]


def html_text(markup: str) -> Iterator[str]:
    """The text of HTML with a line break for every block, piece by piece; any markup is taken.

    Every character is looked at once, so that nothing can be written that takes long.
    """
    at = 0
    lower = markup.lower()
    while (start := markup.find("<", at)) >= 0:
        yield html.unescape(markup[at:start])
        if markup.startswith("<!--", start):
            at = _after(markup, "-->", start)
            continue
        tag = _TAG.match(markup, start)
        if not tag and not markup.startswith(("<!", "<?"), start):
            yield "<"
            at = start + 1
            continue
        at = _after(markup, ">", start)
        name = tag[1].lower() if tag else ""
        if name in _UNREAD and not markup.startswith("</", start):
            at = _after(markup, ">", _after(lower, f"</{name}", at))
        elif name not in _INLINE:
            yield "\n"
    yield html.unescape(markup[at:])


def _after(text: str, end: str, start: int) -> int:
    """The place after the next `end`; that of the text's own when there is none."""
    found = text.find(end, start)
    return len(text) if found < 0 else found + len(end)

"""Reading rendered HTML: its headings, with anchors, and its plain text passages in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from bs4 import BeautifulSoup, NavigableString, PageElement, Tag
from django.utils.text import slugify

from oer.domain.record import Passage

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
#: Characters up to which neighbouring paragraphs are kept as one passage.
_PASSAGE_LENGTH = 600
#: Characters up to which a formula can be read as plain text.
_SHORT_FORMULA = 12
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}")
_BLOCKS = {"p", "li", "pre", "td", "th", "dt", "dd", "blockquote", "figcaption", "caption", "summary", "div"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the content: its level (2 to 6), its text and its anchor in the page."""

    level: int
    text: str
    anchor: str


def headings(html: str, prefix: str) -> list[Heading]:
    """The headings of the HTML with their anchors, on the levels that the writer chose."""
    soup = BeautifulSoup(html, "html.parser")
    return [
        Heading(int(tag.name[1]), " ".join(tag.get_text(" ").split()), anchor)
        for tag, anchor in anchored(soup, prefix)
    ]


def without_gaps(levels: Iterable[int], under: int = 1) -> list[int]:
    """The levels of headings that follow each other, `under` a heading of that level, with none left out.

    What stood under another heading still does, one level below it.
    """
    found: list[int] = []
    above: list[int] = []
    for level in levels:
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        found.append(min(under + len(above), 6))
    return found


def passages(html: str, prefix: str) -> list[Passage]:
    """The text in reading order: each heading, and every paragraph, list item or cell under it."""
    soup = BeautifulSoup(html, "html.parser")
    anchors = {id(tag): anchor for tag, anchor in anchored(soup, prefix)}
    found: list[Passage] = []
    place = ""
    for block, strings in groupby(_strings(soup), key=lambda pair: id(pair[0])):
        pairs = list(strings)
        place = anchors.get(block, place)
        text = " ".join("".join(text for _block, text in pairs).split())
        kind = "heading" if block in anchors else "alternative" if pairs[0][0].name == "img" else "body"
        if text:
            _append(found, Passage(kind=kind, text=text, place=place, language=_language_of(pairs[0][0])))
    return found


def _append(found: list[Passage], passage: Passage) -> None:
    """Short running text under the same heading grows into one passage; headings stand alone."""
    last = found[-1] if found else None
    alike = last and (last.kind, last.place, last.language) == ("body", passage.place, passage.language)
    if last and alike and passage.kind == "body":
        joined = f"{last.text} {passage.text}"
        if len(joined) <= _PASSAGE_LENGTH:
            found[-1] = replace(last, text=joined)
            return
    found.append(passage)


def _strings(soup: BeautifulSoup) -> Iterator[tuple[Tag, str]]:
    """Every string with the block element it stands in; an image stands for its alternative text."""
    for node in soup.descendants:
        if isinstance(node, Tag) and node.name == "math":
            yield _block_of(node, soup), _spoken(node)
        elif node.find_parent("math"):
            continue
        elif isinstance(node, NavigableString):
            yield _block_of(node, soup), str(node)
        elif isinstance(node, Tag) and node.name == "img":
            yield node, str(node.get("alt", ""))
        elif isinstance(node, Tag) and node.name == "br":
            yield _block_of(node, soup), " "


def _language_of(block: Tag) -> str:
    """The language that the block, or what it stands in, is marked with; empty when there is no such mark."""
    marked = (str(tag.get("lang", "")) for tag in (block, *block.parents) if tag.has_attr("lang"))
    return next((language for language in marked if _LANGUAGE.fullmatch(language)), "")


def _spoken(formula: Tag) -> str:
    """A short formula as text; a long one says nothing without its layout, and is left out."""
    text = formula.get_text("")
    return text if len(text) <= _SHORT_FORMULA else " "


def _block_of(node: PageElement, soup: BeautifulSoup) -> Tag:
    return next(
        (parent for parent in node.parents if parent.name in _BLOCKS or parent.name in _HEADINGS), soup
    )


def anchored(soup: BeautifulSoup, prefix: str) -> list[tuple[Tag, str]]:
    """The headings with an anchor each; `prefix` keeps those of different texts apart."""
    seen: dict[str, int] = {}
    anchored = []
    for tag in soup.find_all(_HEADINGS):
        stem = f"{prefix}-{slugify(tag.get_text(' '))[:60]}".strip("-") or "heading"
        seen[stem] = seen.get(stem, 0) + 1
        anchored.append((tag, stem if seen[stem] == 1 else f"{stem}-{seen[stem]}"))
    return anchored

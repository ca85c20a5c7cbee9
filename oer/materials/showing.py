"""Text as a page shows it: headings with anchors and no level left out, wide things in a keyboard's reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag
from django.utils.translation import get_language, gettext

from oer.materials import prose

#: What may be wider than a phone; a formula in the line is not among it.
_WIDE = 'table, pre, math[display="block"]'


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a text stands in its page."""

    #: Language of the text; empty when it is the page's or not known.
    language: str = ""
    #: Level of the heading above it.
    under: int = 1
    #: Anchor -> level, where the headings of several texts are one outline; else the text has its own.
    levels: Mapping[str, int] = field(default_factory=dict)


_ALONE = Setting()


def as_shown(html: str, prefix: str, setting: Setting = _ALONE) -> str:
    """The same HTML for a page; `prefix` keeps the anchors of different texts apart."""
    soup = BeautifulSoup(html, "html.parser")
    headings = prose.anchored(soup, prefix)
    own = prose.without_gaps([int(tag.name[1]) for tag, _anchor in headings], setting.under)
    for (tag, anchor), level in zip(headings, own, strict=True):
        tag["id"] = anchor
        _put_on(tag, setting.levels.get(anchor, level))
    for wide in soup.select(_WIDE):
        if not wide.find_parent(class_="wide"):
            _bring_within_reach(soup, wide, setting.language)
    return str(soup)


def _put_on(heading: Tag, level: int) -> None:
    """Give the heading its level in the outline; it goes on looking as the writer chose."""
    chosen = int(heading.name[1])
    heading.name = f"h{level}"
    if level < chosen:
        heading["class"] = f"looks-{min(chosen, 4)}"


def _bring_within_reach(soup: BeautifulSoup, wide: Tag, language: str) -> None:
    """Put it into a frame that scrolls, and that a keyboard can stop at.

    Whether it has to scroll depends on the screen: `kierto/wide.js` takes the stop away where it does not.
    """
    labels = {"table": gettext("Table"), "pre": gettext("Code"), "math": gettext("Formula")}
    # A formula may stand in a paragraph, where a div would end it.
    name = "span" if wide.name == "math" else "div"
    frame = soup.new_tag(name, attrs={"class": f"wide wide--{wide.name}", "tabindex": "0", "role": "group"})
    frame["aria-label"] = labels[wide.name]
    page = get_language() or ""
    if language and language != page:
        frame["lang"] = page
        if not wide.has_attr("lang"):
            wide["lang"] = _nearest(wide) or language
    wide.wrap(frame)


def _nearest(tag: Tag) -> str:
    marked = tag.find_parent(lang=True)
    return str(marked["lang"]) if marked else ""

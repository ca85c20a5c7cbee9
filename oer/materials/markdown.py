"""Markdown as teachers write it, to HTML that is safe to show.

Python-Markdown does not sanitise, so nh3 follows it here, in the one function everything goes through.
"""

from __future__ import annotations

from functools import lru_cache

import markdown
import nh3
from django.utils.safestring import SafeString, mark_safe

from oer.materials.mathematics import Formulas

_EXTENSIONS = ["tables", "fenced_code", "footnotes", "def_list", "abbr", "sane_lists", "md_in_html"]

_TEXT = {
    "a",
    "abbr",
    "b",
    "br",
    "code",
    "del",
    "em",
    "i",
    "img",
    "ins",
    "kbd",
    "mark",
    "q",
    "s",
    "samp",
    "small",
}
_TAGS = (
    _TEXT
    | {
        "span",
        "strong",
        "sub",
        "sup",
        "var",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "hr",
        "pre",
        "blockquote",
        "div",
    }
    | {"dl", "dt", "dd", "ol", "ul", "li", "figure", "figcaption", "details", "summary"}
    | {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
)
_ATTRIBUTES = {
    "*": {"id", "lang", "dir", "title"},
    "a": {"href"},
    "abbr": {"title"},
    "code": {"class"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "scope", "headers"},
}
_SCHEMES = {"http", "https", "mailto"}
#: The page's own title is the only first-level heading: a Markdown `#` steps down with all below it.
_STEP_DOWN = {f"h{level}": f"h{min(level + 1, 6)}" for level in range(1, 7)}


@lru_cache(maxsize=128)
def render(text: str) -> SafeString:
    """HTML of a Markdown text: tables, code, footnotes, formulas; nothing that could act.

    Kept for a while: publishing reads the same text for screening and for the record.
    """
    formulas = Formulas()
    source = formulas.take_out(text.replace("\x00", ""))
    html = markdown.markdown(source, extensions=_EXTENSIONS, output_format="html")
    if "<h1" in html:
        html = _step_down(html)
    return mark_safe(formulas.put_back(sanitise(html)))  # noqa: S308 - nh3 has just cleaned it


def sanitise(html: str) -> str:
    """HTML with nothing in it that could act, or load anything from elsewhere."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_keep_attribute,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    """Only pictures of this site are loaded: another's would tell its owner who reads the page."""
    if tag == "img" and name == "src" and not (value.startswith("/") and not value.startswith("//")):
        return None
    return value


def _step_down(html: str) -> str:
    for source in sorted(_STEP_DOWN, reverse=True):
        html = html.replace(f"<{source}", f"<{_STEP_DOWN[source]}").replace(
            f"</{source}>", f"</{_STEP_DOWN[source]}>"
        )
    return html

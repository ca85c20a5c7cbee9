"""Mathematics in Markdown: LaTeX between dollar signs becomes MathML, which browsers show without a script.

`$x^2$` stands in the line, `$$…$$` on a line of its own. As in Pandoc, a dollar sign opens a formula only
before and closes one only after something that is no space, and not before a digit: so prices stay prices.
"""

from __future__ import annotations

import html
import re
import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from xml.etree.ElementTree import Element, tostring

from bs4 import BeautifulSoup
from latex2mathml.converter import convert_to_element

#: Characters of LaTeX up to which a formula is converted; longer ones are shown as they are written.
LONGEST = 2000
_FOUND = re.compile(
    r"""
    (?P<code>(?P<ticks>`+).+?(?P=ticks))            # code is code
    | (?P<escaped>\\\$)                             # \$ is a dollar sign
    | \$\$(?P<display>(?:(?!\n\s*\n).)+?)\$\$       # a formula ends before a blank line
    | \$(?P<inline>(?![\s$])(?:\\.|[^$\\\n])+?(?<!\s))\$(?![\d$])
    """,
    re.VERBOSE | re.DOTALL,
)
_TAGS = set(
    """math menclose mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow mspace
    msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none""".split()  # noqa: SIM905
)
_ATTRIBUTES = set(
    """accent accentunder columnalign columnlines columnspacing depth display displaystyle fence form height
    largeop linethickness lspace mathvariant maxsize minsize movablelimits notation rowlines rowspacing rspace
    scriptlevel separator stretchy symmetric voffset width""".split()  # noqa: SIM905
)


@dataclass(slots=True)
class Formulas:
    """The formulas of one text, taken out before Markdown reads it and put back after it has been cleaned."""

    #: Nobody can write this by chance or on purpose: it is new for each text.
    mark: str = field(default_factory=lambda: f"m{secrets.token_hex(8)}n")
    found: list[tuple[str, bool]] = field(default_factory=list)

    def take_out(self, text: str) -> str:
        """The text with a mark in the place of each formula."""
        return _FOUND.sub(self._mark, text) if "$" in text else text

    def put_back(self, cleaned: str) -> str:
        """The cleaned HTML with MathML in the place of each mark; in an attribute, the LaTeX itself."""
        if not self.found:
            return cleaned
        marks = re.compile(rf"{self.mark}(\d+)z")
        soup = BeautifulSoup(cleaned, "html.parser")
        for tag in soup.find_all(True):
            for name, value in tag.attrs.items():
                if isinstance(value, str):
                    tag[name] = marks.sub(lambda match: self.found[int(match[1])][0], value)
        for string in soup.find_all(string=marks):
            shown = marks.sub(
                lambda match: mathml(*self.found[int(match[1])]), html.escape(string, quote=False)
            )
            string.replace_with(BeautifulSoup(shown, "html.parser"))
        return str(soup)

    def _mark(self, match: re.Match[str]) -> str:
        latex = match["display"] or match["inline"]
        if latex is None or len(latex) > LONGEST:
            return match[0]
        self.found.append((latex.strip(), match["display"] is not None))
        return f"{self.mark}{len(self.found) - 1}z"


@lru_cache(maxsize=20_000)
def mathml(latex: str, display: bool) -> str:
    """MathML of a formula; the LaTeX as code where it cannot be read."""
    try:
        root = convert_to_element(latex, display="block" if display else "inline")
    except Exception:  # noqa: BLE001 - the converter raises whatever it stumbles on, and LaTeX is anybody's text
        return f"<code>{html.escape(latex)}</code>"
    if not _clean(root):
        return f"<code>{html.escape(latex)}</code>"
    root.set("alttext", latex)
    return tostring(root, encoding="unicode", short_empty_elements=False)


def _clean(element: Element) -> bool:
    """Keep known attributes and make entities the characters they stand for; False for an unknown element.

    The converter trusts its input: a text may hold markup, and a formula links.
    """
    if element.tag not in _TAGS:
        return False
    for name in set(element.attrib) - _ATTRIBUTES:
        del element.attrib[name]
    element.text = html.unescape(element.text) if element.text else None
    element.tail = html.unescape(element.tail) if element.tail else None
    return all(_clean(child) for child in element)

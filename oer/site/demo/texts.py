"""Reading the demo's texts: Markdown files that begin with what is known of them, as YAML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_TEXTS = Path(__file__).parent / "texts"
#: A line of its own in a material, where a picture, a file or a film stands: `[[image: number-line]]`.
_ATTACHED = re.compile(r"^\[\[(image|file|video): ([a-z-]+)\]\]$", re.MULTILINE)
_PART = re.compile(r"^# ([a-z]+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class DemoText:
    """One file: its name without the ending, what is known of it, and its text."""

    key: str
    facts: dict[str, Any]
    text: str

    def pieces(self) -> list[tuple[str, str]]:
        """The text in order, as (`words`, Markdown) and (`image`, `file` or `video`, name)."""
        found: list[tuple[str, str]] = []
        words_from = 0
        for match in _ATTACHED.finditer(self.text):
            found.append(("words", self.text[words_from : match.start()].strip()))
            found.append((match[1], match[2]))
            words_from = match.end()
        found.append(("words", self.text[words_from:].strip()))
        return [piece for piece in found if piece[1]]

    def parts(self) -> dict[str, str]:
        """The text under each first-level heading, by the heading."""
        titles = _PART.findall(self.text)
        return dict(zip(titles, (part.strip() for part in _PART.split(self.text)[2::2]), strict=True))


def demo_texts(folder: str) -> list[DemoText]:
    """The texts of `materials` or `cases`; those that others are translated from come first."""
    found = [_read(path) for path in sorted((_TEXTS / folder).glob("*.md"))]
    return sorted(found, key=lambda one: "translated_from" in one.facts)


def _read(path: Path) -> DemoText:
    _nothing, facts, text = path.read_text(encoding="utf-8").split("---\n", 2)
    return DemoText(path.stem, yaml.safe_load(facts), text)

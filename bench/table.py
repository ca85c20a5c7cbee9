"""The table that a benchmark prints: what was measured, beside what, and whether it is within its limit."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_HEADING = ("", "ours", "peer", "ratio", "limit", "")
_WIDTHS = (10, 10, 8, 9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line: a figure of ours, that of a peer from the same run where there is one, and a limit."""

    what: str
    unit: str
    ours: float
    peer: float | None = None
    #: What the ratio may be, or, without a peer, what our figure may be.
    at_most: float | None = None
    at_least: float | None = None

    @property
    def ratio(self) -> float | None:
        """Ours to the peer's; None without a peer."""
        return self.ours / self.peer if self.peer else None

    @property
    def within(self) -> bool | None:
        """Whether the limit is kept; None where there is none, or where a peer's figure lacks."""
        judged = self.ours if self.peer is None else self.ratio
        if judged is None or (self.at_most is None and self.at_least is None):
            return None
        return (self.at_most is None or judged <= self.at_most) and (
            self.at_least is None or judged >= self.at_least
        )


def write(title: str, figures: Sequence[Figure], *notes: str) -> None:
    """Print the table under its title, with notes below."""
    lines = ["", title, _row(_HEADING), *(_row(_cells(figure)) for figure in figures), *notes]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def write_json(bench: str, figures: Mapping[str, Sequence[Figure]], **more: Any) -> None:
    """Print the line that ends a benchmark: every figure by its table and name, and what missed its limit."""
    tables = {title: {one.what: _values(one) for one in some} for title, some in figures.items()}
    missed = [
        f"{title}: {one.what}" for title, some in figures.items() for one in some if one.within is False
    ]
    line = {"bench": bench, **more, "figures": tables, "missed": missed}
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


def _values(figure: Figure) -> dict[str, float | bool | str | None]:
    values = {
        "unit": figure.unit,
        "ours": round(figure.ours, 4),
        "peer": None if figure.peer is None else round(figure.peer, 4),
        "ratio": None if figure.ratio is None else round(figure.ratio, 4),
        "at_most": figure.at_most,
        "at_least": figure.at_least,
        "within": figure.within,
    }
    return {name: value for name, value in values.items() if value is not None}


def _cells(figure: Figure) -> tuple[str, ...]:
    limit = (f"<= {figure.at_most:g}" if figure.at_most is not None else "") or (
        f">= {figure.at_least:g}" if figure.at_least is not None else ""
    )
    return (
        f"{figure.what}, {figure.unit}",
        f"{figure.ours:.2f}",
        "" if figure.peer is None else f"{figure.peer:.2f}",
        "" if figure.ratio is None else f"{figure.ratio:.3f}",
        limit,
        {True: "met", False: "MISSED", None: ""}[figure.within],
    )


def _row(cells: Sequence[str]) -> str:
    what, *numbers, verdict = cells
    padded = "".join(f"{cell:>{width}}" for cell, width in zip(numbers, _WIDTHS, strict=True))
    return f"{what:<62}{padded}  {verdict}".rstrip()

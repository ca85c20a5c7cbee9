"""Judged answers of several ways of searching, side by side, by kind and language of the query."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bench.corpus import JudgedQuery
from bench.measures import NAMES, judged

#: The two halves of any set of queries: what is tuned is tuned on the first.
HALVES = ("tuning half", "held-back half")


@dataclass(frozen=True)
class Column:
    """What one way of searching answered to the queries, in their order."""

    name: str
    queries: Sequence[JudgedQuery]
    rankings: Sequence[Sequence[str]]

    @cached_property
    def scores(self) -> list[dict[str, float]]:
        """Measure -> value, for each query."""
        return judged(self.rankings, [query.relevant for query in self.queries])

    def mean(self, measure: str, places: Sequence[int]) -> float:
        """The mean of a measure over the queries at these places."""
        return sum(self.scores[place][measure] for place in places) / len(places) if places else 0.0

    def figures(self, groups: Mapping[str, Sequence[int]]) -> dict[str, dict[str, float]]:
        """Measure -> group -> mean."""
        return {
            name: {group: round(self.mean(name, places), 4) for group, places in groups.items()}
            for name in NAMES
        }

    @property
    def zero_hits(self) -> int:
        """How many queries found nothing."""
        return sum(not ranking for ranking in self.rankings)


def half(query: JudgedQuery) -> str:
    """The half a query belongs to: by its text alone, so that it is the same one in every run and file."""
    return HALVES[hashlib.sha256(query.text.encode()).digest()[0] % 2]


def halves(queries: Sequence[JudgedQuery]) -> dict[str, list[int]]:
    """Half -> places of its queries."""
    return {name: _places(queries, half, name) for name in HALVES}


def groups(queries: Sequence[JudgedQuery]) -> dict[str, list[int]]:
    """Places of all queries, then of those of each kind, then of those of each language."""
    found = {"all": list(range(len(queries)))}
    for told in (_kind, _language):
        found |= {name: _places(queries, told, name) for name in sorted({told(query) for query in queries})}
    return found


def table(columns: Sequence[Column]) -> str:
    """The means as lines of text, a group a line, each column by each measure."""
    queries = columns[0].queries
    width = 9 * len(NAMES)
    lines = [
        " " * 23 + "".join(f"{column.name:>{width}}" for column in columns),
        f"{'':<16}{'queries':>7}" + "".join(f"{name:>9}" for name in NAMES) * len(columns),
    ]
    rows = groups(queries)
    rows = {"all": rows.pop("all"), **halves(queries), **rows}
    for group, places in rows.items():
        cells = "".join(f"{column.mean(name, places):>9.3f}" for column in columns for name in NAMES)
        lines.append(f"{group:<16}{len(places):>7}{cells}")
    lines.append(f"{'no hit':<16}{'':>7}" + "".join(f"{column.zero_hits:>{width}}" for column in columns))
    return "\n".join(lines) + "\n"


def _kind(query: JudgedQuery) -> str:
    return query.kind or "-"


def _language(query: JudgedQuery) -> str:
    return query.language


def _places(queries: Sequence[JudgedQuery], told: Callable[[JudgedQuery], str], name: str) -> list[int]:
    return [place for place, query in enumerate(queries) if told(query) == name]

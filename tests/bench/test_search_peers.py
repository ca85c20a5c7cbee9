"""The peers that our search is put beside are real searches, each as good as its way allows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from uuid import uuid4

import pytest

from bench.columns import HALVES, Column, groups, half, halves, table
from bench.corpus import JudgedQuery
from bench.search_peers import PEERS, ElasticPeer, Searcher, TantivyPeer, one_off
from oer.domain.record import Record

MOMENT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
TEXTS = {
    "fractions": ("en", "Fractions", "Adding fractions."),
    "triangles": ("en", "Triangle", "A figure. fractions fractions fractions"),
    "murtoluvut": ("fi", "Murtoluvut", "Murtolukujen laskut."),
}


def records() -> list[tuple[str, Record]]:
    return [
        (
            name,
            Record(
                id=uuid4(), kind="material", title=title, description=text, language=language, path="",
                licence="", published_at=MOMENT, changed_at=MOMENT,
            ),
        )
        for name, (language, title, text) in TEXTS.items()
    ]  # fmt: skip


FOUND = [
    ("stock", "fractions", ["fractions", "triangles"]),
    ("stock", "fraction", []),
    ("stock", "figure unheard", ["triangles"]),
    ("fuzzy", "triangl", ["triangles"]),
    ("fuzzy", "murtoluvt", ["murtoluvut"]),
    ("fuzzy", "murtlvt", []),
    ("snowball", "fraction", ["fractions", "triangles"]),
    ("snowball", "murtoluvuille", ["murtoluvut"]),
    ("snowball", "", []),
]


def checked(searcher: Searcher, asked: str, found: list[str]) -> None:
    searcher.fill(records())
    assert searcher.ranking(asked, 10) == found


@pytest.mark.parametrize(("name", "asked", "found"), FOUND)
def test_a_peer_on_tantivy(tmp_path: Path, name: str, asked: str, found: list[str]) -> None:
    peer = next(peer for peer in PEERS if peer.name == name)
    checked(TantivyPeer(peer, tmp_path / "index"), asked, found)


@pytest.mark.elasticsearch
@pytest.mark.parametrize(("name", "asked", "found"), FOUND)
def test_a_peer_on_elasticsearch(elasticsearch_url: str, name: str, asked: str, found: list[str]) -> None:
    peer = next(peer for peer in PEERS if peer.name == name)
    searcher = ElasticPeer(peer, elasticsearch_url, f"peer-{uuid4().hex}")
    try:
        checked(searcher, asked, found)
    finally:
        searcher.close()


@pytest.mark.parametrize(
    ("word", "other", "is_off"),
    [
        ("luku", "luvu", True), ("luku", "luuku", True), ("luku", "lku", True), ("luku", "lukuu", True),
        ("luku", "ulku", True), ("luku", "luku", False), ("luku", "lvvu", False), ("a", "", True),
        ("luku", "luukku", False), ("ab", "ba", True), ("abc", "cba", False),
    ],
)  # fmt: skip
def test_one_letter_off(word: str, other: str, is_off: bool) -> None:
    assert one_off(word, other) is one_off(other, word) is is_off


def test_columns_stand_side_by_side_by_kind_language_and_half() -> None:
    queries = [JudgedQuery(f"q{n}", "fi" if n % 2 else "sv", "typo", {"a": 3}) for n in range(8)]
    right, wrong = Column("right", queries, [["a"]] * 8), Column("wrong", queries, [["b"], *[[]] * 7])
    assert list(groups(queries)) == ["all", "typo", "fi", "sv"]
    assert sorted(place for places in halves(queries).values() for place in places) == list(range(8))
    assert {half(query) for query in queries} == set(HALVES)
    lines = table((wrong, right)).splitlines()
    assert lines[2].split() == ["all", "8", *["0.000"] * 3, *["1.000"] * 3]
    assert lines[-1].split() == ["no", "hit", "7", "0"]

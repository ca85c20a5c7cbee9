"""How fast documents get into an index: ours beside the raw engine, which is given the same tokens."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from uuid import uuid4

from elasticsearch import Elasticsearch

from bench.raw import RawElasticsearch, RawTantivy
from bench.table import Figure
from oer.catalogue.models import CatalogueEntry
from search.documents import Document, document, form
from search.engines.base import Engine
from search.engines.elastic import ElasticEngine
from search.engines.embedded import EmbeddedEngine
from search.sync import BATCH, CHUNK, Pace

#: So many documents make a rate; of fewer the beginning and the end of a filling would be half of it.
COUNT = 4_000
ROUNDS = 3
AT_LEAST = 0.8

#: Raw bulk, our rebuild, our sync's writes: each fills an empty index.
Ways = tuple[Callable[[Sequence[Document]], object], ...]

NOTE = (
    f"On the clock, medians of {ROUNDS} rounds. Raw bulk adds the same analysed tokens and commits\n"
    "once. A rebuild is ours until readers are led to it; the sync writes to an index that is searched, and\n"
    f"commits at the first {CHUNK}, then as its pace says. Our notes in the database are in the\n"
    "whole sync."
)


def embedded_rates(folder: Path, documents: Sequence[Document]) -> list[Figure]:
    """Documents a second into tantivy, in folders of their own."""

    def ways(number: int) -> Ways:
        rebuilt, synced = (
            EmbeddedEngine(folder / f"{name}{number}", form()) for name in ("rebuilt", "synced")
        )
        return RawTantivy(folder / f"raw{number}").fill, partial(_rebuild, rebuilt), partial(_sync, synced)

    return _figures(ways, documents)


def elastic_rates(url: str, documents: Sequence[Document]) -> list[Figure]:
    """Documents a second into Elasticsearch, in indexes of their own."""

    def ways(number: int) -> Ways:
        rebuilt, synced = (
            ElasticEngine(url, f"kierto-bench-{name}{number}", form(), patience=10.0)
            for name in ("rebuilt", "synced")
        )
        raw = RawElasticsearch(url, f"kierto-bench-raw{number}")
        return raw.fill, partial(_rebuild, rebuilt), partial(_sync, synced)

    def tidy() -> None:
        # What a filling leaves is merged for a while, at the cost of the next one.
        with Elasticsearch(url) as client:
            for index in client.indices.get(index="kierto-bench-*"):
                client.indices.delete(index=index)

    return _figures(ways, documents, tidy)


def documents_of_catalogue() -> list[Document]:
    """`COUNT` analysed documents of the catalogue; of a smaller one again under other ids."""
    entries = CatalogueEntry.objects.live().order_by("pk").iterator(chunk_size=BATCH)
    made = [document(entry.as_record(), entry.version) for entry in islice(entries, COUNT)]
    again = (replace(one, id=str(uuid4())) for one in cycle(made))
    return [*made, *islice(again, COUNT - len(made))]


def _rebuild(engine: Engine, documents: Sequence[Document]) -> None:
    generation = engine.begin()
    with engine.writing(generation) as writer:
        writer.put(documents)
    engine.change_over(generation)


def _sync(engine: Engine, documents: Sequence[Document]) -> None:
    """As a run of the sync writes what waits for it, were it made in no time."""
    generation = engine.begin()
    engine.change_over(generation)
    pace, written = Pace(searched=True), 0
    with engine.writing(generation) as writer:
        for start in range(0, len(documents), CHUNK):
            chunk = documents[start : start + CHUNK]
            writer.put(chunk)
            written += len(chunk)
            if pace.due(written):
                writer.commit()
                pace.committed()
                written = 0


def _figures(
    ways: Callable[[int], Ways], documents: Sequence[Document], tidy: Callable[[], None] = lambda: None
) -> list[Figure]:
    """The ways in turn, after a round to warm the engine up; `tidy` is called after each."""
    rounds: list[list[float]] = []
    for number in range(ROUNDS + 1):
        rounds.append([])
        for way in ways(number):
            rounds[-1].append(_seconds(way, documents))
            tidy()
    raw, rebuilt, synced = (statistics.median(some) for some in zip(*rounds[1:], strict=True))
    return [
        Figure(
            what=what,
            unit="documents/s",
            ours=len(documents) / seconds,
            peer=len(documents) / raw,
            at_least=AT_LEAST,
        )
        for what, seconds in (
            ("rebuild beside raw bulk", rebuilt),
            ("sync's writes beside raw bulk", synced),
        )
    ]


def _seconds(fill: Callable[[Sequence[Document]], object], documents: Sequence[Document]) -> float:
    begun = time.perf_counter()
    fill(documents)
    return time.perf_counter() - begun

"""How fast documents get into an index: ours beside the raw engine, which is given the same tokens."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

from bench.raw import RawElasticsearch, RawTantivy
from bench.table import Figure
from oer.catalogue.models import CatalogueEntry
from search.documents import Document, document, form
from search.engines.base import Engine
from search.engines.elastic import READ_TIMEOUT, ElasticEngine
from search.engines.embedded import EmbeddedEngine
from search.sync import BATCH

#: So many documents are enough for a rate.
MOST = 5_000
AT_LEAST = 0.8
NOTE = (
    "On the clock. Raw bulk adds the same analysed tokens in one go. A rebuild is ours in one go (without\n"
    f"the second for which Elasticsearch's former index is kept for readers); the sync commits every {BATCH}."
)


def embedded_rates(folder: Path, documents: Sequence[Document]) -> list[Figure]:
    """Documents a second into tantivy, in folders of their own."""
    raw = _rate(documents, RawTantivy(folder / "raw").fill)
    rebuilt = _rate(documents, EmbeddedEngine(folder / "rebuilt", form()).rebuild)
    synced = _rate(documents, lambda some: _put(EmbeddedEngine(folder / "synced", form()), some))
    return _figures(raw, rebuilt, synced)


def elastic_rates(url: str, documents: Sequence[Document]) -> list[Figure]:
    """Documents a second into Elasticsearch, in indexes of their own."""
    raw = _rate(documents, RawElasticsearch(url, "kierto-bench-raw").fill)
    engine = ElasticEngine(url, "kierto-bench-rebuilt", form(), patience=READ_TIMEOUT)
    rebuilt = _rate(documents, engine.rebuild, waited=READ_TIMEOUT)
    synced = _rate(documents, lambda some: _put(ElasticEngine(url, "kierto-bench-synced", form()), some))
    return _figures(raw, rebuilt, synced)


def documents_of_catalogue() -> list[Document]:
    """The analysed documents of the catalogue, at most `MOST`."""
    entries = CatalogueEntry.objects.live().order_by("pk").iterator(chunk_size=BATCH)
    return [document(entry.as_record(), entry.version) for entry in islice(entries, MOST)]


def _put(engine: Engine, documents: Sequence[Document]) -> None:
    for start in range(0, len(documents), BATCH):
        engine.put(documents[start : start + BATCH])


def _rate(
    documents: Sequence[Document], fill: Callable[[Sequence[Document]], object], *, waited: float = 0.0
) -> float:
    begun = time.perf_counter()
    fill(documents)
    return len(documents) / (time.perf_counter() - begun - waited)


def _figures(raw: float, rebuilt: float, synced: float) -> list[Figure]:
    return [
        Figure(what=what, unit="documents/s", ours=ours, peer=raw, at_least=AT_LEAST)
        for what, ours in (("rebuild beside raw bulk", rebuilt), ("sync's batches beside raw bulk", synced))
    ]

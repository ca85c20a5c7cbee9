"""What a latency is measured on: records and queries, from the shared data folder or from the demo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.core.management import call_command

from bench.corpus import read_corpus, read_queries
from bench.knowledge import concepts_at_hand, read_concepts, shared_file
from oer.catalogue.models import CatalogueEntry
from oer.domain.record import Record
from search.knowing import take_names_from

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as it is typed, and the language of the page it is typed on."""

    text: str
    language: str


def fill_catalogue(corpus: Path | None, most: int | None) -> str:
    """Live entries for the corpus (the shared one, else the demo), at most so many; what was taken."""
    corpus = corpus or shared_file("materials.jsonl")
    if corpus is None:
        call_command("create_demo", force=True, verbosity=0)
        return "the demo's materials and cases: the shared data folder is not there (KIERTO_SHARED_DATA)"
    records = (record for _name, record in read_corpus(corpus))
    put(islice(records, most))
    return corpus.name


def queries(given: Path | None) -> list[Asked]:
    """The judged queries' words; without a file of them, the titles of what is in the catalogue."""
    file = given or shared_file("dev_queries.jsonl")
    if file:
        return [Asked(judged.text, judged.language) for judged in read_queries(file)]
    records = (entry.as_record() for entry in CatalogueEntry.objects.live())
    return [Asked(record.title, record.language) for record in records]


def use_concepts() -> int:
    """Have queries understood by the concepts of the shared data folder; how many there are."""
    file = concepts_at_hand()
    rows = list(read_concepts(file)) if file else []
    take_names_from(lambda: rows)
    return len(rows)


def put(records: Iterator[Record]) -> None:
    """Live entries of these records."""
    while batch := list(islice(records, _BATCH)):
        CatalogueEntry.objects.bulk_create(
            CatalogueEntry(id=one.id, kind=one.kind, language=one.language, record=one.to_json())
            for one in batch
        )

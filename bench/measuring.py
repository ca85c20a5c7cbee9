"""The measurements of `bench.latency`, in a Django that is set up: the whole search beside the raw engine."""

from __future__ import annotations

import argparse
import dataclasses
import gc
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.http import QueryDict
from django.test import Client, override_settings

from bench import table
from bench.analysing import NOTE as ANALYSIS_NOTE
from bench.analysing import analysis_rate
from bench.growing import grow
from bench.indexing import NOTE as INDEXING_NOTE
from bench.indexing import documents_of_catalogue, elastic_rates, embedded_rates
from bench.material import Asked, fill_catalogue, queries, use_concepts
from bench.measures import percentile
from bench.publishing import NOTE as PUBLISHING_NOTE
from bench.publishing import findable
from bench.raw import RawElasticsearch, RawTantivy
from bench.table import Figure
from oer.catalogue.models import CatalogueEntry
from search import choice, hits, knowing
from search.asking import query_from
from search.documents import form
from search.engines.base import EngineAway
from search.engines.folder import IndexFolder
from search.query.tree import Query
from search.sync import sync

NOTE = (
    "On the clock: whatever else the machine does adds to it, less to the ratios, as both sides are asked\n"
    "in turn; processor time hardly changes. Whole: /api/v1/search with eight facets, highlights, reasons,\n"
    "through all middleware. Raw: the engine alone, asked the query that we make of the words, with the\n"
    "counts, on the same index."
)
#: Documents -> milliseconds that the embedded engine's p95 may take for up to so many.
EMBEDDED_LIMITS = {20_000: 25.0, 100_000: 60.0}
#: What the whole may be to the raw call of Elasticsearch.
ELASTIC_LIMIT = 1.5

#: Times an engine that does not answer is asked before the run is given up.
TRIES = 5

Answer = TypeVar("Answer")
Tables = dict[str, list[Figure]]
#: Answers a query without anything of ours around it.
Raw = Callable[[Query], Callable[[], object]]


@dataclass
class Times:
    """Milliseconds of every call, and how often the other engine had to stand in."""

    whole: list[float] = field(default_factory=list)
    #: Of this process alone; a server's are not in it.
    processor: list[float] = field(default_factory=list)
    #: Making a query of the words, asked once more beside the whole, of which it is a part; and the whole
    #: when nobody has asked for these words before.
    understanding: list[float] = field(default_factory=list)
    first_asked: list[float] = field(default_factory=list)
    raw: list[float] = field(default_factory=list)
    stood_in: int = 0


def measured(folder: Path, url: str, options: argparse.Namespace) -> tuple[Tables, dict[str, Any]]:
    """Fill the database and the index, measure and print; the tables, and what they were measured on."""
    taken = fill_catalogue(options.corpus, options.documents)
    concepts, asked = use_concepts(), queries(options.queries)
    count = CatalogueEntry.objects.live().count()
    sys.stdout.write(f"Corpus: {count} documents, {taken}. {len(asked)} queries, {concepts} concepts.\n")
    addresses = {choice.EMBEDDED: "", **({choice.ELASTIC: url} if url else {})}
    tables: Tables = {}
    rates = {name: _filled(name, address) for name, address in addresses.items()}
    knowing.refresh_names()
    _tell(tables, "Analysis", analysis_rate(), ANALYSIS_NOTE)
    _at_size(count, addresses, asked, options, tables)
    if options.documents and options.documents > count:
        begun = time.perf_counter()
        with override_settings(ELASTICSEARCH_URL=url):
            grow([choice.engine(name) for name in choice.names()], options.documents)
        sys.stdout.write(f"\nMixed in {time.perf_counter() - begun:.0f} s.\n")
        _at_size(options.documents, addresses, asked, options, tables)
    for name, address in addresses.items():
        with override_settings(ELASTICSEARCH_URL=address):
            (folder / name).mkdir()
            _rates(name, folder / name, rates[name], options, tables)
    facts = {"documents": count, "corpus": taken, "queries": len(asked), "concepts": concepts}
    return tables, {**facts, "mixed": options.documents, "elasticsearch": bool(url)}


def _filled(name: str, address: str) -> float:
    """Documents a second at which the worker's own way fills an engine."""
    with override_settings(ELASTICSEARCH_URL=address):
        begun = time.perf_counter()
        done = _patiently(partial(sync, choice.engine(name)))
        return done.put / (time.perf_counter() - begun)


def _at_size(
    size: int,
    addresses: Mapping[str, str],
    asked: Sequence[Asked],
    options: argparse.Namespace,
    tables: Tables,
) -> None:
    """The latency of every engine when it holds so many documents."""
    knowing.refresh_words()
    for name, address in addresses.items():
        with override_settings(ELASTICSEARCH_URL=address):
            times = _times(name, asked, options.rounds)
        _tell(tables, f"Search, {name}, {size} documents", _latencies(name, times, size), NOTE)
        if times.stood_in:
            sys.stdout.write(f"{times.stood_in} calls were answered by the embedded engine: too slow.\n")


def _rates(name: str, folder: Path, whole: float, options: argparse.Namespace, tables: Tables) -> None:
    """How fast documents get into an engine, and what is published is found."""
    documents = documents_of_catalogue()
    url = settings.ELASTICSEARCH_URL
    rates = elastic_rates(url, documents) if url else embedded_rates(folder, documents)
    synced = Figure(what="whole sync with analysis and its database", unit="documents/s", ours=whole)
    _tell(tables, f"Indexing, {name}, {len(documents)} documents", [*rates, synced], INDEXING_NOTE)
    if options.publications:
        published = findable(folder, options.publications)
        _tell(tables, f"Publishing, {name}, worker running", published, PUBLISHING_NOTE)


def _tell(tables: Tables, title: str, figures: list[Figure], *notes: str) -> None:
    tables[title] = figures
    table.write(title, figures, *notes)


def _times(name: str, asked: Iterable[Asked], rounds: int) -> Times:
    """Every query raw and whole in turn; a first round, which fills caches, is not counted."""
    client, raw, times = Client(), _raw(name), Times()
    breaker = choice.breaker(name)
    # What filling left in memory is no part of a web process, which would not look through it for garbage.
    gc.collect()
    gc.freeze()
    made = [(one, {"q": one.text, "lang": one.language}, raw(_final(name, one))) for one in asked]
    for number in range(rounds + 1):
        for one, parameters, ask in made:
            alone, _processor = _milliseconds(ask)
            whole, processor = _milliseconds(partial(_whole, client, parameters))
            read, _processor = _milliseconds(partial(_query, one))
            if breaker.seconds_left():
                breaker.succeeded()
                times.stood_in += number > 0
            elif number:
                times.raw.append(alone)
                times.whole.append(whole)
                times.processor.append(processor)
                times.understanding.append(read)
    for _one, parameters, _ask in made:
        knowing.knowledge().vocabulary.forget()
        hits.forget()
        first, _processor = _milliseconds(partial(_whole, client, parameters))
        times.first_asked.append(first)
    return times


def _raw(name: str) -> Raw:
    if name == choice.ELASTIC:
        return RawElasticsearch(settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_INDEX).asking
    generation = IndexFolder(Path(settings.SEARCH_INDEX_DIR), form()).current()
    if generation is None:
        raise RuntimeError("The index that was just filled is not there.")
    return RawTantivy(generation).asking


def _final(name: str, asked: Asked) -> Query:
    """The query that brings the results: the loose one when the strict one finds nothing."""
    query = _query(asked)
    found = _patiently(partial(choice.engine(name).search, query))
    return query if found.total or not query.groups else dataclasses.replace(query, loose=True)


def _query(asked: Asked) -> Query:
    parameters = QueryDict(mutable=True)
    parameters["q"] = asked.text
    return query_from(parameters, asked.language)


def _patiently(call: Callable[[], Answer]) -> Answer:
    """The answer; a server just started is given a few tries. Raises EngineAway after the last."""
    for _try in range(TRIES - 1):
        with suppress(EngineAway):
            return call()
    return call()


def _whole(client: Client, parameters: dict[str, str]) -> None:
    answer = client.get("/api/v1/search", parameters)
    if answer.status_code != 200:
        raise RuntimeError(f"{parameters} is answered with {answer.status_code}.")


def _milliseconds(call: Callable[[], object]) -> tuple[float, float]:
    """What a call takes on the clock, and of this process's processor time."""
    begun, used = time.perf_counter(), time.process_time()
    call()
    return (time.perf_counter() - begun) * 1000, (time.process_time() - used) * 1000


def _latencies(name: str, times: Times, documents: int) -> list[Figure]:
    ratio = ELASTIC_LIMIT if name == choice.ELASTIC else None
    figures = [
        Figure(
            what=f"whole beside raw, p{share * 100:.0f}",
            unit="ms",
            ours=percentile(times.whole, share),
            peer=percentile(times.raw, share),
            at_most=ratio,
        )
        for share in (0.5, 0.95)
    ]
    parts = {
        "of the whole, processor time of ours": times.processor,
        "of the whole, making the query": times.understanding,
        "whole, words never asked for before": times.first_asked,
    }
    for part, spent in parts.items():
        for share in (0.5, 0.95):
            used = percentile(spent, share)
            figures.append(Figure(what=f"{part}, p{share * 100:.0f}", unit="ms", ours=used))
    limits = [limit for most, limit in EMBEDDED_LIMITS.items() if documents <= most]
    if name == choice.EMBEDDED and limits:
        p95 = percentile(times.whole, 0.95)
        figures.append(Figure(what="whole, p95", unit="ms", ours=p95, at_most=limits[0]))
    return figures

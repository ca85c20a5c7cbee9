"""Relevance and latency of the search on a corpus and judged queries, in an index of its own.

    make bench-search CORPUS=f.jsonl QUERIES=q.jsonl [ENGINE=embedded|elasticsearch|both] [CONCEPTS=f.tsv.gz]
    python -m bench.search f.jsonl q.jsonl [--engine ...] [--concepts ...] [--misses] [--ours]

Ours stands beside what others would find on the same engine (`bench.search_peers`). Without concepts given,
those of the shared data folder are used when it is there (KIERTO_SHARED_DATA). Elasticsearch is the one of
ELASTICSEARCH_URL, else one started for the run. The site's data is not touched.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

from elasticsearch import Elasticsearch

from bench.columns import Column, groups, halves, table
from bench.corpus import BadFile, JudgedQuery, read_corpus, read_queries
from bench.knowledge import Held, concepts_at_hand, read_concepts
from bench.measures import NAMES, percentile
from bench.search_peers import PEERS, ElasticPeer, Searcher, TantivyPeer
from oer.domain.record import Record
from search.documents import Document, document, form
from search.engines.asking import found_by
from search.engines.base import Engine, EngineAway, Found
from search.engines.elastic import ElasticEngine
from search.engines.embedded import EmbeddedEngine
from search.lexicon import Lexicon, bilingual
from search.query import Knowledge, parse
from search.spelling import Vocabulary
from tests.servers.elasticsearch import elasticsearch

#: Hits of a ranking that are judged; hits of a page whose time is taken.
DEPTH, PAGE = 100, 20
#: Times each query is asked for its latency; the first answers warm the caches.
ROUNDS = 3
BATCH = 200
#: Times an engine that does not answer is asked before the run is given up.
TRIES = 5
#: Seconds that Elasticsearch may take: a visitor would not wait so long, but a busy machine is measured, too.
PATIENCE = 30.0
ENGINES = ("embedded", "elasticsearch")
#: How far the engines' figures may lie apart.
TOLERANCE = 0.002

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Run:
    """One engine's answers."""

    engine: str
    ours: Column
    peers: tuple[Column, ...]
    #: Milliseconds of parsing and asking, of every query in every round.
    times: tuple[float, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 2 when a file cannot be read or an engine does not answer, 1 when engines differ."""
    options = _options(arguments)
    try:
        queries = read_queries(options.queries)
        records = list(read_corpus(options.corpus))
        lexicon = _lexicon(options.concepts)
        chosen = ENGINES if options.engine == "both" else (options.engine,)
        runs = [_run(engine, records, queries, lexicon, options.ours) for engine in chosen]
    except (BadFile, EngineAway, OSError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    for run in runs:
        sys.stdout.write(f"\n{run.engine}\n{table((*run.peers, run.ours))}")
    if options.misses:
        _write_misses(runs[0].ours)
    figures = {**_figures(runs, options.engine), "concepts": options.concepts is not None}
    sys.stdout.write(json.dumps(figures, ensure_ascii=False) + "\n")
    return int(figures.get("largest_difference", 0.0) > TOLERANCE)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.search", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--engine", choices=(*ENGINES, "both"), default=ENGINES[0])
    parser.add_argument("--concepts", type=Path, default=concepts_at_hand(), help="table of YSO's concepts")
    parser.add_argument("--misses", action="store_true", help="list the queries that are not answered fully")
    parser.add_argument("--ours", action="store_true", help="leave out what others would find")
    return parser.parse_args(arguments)


def _run(
    name: str,
    records: Sequence[tuple[str, Record]],
    queries: Sequence[JudgedQuery],
    lexicon: Lexicon,
    alone: bool,
) -> Run:
    with ExitStack() as stack:
        engine, peers = stack.enter_context(_engine(name))
        vocabulary = _fill(engine, records)
        knowledge = Knowledge(lexicon, vocabulary)
        ids = {str(record.id): name for name, record in records}
        spoken = {name: record.language for name, record in records}
        rankings, times = [], []
        for query in queries:
            hits = _found(engine, query, DEPTH, knowledge).hits
            rankings.append(tuple(ids[identifier] for identifier, _score in hits))
            times += _times(engine, query, knowledge)
        others = []
        for peer, searcher in {} if alone else peers.items():
            searcher.fill(records)
            others.append(Column(peer, queries, [_peers_ranking(searcher, q, spoken) for q in queries]))
    return Run(name, Column("ours", queries, rankings), tuple(others), tuple(times))


@contextmanager
def _engine(name: str) -> Iterator[tuple[Engine, Mapping[str, Searcher]]]:
    """An empty engine of this name with the peers on it, all gone afterwards."""
    if name == "embedded":
        with tempfile.TemporaryDirectory(prefix="kierto-bench-") as name:
            folder = Path(name)
            yield (
                EmbeddedEngine(folder / "index", form()),
                {peer.name: TantivyPeer(peer, folder / peer.name) for peer in PEERS},
            )
        return
    with ExitStack() as stack:
        url = os.environ.get("ELASTICSEARCH_URL") or stack.enter_context(elasticsearch())
        alias = f"kierto-bench-{os.getpid()}"
        stack.callback(_delete_indexes, url, alias)
        peers = {
            peer.name: stack.enter_context(closing(ElasticPeer(peer, url, f"{alias}-{peer.name}")))
            for peer in PEERS
        }
        yield ElasticEngine(url, alias, form(), patience=PATIENCE), peers


def _delete_indexes(url: str, alias: str) -> None:
    with Elasticsearch(url) as client:
        for index in client.indices.get_alias(name=alias, ignore_unavailable=True):
            client.indices.delete(index=index)


def _lexicon(concepts: Path | None) -> Lexicon:
    if concepts is None:
        sys.stdout.write("no concepts: words lead to other languages by dictionaries alone\n")
    begun = time.perf_counter()
    rows = [] if concepts is None else list(read_concepts(concepts))
    words = list(bilingual.entries())
    lexicon = Lexicon.of(rows, words)
    taken = time.perf_counter() - begun
    sys.stdout.write(f"{len(rows)} concepts and {len(words)} dictionary entries read in {taken:.1f} s\n")
    return lexicon


def _fill(engine: Engine, records: Sequence[tuple[str, Record]]) -> Vocabulary:
    """Index the records; the index's words as a site would know them."""
    held = Held()

    def documents() -> Iterator[Document]:
        for _name, record in records:
            yield held.counted(document(record, 1))

    begun = time.perf_counter()
    _patiently(engine.clear)
    pending = documents()
    while batch := list(islice(pending, BATCH)):
        if refused := _patiently(partial(engine.put, batch)):
            raise BadFile(f"Refused by the engine: {refused}")
    sys.stdout.write(f"{len(records)} documents indexed in {time.perf_counter() - begun:.1f} s\n")
    return Vocabulary.of(held.words, held.terms)


def _times(engine: Engine, query: JudgedQuery, knowledge: Knowledge) -> Iterator[float]:
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        _found(engine, query, PAGE, knowledge)
        yield (time.perf_counter() - begun) * 1000


def _found(engine: Engine, judged: JudgedQuery, size: int, knowledge: Knowledge) -> Found:
    """The engine's answer; a server just started is given a few tries, all within the time that is taken."""
    filters = {"language": judged.languages} if judged.languages else {}
    query = parse(judged.text, judged.language, filters, size=size, knowledge=knowledge)
    return _patiently(lambda: found_by(engine, query))


def _patiently(call: Callable[[], _Answer]) -> _Answer:
    """The answer of an engine that may be slow: one just started, or on a busy machine."""
    for _try in range(TRIES - 1):
        with suppress(EngineAway):
            return call()
    return call()


def _peers_ranking(searcher: Searcher, query: JudgedQuery, spoken: Mapping[str, str]) -> list[str]:
    """The best documents in the languages that are asked for."""
    found = searcher.ranking(query.text, len(spoken) if query.languages else DEPTH)
    return [name for name in found if not query.languages or spoken[name] in query.languages][:DEPTH]


def _figures(runs: Sequence[Run], engine: str) -> dict[str, object]:
    """The last line: the first engine's figures, those of peers and halves, and how far engines differ."""
    first = runs[0]
    queries = first.ours.queries
    by_group, by_half = groups(queries), halves(queries)
    figures: dict[str, object] = {
        "engine": engine,
        "queries": len(queries),
        **first.ours.figures(by_group),
        "zero_hits": first.ours.zero_hits,
        "p50_ms": round(percentile(first.times, 0.5), 2),
        "p95_ms": round(percentile(first.times, 0.95), 2),
        "halves": first.ours.figures(by_half),
        "peers": {column.name: column.figures(by_group) for column in first.peers},
    }
    if len(runs) > 1:
        other = runs[1].ours
        apart = [
            abs(first.ours.mean(name, places) - other.mean(name, places))
            for name in NAMES
            for places in by_group.values()
        ]
        figures["largest_difference"] = round(max(apart), 4)
        figures["other"] = {"engine": runs[1].engine, **other.figures(by_group)}
        figures["other_peers"] = {column.name: column.figures(by_group) for column in runs[1].peers}
    return figures


def _write_misses(column: Column) -> None:
    for query, ranking, scores in zip(column.queries, column.rankings, column.scores, strict=True):
        if scores["ndcg@10"] < 1:
            places = {name: rank for rank, name in enumerate(ranking, start=1)}
            ranks = {name: places.get(name) for name in query.relevant}
            sys.stdout.write(f"{scores['ndcg@10']:.2f} {query.kind:<11} {query.text!r} ")
            sys.stdout.write(f"{ranks} first: {list(ranking[:3])}\n")


if __name__ == "__main__":
    raise SystemExit(main())

"""Relevance and latency of the search on a corpus and judged queries, in an index of its own.

    make bench-search CORPUS=f.jsonl QUERIES=q.jsonl [ENGINE=embedded|elasticsearch] [CONCEPTS=f.tsv.gz]
    python -m bench.search f.jsonl q.jsonl [--engine ...] [--concepts ...] [--misses]

Without concepts given, those of the shared data folder are used when it is there (KIERTO_SHARED_DATA).
Elasticsearch is the one of ELASTICSEARCH_URL, else one started for the run. The site's data is not touched.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from elasticsearch import Elasticsearch

from bench.corpus import BadFile, JudgedQuery, read_corpus, read_queries
from bench.knowledge import Held, concepts_at_hand, read_concepts
from bench.measures import ndcg, percentile, recall, reciprocal_rank
from search.documents import Document, document, form
from search.engines.asking import found_by
from search.engines.base import Engine, EngineAway, Found
from search.engines.elastic import ElasticEngine
from search.engines.embedded import EmbeddedEngine
from search.lexicon import Lexicon
from search.query import Knowledge, parse
from search.spelling import Vocabulary
from tests.servers.elasticsearch import elasticsearch

#: Hits of a ranking that are judged; hits of a page whose time is taken.
DEPTH, PAGE = 100, 20
#: Times each query is asked for its latency; the first answers warm the caches.
ROUNDS = 3
BATCH = 500
#: Times an engine that does not answer is asked before the run is given up.
TRIES = 5
MEASURES: Mapping[str, Callable[[Sequence[str], Mapping[str, int]], float]] = {
    "ndcg@10": ndcg,
    "mrr": reciprocal_rank,
    "r@20": recall,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one judged query."""

    query: JudgedQuery
    ranking: tuple[str, ...]
    scores: Mapping[str, float]
    #: Milliseconds of parsing and asking, once per round.
    times: tuple[float, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 2 when a file cannot be read or the engine does not answer."""
    options = _options(arguments)
    try:
        queries = read_queries(options.queries)
        with _engine(options.engine) as engine:
            names, vocabulary = _fill(engine, options.corpus)
            knowledge = Knowledge(_lexicon(options.concepts), vocabulary)
            answers = [_ask(engine, query, names, knowledge) for query in queries]
    except (BadFile, EngineAway, OSError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    if options.misses:
        _write_misses(answers)
    figures = {**_figures(options.engine, answers), "concepts": options.concepts is not None}
    _write_table(answers)
    sys.stdout.write(json.dumps(figures, ensure_ascii=False) + "\n")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.search", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--engine", choices=("embedded", "elasticsearch"), default="embedded")
    parser.add_argument("--concepts", type=Path, default=concepts_at_hand(), help="table of YSO's concepts")
    parser.add_argument("--misses", action="store_true", help="list the queries that are not answered fully")
    return parser.parse_args(arguments)


@contextmanager
def _engine(name: str) -> Iterator[Engine]:
    """An empty engine of this name that is gone afterwards."""
    if name == "embedded":
        with tempfile.TemporaryDirectory(prefix="kierto-bench-") as folder:
            yield EmbeddedEngine(Path(folder) / "index", form())
    elif url := os.environ.get("ELASTICSEARCH_URL"):
        alias = f"kierto-bench-{os.getpid()}"
        try:
            yield ElasticEngine(url, alias, form())
        finally:
            _delete_indexes(url, alias)
    else:
        with elasticsearch() as url:
            yield ElasticEngine(url, "kierto-bench", form())


def _delete_indexes(url: str, alias: str) -> None:
    with Elasticsearch(url) as client:
        for index in client.indices.get_alias(name=alias, ignore_unavailable=True):
            client.indices.delete(index=index)


def _lexicon(concepts: Path | None) -> Lexicon:
    if concepts is None:
        sys.stdout.write("no concepts: words are not looked for in other languages\n")
        return Lexicon()
    begun = time.perf_counter()
    rows = list(read_concepts(concepts))
    lexicon = Lexicon.of(rows)
    sys.stdout.write(f"{len(rows)} concepts read in {time.perf_counter() - begun:.1f} s\n")
    return lexicon


def _fill(engine: Engine, corpus: Path) -> tuple[dict[str, str], Vocabulary]:
    """Index the corpus; index id -> the file's id, and the index's words as a site would know them."""
    names: dict[str, str] = {}
    held = Held()

    def documents() -> Iterator[Document]:
        for name, record in read_corpus(corpus):
            names[str(record.id)] = name
            yield held.counted(document(record, 1))

    begun = time.perf_counter()
    engine.clear()
    pending = documents()
    while batch := list(islice(pending, BATCH)):
        if refused := engine.put(batch):
            raise BadFile(f"{corpus}: refused by the engine: {refused}")
    sys.stdout.write(f"{len(names)} documents indexed in {time.perf_counter() - begun:.1f} s\n")
    return names, Vocabulary.of(held.words, held.terms)


def _ask(engine: Engine, judged: JudgedQuery, names: Mapping[str, str], knowledge: Knowledge) -> Answer:
    deep = _found(engine, judged, DEPTH, knowledge)
    ranking = tuple(names[identifier] for identifier, _score in deep.hits)
    times = []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        _found(engine, judged, PAGE, knowledge)
        times.append((time.perf_counter() - begun) * 1000)
    scores = {name: measure(ranking, judged.relevant) for name, measure in MEASURES.items()}
    return Answer(judged, ranking, scores, tuple(times))


def _found(engine: Engine, judged: JudgedQuery, size: int, knowledge: Knowledge) -> Found:
    """The engine's answer; a server just started is given a few tries, all within the time that is taken."""
    for _try in range(TRIES - 1):
        with suppress(EngineAway):
            return found_by(engine, parse(judged.text, judged.language, size=size, knowledge=knowledge))
    return found_by(engine, parse(judged.text, judged.language, size=size, knowledge=knowledge))


def _groups(answers: Sequence[Answer]) -> dict[str, list[Answer]]:
    """All answers, then those of each kind, then those of each language."""
    groups: dict[str, list[Answer]] = defaultdict(list)
    groups["all"] = list(answers)
    for answer in sorted(answers, key=lambda a: a.query.kind):
        groups[answer.query.kind or "-"].append(answer)
    for answer in sorted(answers, key=lambda a: a.query.language):
        groups[answer.query.language].append(answer)
    return dict(groups)


def _mean(answers: Sequence[Answer], measure: str) -> float:
    return sum(answer.scores[measure] for answer in answers) / len(answers) if answers else 0.0


def _figures(engine: str, answers: Sequence[Answer]) -> dict[str, object]:
    times = [time for answer in answers for time in answer.times]
    groups = _groups(answers)
    return {
        "engine": engine,
        "queries": len(answers),
        **{name: {group: round(_mean(some, name), 4) for group, some in groups.items()} for name in MEASURES},
        "zero_hits": sum(not answer.ranking for answer in answers),
        "p50_ms": round(percentile(times, 0.5), 2),
        "p95_ms": round(percentile(times, 0.95), 2),
    }


def _write_table(answers: Sequence[Answer]) -> None:
    lines = [f"{'':<14}{'queries':>8}" + "".join(f"{name:>9}" for name in MEASURES) + f"{'no hit':>8}"]
    for group, some in _groups(answers).items():
        cells = "".join(f"{_mean(some, name):>9.3f}" for name in MEASURES)
        lines.append(f"{group:<14}{len(some):>8}{cells}{sum(not a.ranking for a in some):>8}")
    sys.stdout.write("\n".join(lines) + "\n")


def _write_misses(answers: Sequence[Answer]) -> None:
    for answer in answers:
        if answer.scores["ndcg@10"] < 1:
            places = {name: rank for rank, name in enumerate(answer.ranking, start=1)}
            ranks = {name: places.get(name) for name in answer.query.relevant}
            sys.stdout.write(f"{answer.scores['ndcg@10']:.2f} {answer.query.kind:<11} {answer.query.text!r} ")
            sys.stdout.write(f"{ranks} first: {answer.ranking[:3]}\n")


if __name__ == "__main__":
    raise SystemExit(main())

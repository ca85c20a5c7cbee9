"""How long the search takes, whole and beside the raw engine; how fast it indexes, and publishes.

    make bench
    python -m bench.latency [--corpus f.jsonl] [--queries q.jsonl] [--documents N] [--engine embedded]

In a temporary folder, database and index. The corpus is that of the shared data folder when it is there
(KIERTO_SHARED_DATA), else the demo's; `--documents` cuts it, or has searches measured once more when so many
are there, mixed from it. Elasticsearch is started for the run, and left out where there is none.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path

from bench import table
from bench.scratch import make_database, own_settings
from tests.servers.elasticsearch import elasticsearch
from tests.servers.processes import Missing


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    options = _options(arguments)
    with own_settings() as folder, _elasticsearch(options.engine == "both") as url:
        # Models can be imported only now that Django is set up.
        measuring = import_module("bench.measuring")
        make_database()
        tables, facts = measuring.measured(folder, url, options)
    table.write_json("latency", tables, **facts)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.latency", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, help="materials in the import's format")
    parser.add_argument("--queries", type=Path, help="queries as for make bench-search")
    parser.add_argument(
        "--documents", type=int, help="so many: cut the corpus, or measure again with so many"
    )
    parser.add_argument("--engine", choices=("both", "embedded"), default="both")
    parser.add_argument("--rounds", type=int, default=5, help="times each query is asked")
    parser.add_argument("--publications", type=int, default=20)
    return parser.parse_args(arguments)


@contextmanager
def _elasticsearch(wanted: bool) -> Iterator[str]:
    """The address of a server of its own; empty when it is not wanted or cannot be had."""
    with ExitStack() as stack:
        url = ""
        if wanted:
            try:
                url = stack.enter_context(elasticsearch())
            except Missing as reason:
                sys.stdout.write(f"Without Elasticsearch: {reason}\n")
        yield url


if __name__ == "__main__":
    raise SystemExit(main())

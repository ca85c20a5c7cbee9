"""Random operations and kills, and then whether database and index agree.

    python -m bench.chaos --operations 10000 --seed 1 [--engine elasticsearch] [--database postgresql]

Pages are published, edited, moved, restricted, unpublished, deleted and let expire, records are written to
the catalogue, while the worker and rebuilds are killed with -9. In a temporary folder, database and index.
The exit status is 1 when anything disagrees. Elasticsearch and PostgreSQL are started for the run.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from importlib import import_module

from bench.scratch import make_database, own_settings
from tests.servers.elasticsearch import elasticsearch
from tests.servers.postgresql import postgresql


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; 0 when all agrees."""
    options = _options(arguments)
    with ExitStack() as stack:
        database = stack.enter_context(postgresql()) if options.database == "postgresql" else ""
        url = options.elasticsearch
        if options.engine == "elasticsearch" and not url:
            url = stack.enter_context(elasticsearch())
        folder = stack.enter_context(own_settings({"DATABASE_URL": database, "ELASTICSEARCH_URL": url}))
        make_database()
        # Models can be imported only now that Django is set up.
        upheaval = import_module("bench.upheaval")
        figures = upheaval.Upheaval(folder, options.seed, options.pages, options.pause).run(
            options.operations
        )
    sys.stdout.write(
        json.dumps({"bench": "chaos", "engine": options.engine, "seed": options.seed, **figures}) + "\n"
    )
    return 1 if figures["disagreements"] else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.chaos", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--operations", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", choices=("embedded", "elasticsearch"), default="embedded")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--pages", type=float, default=0.3, help="share of operations on pages, 0..1")
    parser.add_argument("--pause", type=float, default=0.0, help="seconds between two operations")
    parser.add_argument(
        "--elasticsearch", default=os.environ.get("ELASTICSEARCH_URL", ""), help="a server that runs already"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main())

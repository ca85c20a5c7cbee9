"""A short run of `bench.chaos`: random operations and kills with -9, and then database and index agree."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

from search.engines.elastic import ElasticEngine
from tests.servers.site import ROOT

pytestmark = pytest.mark.slow

SHORT = ["--operations", "250", "--pause", "0.04", "--seed", "11"]


def upheaval(*options: str) -> dict[str, object]:
    """What the run ended with; it is a process of its own, with a worker and rebuilds that it kills."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.chaos", *SHORT, *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.stdout, done.stderr
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture
def free_alias(elasticsearch_url: str) -> Iterator[str]:
    """The address of the server, which keeps nothing of the run."""
    yield elasticsearch_url
    engine = ElasticEngine(elasticsearch_url, "kierto", "1", patience=10.0)
    for generation in engine.generations():
        engine.drop(generation)


def test_after_random_operations_and_kills_database_and_index_agree() -> None:
    figures = upheaval("--engine", "embedded", "--elasticsearch", "")
    assert figures["disagreements"] == []
    assert figures["operations"] == 250


def test_so_do_they_with_elasticsearch(free_alias: str) -> None:
    figures = upheaval("--engine", "elasticsearch", "--elasticsearch", free_alias)
    assert figures["disagreements"] == []

"""The parts of `make bench`, each run whole and small, as on a machine without the shared data folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from media.sandbox import find_fault
from tests.conftest import ROOT, missing

pytestmark = pytest.mark.slow


def figures_of(folder: Path, module: str, *arguments: str) -> tuple[str, dict[str, Any]]:
    """What a part prints, and its last line's values."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env={**os.environ, "KIERTO_SHARED_DATA": str(folder), "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, json.loads(done.stdout.splitlines()[-1])


@pytest.mark.ffmpeg
def test_the_processor_time_of_a_video_includes_what_the_sandbox_used(tmp_path):
    if fault := find_fault():
        missing(fault)
    printed, line = figures_of(tmp_path, "bench.video", "--seconds", "1", "--rounds", "1", "--enough", "0")
    assert "No real clip" in printed
    (figures,) = line["figures"].values()
    assert 0.7 < figures["beside the same plan as plain commands"]["ratio"] < 2
    assert 0.2 < figures["beside one ffmpeg for each rendition"]["ratio"] < 2
    assert not list(tmp_path.iterdir())


def test_latency_is_measured_on_the_demo_where_there_is_no_other_corpus(tmp_path):
    small = ("--engine", "embedded", "--rounds", "1", "--publications", "1", "--documents", "60")
    printed, line = figures_of(tmp_path, "bench.latency", *small)
    assert "the demo's" in printed
    assert line["documents"] == line["queries"] > 5
    analysis, search, more, indexing, publishing = line["figures"].values()
    assert analysis["analysis of warm text"]["ours"] > 10_000
    assert list(line["figures"])[2] == "Search, embedded, 60 documents"
    for one in (search, more):
        assert one["whole beside raw, p50"]["ratio"] > 1
    assert {"rebuild beside raw bulk", "sync's writes beside raw bulk"} < set(indexing)
    assert 0 < publishing["publish to findable, p99 of 1"]["ours"] < 60
    assert not list(tmp_path.iterdir())

"""Judging quality: the judge sees what eyes see, and the search for an equal bit rate goes the right way."""

import subprocess
from math import log

import pytest

from bench.quality import _next, _Try, _vmaf, judge
from media.probing import probe
from media.sandbox import find_fault
from tests.conftest import missing
from tests.media.clips import make


@pytest.mark.ffmpeg
def test_the_judge_prefers_the_sharper_of_two(tmp_path):
    tool = judge()
    if fault := find_fault():
        missing(fault)
    if tool is None:
        missing("imageio-ffmpeg is not installed")
    clip = make(tmp_path / "a.mp4", size="320x192", seconds=0.6, more=("-an", "-preset", "ultrafast"))
    scores = []
    for quality in ("20", "45"):
        made = tmp_path / f"{quality}.mp4"
        command = ["ffmpeg", "-nostdin", "-v", "error", "-i", str(clip), "-crf", quality, str(made)]
        subprocess.run(command, check=True, timeout=60)
        scores.append(_vmaf(tool, made, clip, probe(clip)))
    assert 100 >= scores[0] > scores[1] + 5


@pytest.mark.parametrize(
    ("scores", "wanted", "more"),
    [([80.0], 90.0, True), ([90.0], 80.0, False), ([80.0, 88.0], 90.0, True), ([88.0, 80.0], 85.0, True)],
)
def test_the_next_bit_rate_is_tried_where_the_wanted_quality_lies(scores, wanted, more):
    rates = [log(500_000 * (1 + (score - scores[0]) / 20)) for score in scores]
    tried = [(rate, _Try(0, score)) for rate, score in zip(rates, scores, strict=True)]
    assert (_next(tried, wanted) > rates[-1]) == more

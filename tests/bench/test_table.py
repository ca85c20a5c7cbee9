"""What a benchmark's table says of a figure."""

from __future__ import annotations

import json

import pytest

from bench.table import Figure, write, write_json


@pytest.mark.parametrize(
    ("figure", "within"),
    [
        (Figure(what="a", unit="s", ours=0.7, peer=1, at_most=0.7), True),
        (Figure(what="a", unit="s", ours=0.71, peer=1, at_most=0.7), False),
        (Figure(what="a", unit="s", ours=80, peer=100, at_least=0.8), True),
        (Figure(what="a", unit="s", ours=79, peer=100, at_least=0.8), False),
        (Figure(what="a", unit="s", ours=1.1, at_most=1), False),
        (Figure(what="a", unit="s", ours=1.1, peer=1), None),
        (Figure(what="a", unit="s", ours=1.1, peer=0, at_most=1), None),
    ],
)
def test_a_limit_is_for_the_ratio_where_there_is_a_peer_else_for_the_figure(figure, within):
    assert figure.within is within


def test_a_missed_limit_stands_in_the_table_and_in_the_json(capsys):
    figures = [
        Figure(what="beside plain", unit="CPU s", ours=2, peer=1, at_most=1.03),
        Figure(what="beside four", unit="CPU s", ours=2, peer=4, at_most=0.7),
    ]
    write("Video", figures, "A note.")
    write_json("video", {"Video": figures}, rounds=2)
    *_heading, plain, four, note, line = capsys.readouterr().out.splitlines()
    assert plain.split()[-6:] == ["2.00", "1.00", "2.000", "<=", "1.03", "MISSED"]
    assert four.split()[-1] == "met"
    assert note == "A note."
    assert json.loads(line)["missed"] == ["Video: beside plain"]
    assert json.loads(line)["figures"]["Video"]["beside four"]["ratio"] == 0.5

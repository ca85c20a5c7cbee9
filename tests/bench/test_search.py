"""The relevance benchmark, run whole on a corpus of three."""

from __future__ import annotations

import json

import pytest

from bench.search import main

CORPUS = [
    {"id": "a", "lang": "fi", "title": "Murtoluvut", "body_markdown": "## Osoittaja\n\nJa *nimittäjä*."},
    {"id": "b", "lang": "sv", "title": "Bråktalen", "body_markdown": "Räkna med bråk."},
    {"id": "c", "lang": "fi", "title": "Silmukat", "body_markdown": "`for`-silmukka."},
]
QUERIES = [
    {"query": "murtolukuja", "lang": "fi", "relevant": {"a": 3}, "kind": "inflection"},
    {"query": "bråktal", "lang": "sv", "relevant": {"b": 3}, "kind": "inflection"},
    {"query": "nimittäjän", "lang": "fi", "relevant": {"a": 2}, "kind": "topical"},
    {"query": "kuviokellunta", "lang": "fi", "relevant": {"c": 1}, "kind": "topical"},
]


def written(path, rows):
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return str(path)


@pytest.mark.slow
def test_the_benchmark_ends_with_its_figures_as_json(tmp_path, capsys):
    corpus, queries = written(tmp_path / "c.jsonl", CORPUS), written(tmp_path / "q.jsonl", QUERIES)
    assert main([corpus, queries]) == 0
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert figures["engine"] == "embedded"
    assert figures["queries"] == 4
    assert figures["zero_hits"] == 1
    expected = {"all": 0.75, "inflection": 1.0, "topical": 0.5, "fi": pytest.approx(0.6667), "sv": 1.0}
    assert figures["ndcg@10"] == figures["mrr"] == figures["r@20"] == expected
    assert set(figures["halves"]["ndcg@10"]) == {"tuning half", "held-back half"}
    # Without analysis no inflected word is found; Snowball finds those whose stem is the same.
    assert figures["peers"]["stock"]["ndcg@10"]["all"] < figures["peers"]["snowball"]["ndcg@10"]["all"] < 0.75
    assert 0 < figures["p50_ms"] <= figures["p95_ms"]


@pytest.mark.parametrize(
    ("line", "message"), [('{"id": "a"}', "line 1: lang, title missing"), ("not json", "line 1: not JSON")]
)
def test_a_bad_line_is_named_and_nothing_is_measured(tmp_path, capsys, line, message):
    corpus = tmp_path / "c.jsonl"
    corpus.write_text(line, encoding="utf-8")
    assert main([str(corpus), written(tmp_path / "q.jsonl", QUERIES)]) == 2
    captured = capsys.readouterr()
    assert message in captured.err
    assert "{" not in captured.out

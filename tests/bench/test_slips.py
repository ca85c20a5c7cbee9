"""What the made queries do to words, and what a corpus gives."""

from __future__ import annotations

import json
from random import Random

import pytest

from bench.made_queries import Corpus, main, queries
from bench.slips import inflected, misspelt, split

ROWS = [
    {
        "id": "a",
        "lang": "fi",
        "title": "Lukujonot",
        "subject": "mathematics",
        "body_markdown": "# Luku jatkuu\n",
    },
    {"id": "b", "lang": "sv", "title": "Talföljder", "translation_of": "a"},
    {"id": "c", "lang": "fi", "title": "Jonot", "body_markdown": "luku ja jonot\n\n## Jonossa on hauskaa\n"},
    {"id": "d", "lang": "fi", "title": "Kesä", "body_markdown": "luku, jonot"},
]


@pytest.mark.parametrize("seed", range(40))
def test_a_slip_keeps_the_first_letter_and_changes_the_word(seed: int) -> None:
    other = misspelt("murtoluku", Random(seed))
    assert other != "murtoluku"
    assert other[0] == "m"
    assert abs(len(other) - len("murtoluku")) <= 1


@pytest.mark.parametrize(
    ("word", "language", "forms"),
    [
        ("derivaatta", "fi", {"derivaattana", "derivaattaan", "derivaattakin", "derivaattanakin"}),
        ("yhtälö", "fi", {"yhtälönä", "yhtälöön", "yhtälökin", "yhtälönäkin"}),
        ("luvut", "fi", {""}),
        ("vinkel", "sv", {"vinkels"}),
        ("circle", "en", {"circles"}),
        ("class", "en", {""}),
    ],
)
def test_words_are_inflected_only_where_the_ending_is_sure(word: str, language: str, forms: set[str]) -> None:
    assert {inflected(word, language, Random(seed)) for seed in range(60)} == forms


def test_a_compound_is_split_into_words_of_the_corpus() -> None:
    assert split("lukujonot", frozenset({"luku", "jonot"})) == "luku jonot"
    assert split("lukujonot", frozenset({"luku"})) == ""


def test_a_corpus_gives_queries_with_the_judgements_that_follow_from_it() -> None:
    made = {(query.kind, query.query, query.languages): query.relevant for query in queries(Corpus(ROWS), 10)}
    assert made["made-title", "Lukujonot", ()] == {"a": 3, "b": 1}
    assert made["made-compound", "luku jonot", ()] == {"a": 3, "b": 1}
    assert made["made-cross", "Lukujonot", ("sv",)] == {"b": 3}
    assert made["made-cross", "Talföljder", ("fi",)] == {"a": 3}
    assert made["made-heading", "Jonossa on hauskaa", ()] == {"c": 3}
    assert made["made-called", "matikka", ()] == {"a": 1}
    assert not any(kind == "made-title" and query == "Kesä" for kind, query, _languages in made)


def test_the_same_corpus_gives_the_same_queries() -> None:
    assert list(queries(Corpus(ROWS), 10)) == list(queries(Corpus(ROWS[::-1]), 10))


def test_no_more_than_so_many_of_a_kind() -> None:
    assert sum(query.kind == "made-title" for query in queries(Corpus(ROWS), 1)) == 2  # Finnish and Swedish


def test_the_queries_are_a_query_file(tmp_path, capsys) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    assert main([str(path)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"query", "lang", "kind", "relevant"} <= set(lines[0])
    assert main([str(tmp_path / "missing.jsonl")]) == 2

"""Queries made from a corpus by rule, with judgements that follow from it, for `make bench-search`.

    python -m bench.made_queries corpus.jsonl [--each 40] > queries.jsonl

Nothing of ours is asked what a good answer is: a material is found by its title, whole, inflected, misspelt
or with a compound in two words; by one of its headings; in another language by the title of what it is a
translation of (asked among the texts of that language alone); by what pupils call its subject. The same
corpus gives the same queries. They tell what breaks, not how good the search is: people ask in other ways.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from bench.corpus import BadFile, read_rows
from bench.slips import inflected, misspelt, split

_WORD = re.compile(r"[^\W\d_]+")
_HEADING = re.compile(r"^#{1,4}\s+(.+?)\s*#*$", re.MULTILINE)
#: Shorter words are not misspelt: nobody could tell what was meant.
_LONG = 5
#: Titles of more words are sentences.
_MOST_WORDS = 6
#: In titles of more words the others make up for one that was changed.
_MOST_BESIDE = 3
#: Subject -> what pupils call it.
_CALLED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "mathematics": (("matikka", "fi"), ("matikkaa", "fi"), ("matte", "sv"), ("maths", "en")),
    "physics": (("fyssa", "fi"), ("fyssan", "fi")),
    "chemistry": (("kemma", "fi"), ("kemmaa", "fi")),
    "biology": (("bilsa", "fi"), ("bilsan", "fi")),
    "history": (("hissa", "fi"), ("hissan", "fi")),
    "social-studies": (("yhteiskunta oppi", "fi"), ("yhteiskuntis", "fi")),
    "home-economics": (("köksä", "fi"), ("köksän", "fi"), ("hemkunskap", "sv")),
    "visual-arts": (("kuvis", "fi"), ("kuviksen", "fi")),
    "music": (("mussa", "fi"), ("mussan", "fi")),
    "physical-education": (("liikka", "fi"), ("liikan", "fi")),
    "geography": (("mantsa", "fi"), ("mantsan", "fi")),
    "religion": (("uskis", "fi"), ("uskiksen", "fi")),
    "programming": (
        ("koodaus", "fi"),
        ("pythoni", "fi"),
        ("pythonilla", "fi"),
        ("koda", "sv"),
        ("coding", "en"),
    ),
    "health-education": (("terkka", "fi"), ("terveystieto", "fi")),
}


@dataclass(frozen=True, slots=True)
class Made:
    """One query with its judgements."""

    query: str
    lang: str
    kind: str
    relevant: Mapping[str, int]
    #: Only texts in these languages are asked for.
    languages: tuple[str, ...] = ()

    def line(self) -> str:
        """The query as a line of a query file."""
        row: dict[str, Any] = {
            "query": self.query,
            "lang": self.lang,
            "kind": self.kind,
            "relevant": dict(self.relevant),
        }
        if self.languages:
            row["languages"] = list(self.languages)
        return json.dumps(row, ensure_ascii=False)


class Corpus:
    """A corpus file, and what in it belongs together."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self.rows = rows
        self._titles: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._families: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        counts: Counter[tuple[str, str]] = Counter()
        for row in rows:
            self._titles[row["lang"], row["title"].casefold()].append(row["id"])
            self._families[row.get("translation_of") or row["id"]].append(row)
            text = f"{row['title']} {row.get('description', '')} {row.get('body_markdown', '')}".casefold()
            counts.update((row["lang"], word) for word in set(_WORD.findall(text)))
        self.words = {
            language: frozenset(word for (tongue, word), n in counts.items() if tongue == language and n > 1)
            for language in {row["lang"] for row in rows}
        }

    def siblings(self, row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """The same material in other languages."""
        family = self._families[row.get("translation_of") or row["id"]]
        return [other for other in family if other["lang"] != row["lang"]]

    def relevant(self, row: Mapping[str, Any]) -> dict[str, int]:
        """All materials of this title, and the same material in other languages."""
        same = dict.fromkeys(self._titles[row["lang"], row["title"].casefold()], 3)
        return dict.fromkeys((other["id"] for other in self.siblings(row)), 1) | same


def made(corpus: Corpus, row: Mapping[str, Any], random: Random) -> Iterator[Made]:
    """The queries that one material gives."""
    language, title = row["lang"], row["title"]
    words = _WORD.findall(title.casefold())
    if not 1 <= len(words) <= _MOST_WORDS or sum(map(len, words)) < _LONG:
        return
    changes: Mapping[str, Callable[[str], str]] = {
        "made-inflected": lambda word: inflected(word, language, random),
        "made-typo": lambda word: misspelt(word, random) if len(word) >= _LONG else "",
        "made-compound": lambda word: split(word, corpus.words[language]),
    }
    yield Made(title, language, "made-title", corpus.relevant(row))
    for kind, change in changes.items():
        changed = {place: other for place, word in enumerate(words) if (other := change(word))}
        if changed and len(words) <= _MOST_BESIDE:
            place = max(changed, key=lambda place: len(words[place]))
            asked = [*words[:place], changed[place], *words[place + 1 :]]
            yield Made(" ".join(asked), language, kind, corpus.relevant(row))
    for other in corpus.siblings(row):
        if other["title"].casefold() != title.casefold():
            yield Made(title, language, "made-cross", {other["id"]: 3}, (other["lang"],))


def headings(corpus: Corpus, random: Random) -> Iterator[Made]:
    """Queries by headings that stand in one material only."""
    holders: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in corpus.rows:
        for heading in set(_HEADING.findall(row.get("body_markdown", ""))):
            if 2 <= len(_WORD.findall(heading)) <= _MOST_WORDS and not re.search(r"[$`\\_*\[]", heading):
                holders[row["lang"], heading].append(row["id"])
    found = [
        Made(h, lang, "made-heading", {ids[0]: 3})
        for (lang, h), ids in sorted(holders.items())
        if len(ids) == 1
    ]
    random.shuffle(found)
    yield from found


def called(corpus: Corpus) -> Iterator[Made]:
    """Queries by what pupils call a subject."""
    subjects: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in corpus.rows:
        subjects[row.get("subject", ""), row["lang"]].append(row["id"])
    for subject, names in _CALLED.items():
        for name, language in names:
            if relevant := dict.fromkeys(subjects[subject, language], 1):
                yield Made(name, language, "made-called", relevant)


def queries(corpus: Corpus, each: int) -> Iterator[Made]:
    """At most `each` queries of a kind in a language."""
    random = Random(20191231)  # noqa: S311  # the same queries each time
    rows = sorted(corpus.rows, key=lambda row: str(row["id"]))
    random.shuffle(rows)
    taken: Counter[tuple[str, str, tuple[str, ...]]] = Counter()
    asked: set[tuple[str, str, tuple[str, ...]]] = set()
    every = (query for row in rows for query in made(corpus, row, random))
    for query in (*every, *headings(corpus, random), *called(corpus)):
        kind, same = (query.kind, query.lang, query.languages), (query.query, query.kind, query.languages)
        if taken[kind] < each and same not in asked:
            taken[kind] += 1
            asked.add(same)
            yield query


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the queries to standard output; 2 when the corpus cannot be read."""
    parser = argparse.ArgumentParser(prog="bench.made_queries", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--each", type=int, default=40, help="queries of a kind in a language, at most")
    options = parser.parse_args(arguments)
    try:
        corpus = Corpus(list(read_rows(options.corpus, ("id", "lang", "title"))))
    except (BadFile, OSError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    for query in queries(corpus, options.each):
        sys.stdout.write(query.line() + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

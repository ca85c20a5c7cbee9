"""How long until something is offered for what one has typed so far, and until like records are found.

    python -m bench.suggesting [--corpus f.jsonl] [--documents N] [--first-passage]

On the embedded engine, in a temporary folder, database and index. The corpus is that of the shared data
folder when it is there (KIERTO_SHARED_DATA), else the demo's.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from bench import table
from bench.measures import percentile
from bench.scratch import make_database, own_settings
from bench.table import Figure

#: What a person may wait for while typing, and a page may be held up, in milliseconds.
OFFERED_IN, LIKE_IN = 30.0, 100.0
#: Titles and names of things of which beginnings are typed, and records whose like ones are looked for.
TYPED, LOOKED_AT = 60, 60
ROUNDS = 5
NOTE = (
    "On the clock, through all middleware, of beginnings of three to eight letters, a third of them with a\n"
    "slip; a first round, which fills caches, is not counted. Processor time hardly depends on what else\n"
    "the machine does."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="bench.suggesting", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, help="materials in the import's format")
    parser.add_argument("--documents", type=int, help="so many; records are left out, or mixed from others")
    parser.add_argument("--first-passage", action="store_true", help="of each text only the first passage")
    options = parser.parse_args(arguments)
    with own_settings():
        make_database()
        facts = _fill(options)
        figures = {"Suggestions": _offers(), "More like this": _likes()}
    for title, some in figures.items():
        table.write(f"{title}, embedded, {facts['documents']} documents", some, NOTE)
    table.write_json("suggesting", figures, **facts)
    return 0


def _fill(options: argparse.Namespace) -> dict[str, Any]:
    """The catalogue, its index, and what is known of them. Modules with models come only now."""
    material, choice = import_module("bench.material"), import_module("search.choice")
    knowing, sync = import_module("search.knowing"), import_module("search.sync")
    catalogue = import_module("oer.catalogue.models").CatalogueEntry
    taken = material.fill_catalogue(options.corpus, options.documents)
    concepts = material.use_concepts()
    if options.first_passage:
        for entry in catalogue.objects.iterator(chunk_size=500):
            entry.record["passages"] = entry.record["passages"][:1]
            entry.save(update_fields=["record"])
    sync.sync(choice.engine(choice.EMBEDDED))
    knowing.refresh_words()
    knowing.refresh_names()
    return {"documents": catalogue.objects.live().count(), "corpus": taken, "concepts": concepts}


def _offers() -> list[Figure]:
    client = import_module("django.test").Client()

    def ask(typed: tuple[str, str]) -> None:
        text, language = typed
        client.get("/search/suggest", {"q": text, "lang": language, "form": "full"})

    typed = list(_beginnings(random.Random(3)))  # noqa: S311
    return _figures("offered", [lambda one=one: ask(one) for one in typed], OFFERED_IN)


def _beginnings(dice: random.Random) -> Iterator[tuple[str, str]]:
    """What someone may have typed so far, and the language of the page."""
    catalogue = import_module("oer.catalogue.models").CatalogueEntry
    entries = list(catalogue.objects.live().order_by("pk")[:2000])
    for entry in dice.sample(entries, min(TYPED, len(entries))):
        word = max(entry.record["title"].split(), key=len)
        typed = word[: dice.randint(3, 8)]
        if len(typed) > 4 and dice.random() < 1 / 3:
            at = dice.randrange(1, len(typed) - 1)
            typed = typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :]
        yield typed, entry.language


def _likes() -> list[Figure]:
    catalogue = import_module("oer.catalogue.models").CatalogueEntry
    similar = import_module("search.similar").similar
    entries = catalogue.objects.live().order_by("pk")[:LOOKED_AT]
    records = [entry.as_record() for entry in entries]
    return _figures("like a record", [lambda one=one: similar(one) for one in records], LIKE_IN)


def _figures(what: str, calls: Sequence[Callable[[], object]], limit: float) -> list[Figure]:
    clock: list[float] = []
    processor: list[float] = []
    for number in range(ROUNDS + 1):
        for call in calls:
            begun, used = time.perf_counter(), time.process_time()
            call()
            if number:
                clock.append((time.perf_counter() - begun) * 1000)
                processor.append((time.process_time() - used) * 1000)
    return [
        Figure(what=f"{what}, p50", unit="ms", ours=percentile(clock, 0.5)),
        Figure(what=f"{what}, p95", unit="ms", ours=percentile(clock, 0.95), at_most=limit),
        Figure(what=f"{what}, processor time, p50", unit="ms", ours=percentile(processor, 0.5)),
        Figure(what=f"{what}, processor time, p95", unit="ms", ours=percentile(processor, 0.95)),
    ]


if __name__ == "__main__":
    raise SystemExit(main())

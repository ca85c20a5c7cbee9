"""More documents than a corpus has, mixed from it so that words grow in number and recur as they do in it.

A mixed document has as many passages as a real one, each from a document of its language. With passages alone
no new word would ever come; so new compounds of the corpus's words are put into one passage, as many as
Heaps' law says with the corpus's own exponent.
"""

from __future__ import annotations

import dataclasses
import gc
import math
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import lru_cache, partial
from itertools import islice
from uuid import UUID

from bench.material import put
from oer.catalogue.models import CatalogueEntry
from oer.domain.record import Passage, Record
from search import stock
from search.analysis import analyse
from search.documents import document
from search.engines.base import Engine
from search.keeping import keep

_BATCH = 500
_WORD = re.compile(r"[^\W\d_]{4,14}")
#: So many passages' words are remembered: all of a corpus of a few thousand documents.
_PASSAGES = 200_000


def grow(engines: Sequence[Engine], size: int) -> None:
    """Make documents until there are `size`, in the catalogue and in all engines, which are in step with it.

    The texts that recur are analysed once, which is all that differs from what the worker does.
    """
    records = [entry.as_record() for entry in CatalogueEntry.objects.live().order_by("pk").iterator()]
    mixed = islice(_mixed(records), max(0, size - len(records)))
    remembered = lru_cache(_PASSAGES)(lambda text, language: analyse(text, language))
    gc.disable()
    try:
        with ExitStack() as stack:
            indexes = [stock.in_use(engine) for engine in engines]
            known = [(engine, index) for engine, index in zip(engines, indexes, strict=True) if index]
            writers = [stack.enter_context(engine.writing(index.generation)) for engine, index in known]
            for number, batch in enumerate(iter(partial(_some, mixed), [])):
                put(iter(batch))
                documents = [document(one, 1, remembered) for one in batch]
                keep(documents)
                for writer, (_engine, index) in zip(writers, known, strict=True):
                    if refused := writer.put(documents):
                        raise RuntimeError(f"Not indexed: {refused}")
                    stock.write_down(index, {one.id: 1 for one in batch})
                if number % 20 == 19:
                    sys.stderr.write(f"{len(records) + (number + 1) * _BATCH} documents\n")
    finally:
        gc.enable()


def _some(mixed: Iterator[Record]) -> list[Record]:
    return list(islice(mixed, _BATCH))


def _mixed(records: Sequence[Record]) -> Iterator[Record]:
    """New records without end."""
    dice = random.Random(5)  # noqa: S311
    passages: dict[str, list[Passage]] = defaultdict(list)
    titles: dict[str, list[str]] = defaultdict(list)
    for record in records:
        passages[record.language] += record.passages
        titles[record.language].append(record.title)
    words = _Words(records, dice)
    for number in range(len(records) + 1, sys.maxsize):
        like = dice.choice(records)
        title = f"{like.title} {dice.choice(titles[like.language])}".split()
        drawn = dice.choices(passages[like.language], k=len(like.passages)) if like.passages else []
        if drawn:
            drawn[-1] = dataclasses.replace(drawn[-1], text=words.mixed_into(drawn[-1].text, like, number))
        yield dataclasses.replace(
            like,
            id=UUID(int=dice.getrandbits(128)),
            source_id=None,
            title=" ".join(dice.sample(title, k=max(1, len(title) // 2))),
            passages=tuple(drawn),
        )


class _Words:
    """The words of a corpus, and new ones."""

    def __init__(self, records: Sequence[Record], dice: random.Random) -> None:
        self._dice = dice
        self._known: dict[str, list[str]] = {}
        half, whole = (_vocabulary(some) for some in (records[::2], records))
        for language, words in whole.items():
            self._known[language] = sorted(words)
        sizes = [sum(map(len, some.values())) for some in (half, whole)]
        self._first, self._documents = sizes[1], len(records)
        self._exponent = math.log2(sizes[1] / sizes[0]) if sizes[0] else 0.0
        self._made = 0.0
        self._lately: dict[str, list[str]] = defaultdict(list)

    def mixed_into(self, text: str, like: Record, number: int) -> str:
        """The text with the words in it that the `number`-th document brings."""
        grown = self._first * ((number / self._documents) ** self._exponent - 1)
        count, known = int(grown - self._made), self._known.get(like.language)
        if count <= 0 or not known:
            return text
        self._made += count
        new = [self._dice.choice(known) + self._dice.choice(known) for _number in range(count)]
        # Half of all words come once; others, again after a while.
        again = self._lately[like.language]
        said = [*new, *(self._dice.choice(again) for _number in range(count // 2) if again)]
        self._lately[like.language] = [*again, *new][-5_000:]
        pieces = text.split(" ")
        for word in said:
            pieces[self._dice.randrange(len(pieces))] += f" {word}"
        return " ".join(pieces)


def _vocabulary(records: Sequence[Record]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for record in records:
        for passage in record.passages:
            found[record.language].update(_WORD.findall(passage.text.lower()))
    return found

"""The searches the front page offers: only ones that find something today."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache

from search.engines.base import EngineAway
from search.find import find
from search.query import parse

#: What a teacher might type, by interface language; the words are inflected as people write them.
CANDIDATES: dict[str, tuple[str, ...]] = {
    "fi": (
        "murtolukuja vitosluokalle",
        "ohjelmoinnin alkeet",
        "Itämeren ravintoverkko",
        "ilmiöpohjainen oppiminen",
        "mediakasvatus",
        "tähtikuviot",
        "silmukoissa",
        "bråktal",
    ),
    "sv": (
        "bråktal i vardagen",
        "programmering för nybörjare",
        "Östersjön",
        "fenomenbaserat lärande",
        "stjärnhimlen",
        "sannolikhet",
        "murtoluvut",
    ),
    "en": (
        "fractions in the kitchen",
        "first steps in Python",
        "the night sky",
        "phenomenon-based learning",
        "probability",
        "murtoluvut",
    ),
}
SHOWN = 4


@dataclass(frozen=True, slots=True)
class Example:
    """A search that has hits."""

    text: str


def examples_for(language: str, stamp: str) -> tuple[Example, ...]:
    """Up to four searches in `language` that find something; `stamp` names the state of the catalogue."""
    key = f"home:examples:{language}:{stamp}"
    found: tuple[Example, ...] | None = cache.get(key)
    if found is None:
        found = _with_hits(language)
        # The index may still be catching up with the catalogue: a short list is looked at again soon.
        cache.set(key, found, timeout=3600 if len(found) == SHOWN else 30)
    return found


def _with_hits(language: str) -> tuple[Example, ...]:
    found: list[Example] = []
    try:
        for text in CANDIDATES.get(language, CANDIDATES["fi"]):
            if len(found) < SHOWN and find(parse(text, language, size=1)).total:
                found.append(Example(text))
    except EngineAway:
        return ()
    return tuple(found)

"""Word lists and stemmers that come as Python packages, behind one lock each, for words of one language."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock

import snowballstemmer
from simplemma.strategies import DefaultStrategy, DictionaryLookupStrategy
from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

_STEMMERS = {"fi": "finnish", "sv": "swedish", "en": "english"}
#: Shorter stems say nothing.
SHORTEST_STEM = 3

# The small-memory word lists: a sixth of the memory, and a word is asked for once (its forms are cached).
_known = DictionaryLookupStrategy(LOW_MEMORY_DICTIONARY_FACTORY)
_guessing = DefaultStrategy(low_memory=True)
_stemming = Lock()


def lookup(word: str, language: str) -> str:
    """The base form of a folded word that the word list holds, or empty."""
    found = _known.get_lemma(word, language)
    return found.casefold() if found else ""


def guess(word: str, language: str) -> str:
    """The base form by the word list and its rules for unlisted words, or empty."""
    found = _guessing.get_lemma(word, language)
    return found.casefold() if found else ""


def stem(word: str, language: str) -> str:
    """What Snowball leaves of a folded word; the word itself when too little would be left."""
    with _stemming:
        shorter = _stemmer(language).stemWord(word)
    return shorter if len(shorter) >= SHORTEST_STEM else word


def kin(lemma: str, word: str, language: str) -> tuple[str, ...]:
    """The stem of `lemma` as a weaker form of `word`; nothing when it is one of the two."""
    shorter = stem(lemma, language)
    return () if shorter in (lemma, word) else (shorter,)


@lru_cache(maxsize=len(_STEMMERS))
def _stemmer(language: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(_STEMMERS[language])

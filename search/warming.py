"""Loading what the first search of a process would otherwise wait for."""

from __future__ import annotations

import logging

from oer.domain.text import LANGUAGES
from search import choice
from search.knowing import knowledge
from search.query import parse

logger = logging.getLogger("search")

#: Words of each language, and one of none, so that word lists, stemmers and the splitting of compounds load.
_WORDS = "matematiikka undervisningsmaterial fractions qwrtx"


def warm() -> None:
    """Load dictionaries and the index's words, and open the engines. Takes about a second; never raises."""
    try:
        known = knowledge()
        for language in LANGUAGES:
            parse(_WORDS, language, knowledge=known)
        for name in choice.names():
            choice.engine(name).ready()
    except Exception:
        # The first search will say what is wrong; a web server that does not start says less.
        logger.exception("The search could not be made ready beforehand.")

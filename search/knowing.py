"""What this installation reads queries by: the words of its own index, and a vocabulary's names of things.

Both are files beside the embedded index, which is kept up wherever Elasticsearch answers, too, so that both
engines are asked for the same words. Workers write them; a search notices a new one by its time.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings

from search import choice
from search.documents import digest, form
from search.engines.embedded import EmbeddedEngine
from search.lexicon import Lexicon, Row, bilingual
from search.lexicon.offered import Offers
from search.query import Knowledge
from search.spelling import Vocabulary

logger = logging.getLogger("search")

#: Where the names of things come from.
Source = Callable[[], Iterable[Row]]

_sources: list[Source] = []


def take_names_from(source: Source) -> None:
    """Use the concepts that `source` gives, besides those of others; to be called at start-up."""
    if source not in _sources:
        _sources.append(source)


def knowledge() -> Knowledge:
    """What is known now; of a file that is not there or cannot be read, nothing."""
    return Knowledge(
        _lexicon(_lexicon_file(), _time(_lexicon_file())),
        _vocabulary(_vocabulary_file(), _time(_vocabulary_file())),
    )


def offers() -> Offers:
    """The names of things that some document holds; of a file that is not there or cannot be read, none."""
    return _offers(_offers_file(), _time(_offers_file()))


def refresh_words() -> None:
    """Write down anew which words the index holds. Raises EngineAway when it cannot be read."""
    engine = choice.engine(choice.EMBEDDED)
    assert isinstance(engine, EmbeddedEngine)  # noqa: S101  # the name says so
    Vocabulary.write(_vocabulary_file(), *engine.words())
    _remove_others(_vocabulary_file(), "vocabulary")
    _refresh_offers()


def refresh_names() -> None:
    """Read all names of things anew from their sources, and the dictionaries."""
    names = (row for source in _sources for row in source())
    Lexicon.write(_lexicon_file(), names, bilingual.entries(_dictionaries()))
    _remove_others(_lexicon_file(), "lexicon")
    _refresh_offers()


def lacks_words() -> bool:
    """Whether nothing is written down of the index's words, or only in a former form."""
    return not (_vocabulary_file().exists() and _offers_file().exists())


def lacks_names() -> bool:
    """Whether nothing is written down of the names of things, or only in a former form."""
    return not _lexicon_file().exists()


def _dictionaries() -> Path | None:
    chosen: str = settings.SEARCH_DICTIONARIES_DIR
    return Path(chosen) if chosen else None


def _vocabulary_file() -> Path:
    return Path(settings.SEARCH_INDEX_DIR) / f"vocabulary-{_form()}.sqlite3"


def _lexicon_file() -> Path:
    # Another one when a dictionary is installed or updated.
    known = bilingual.state(_dictionaries())
    return Path(settings.SEARCH_INDEX_DIR) / f"lexicon-{_form()}-{known}.sqlite3"


def _offers_file() -> Path:
    return Path(settings.SEARCH_INDEX_DIR) / f"offers-{_form()}.sqlite3"


def _refresh_offers() -> None:
    known = knowledge()
    Offers.write(_offers_file(), known.lexicon, known.vocabulary)
    _remove_others(_offers_file(), "offers")


@cache
def _form() -> str:
    """Another one whenever the code that makes the files, or the analysis, is another."""
    here = Path(__file__).parent
    own = digest([here / "lookup_file.py", *(here / "lexicon").rglob("*"), *(here / "spelling").rglob("*")])
    return f"{form()}-{own}"


def _time(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=4)
def _lexicon(path: Path, time: int) -> Lexicon:
    try:
        return Lexicon.read(path) if time else Lexicon()
    except sqlite3.Error:
        logger.exception("The names of things cannot be read.")
        return Lexicon()


@lru_cache(maxsize=4)
def _vocabulary(path: Path, time: int) -> Vocabulary:
    try:
        return Vocabulary.read(path) if time else Vocabulary()
    except sqlite3.Error:
        logger.exception("The index's words cannot be read.")
        return Vocabulary()


@lru_cache(maxsize=4)
def _offers(path: Path, time: int) -> Offers:
    try:
        return Offers.read(path) if time else Offers()
    except sqlite3.Error:
        logger.exception("The names that may be offered cannot be read.")
        return Offers()


def _remove_others(path: Path, kind: str) -> None:
    for other in path.parent.glob(f"{kind}-*.sqlite3"):
        if other != path:
            other.unlink(missing_ok=True)

"""Which engine answers, which are kept up, and what happens when Elasticsearch is away.

The embedded index is always kept up. Where Elasticsearch is configured it answers; while it is away or slow
the embedded one does, and Elasticsearch is asked again after a few seconds.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from threading import Lock

from django.conf import settings

from search.documents import form
from search.engines.base import Engine
from search.engines.elastic import ElasticEngine
from search.engines.embedded import EmbeddedEngine

logger = logging.getLogger("search")

EMBEDDED, ELASTIC = EmbeddedEngine.name, ElasticEngine.name
#: Seconds until an engine that was away is asked again.
RETRY_AFTER = 3.0


class Breaker:
    """Remembers that an engine was away, so that not every visitor waits for it in turn."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._closed_until = 0.0

    def lets_through(self) -> bool:
        """Whether to ask the engine. After the pause one caller is let through to try it, not all at once."""
        with self._lock:
            now = self._clock()
            if not self._closed_until:
                return True
            if now < self._closed_until:
                return False
            self._closed_until = now + RETRY_AFTER
            return True

    def seconds_left(self) -> float:
        """How long the engine is left alone yet."""
        with self._lock:
            return max(0.0, self._closed_until - self._clock())

    def failed(self, failure: Exception) -> None:
        """The engine was away."""
        with self._lock:
            if not self._closed_until:
                logger.warning("Elasticsearch is left out for %s s: %s", RETRY_AFTER, failure)
            self._closed_until = self._clock() + RETRY_AFTER

    def succeeded(self) -> None:
        """The engine answered."""
        with self._lock:
            if self._closed_until:
                logger.warning("Elasticsearch answers again.")
            self._closed_until = 0.0


def names() -> tuple[str, ...]:
    """The engines that are kept up, the embedded one first."""
    return (EMBEDDED, ELASTIC) if settings.ELASTICSEARCH_URL else (EMBEDDED,)


def engine(name: str) -> Engine:
    """The engine of this name. Raises KeyError for one that is not configured."""
    if name not in names():
        raise KeyError(name)
    if name == EMBEDDED:
        return _embedded(Path(settings.SEARCH_INDEX_DIR), form())
    return _elastic(settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_INDEX, form())


def breaker(name: str) -> Breaker:
    """The breaker of the engine that now has this name."""
    return _breaker(name, settings.ELASTICSEARCH_URL if name == ELASTIC else str(settings.SEARCH_INDEX_DIR))


def answering() -> Iterator[Engine]:
    """The engines to ask, in this order until one answers."""
    for name in reversed(names()):
        if _may_answer(name):
            yield engine(name)


def _may_answer(name: str) -> bool:
    if name == ELASTIC:
        return breaker(name).lets_through()
    # A machine without an index of its own cannot stand in: that nothing is found would be a lie.
    return len(names()) == 1 or bool(engine(name).generation())


@lru_cache(maxsize=8)
def _embedded(path: Path, documents_form: str) -> Engine:
    return EmbeddedEngine(path, documents_form)


@lru_cache(maxsize=8)
def _elastic(url: str, index: str, documents_form: str) -> Engine:
    return ElasticEngine(url, index, documents_form)


@lru_cache(maxsize=32)
def _breaker(name: str, address: str) -> Breaker:
    return Breaker()

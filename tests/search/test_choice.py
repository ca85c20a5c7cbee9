"""An engine that was away is left alone for a while, then tried by one caller."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from search import choice
from search.choice import RETRY_AFTER, Breaker


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_breaker_opens_lets_one_through_and_closes() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    assert breaker.lets_through()
    breaker.failed(RuntimeError("away"))
    assert not breaker.lets_through()
    assert breaker.seconds_left() == RETRY_AFTER
    clock.now += RETRY_AFTER
    assert breaker.lets_through()
    assert not breaker.lets_through()  # the others wait for how that one fares
    breaker.succeeded()
    assert breaker.lets_through()
    assert breaker.lets_through()


def test_the_embedded_engine_is_kept_up_beside_elasticsearch(settings: Settings) -> None:
    assert choice.names() == ("embedded",)
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9200"
    assert choice.names() == ("embedded", "elasticsearch")
    choice.engine("embedded").clear()
    assert [engine.name for engine in choice.answering()] == ["elasticsearch", "embedded"]


def test_a_machine_without_an_index_does_not_stand_in_with_nothing(settings: Settings) -> None:
    assert [engine.name for engine in choice.answering()] == ["embedded"]
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9200"
    assert [engine.name for engine in choice.answering()] == ["elasticsearch"]


def test_an_engine_that_is_not_configured_does_not_exist() -> None:
    with pytest.raises(KeyError):
        choice.engine("elasticsearch")

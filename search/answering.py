"""Asking whichever engine answers first, each with what it must leave out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from search import choice
from search.engines.base import Engine, EngineAway
from search.sync import withdrawn_but_held

Answer = TypeVar("Answer")
#: Asks an engine for something, leaving out these ids.
Ask = Callable[[Engine, frozenset[str]], Answer]


@dataclass(frozen=True, slots=True)
class Answered(Generic[Answer]):
    """An engine's answer."""

    answer: Answer
    engine: Engine
    #: The ids that it was to leave out.
    without: frozenset[str]


def first_answer(ask: Ask[Answer]) -> Answered[Answer]:
    """The answer of the first engine that gives one. Raises EngineAway when none does."""
    away: EngineAway | None = None
    for engine in choice.answering():
        breaker = choice.breaker(engine.name)
        without = withdrawn_but_held(engine.name)
        try:
            answer = ask(engine, without)
        except EngineAway as failure:
            breaker.failed(failure)
            away = failure
        else:
            breaker.succeeded()
            return Answered(answer, engine, without)
    raise EngineAway("No engine answers.") from away

"""Kinds of jobs that only these tests know."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from oer.jobs import handler
from oer.jobs.handlers import unregister


@pytest.fixture
def kind() -> Iterator[Callable[..., str]]:
    """`kind(run, **options)` registers `run` and returns the name of its kind; forgotten after the test."""
    names: list[str] = []

    def register(run: Callable[..., None], **options: Any) -> str:
        name = f"test.kind{len(names)}"
        handler(name, **options)(run)
        names.append(name)
        return name

    yield register
    for name in names:
        unregister(name)

"""What the import of a vocabulary tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that was left out."""

    #: Line in the file, from 1; or the place in it, e.g. `moduulit[3]`.
    place: str
    reason: str


@dataclass(slots=True)
class ImportReport:
    """How many rows an import made, changed and left alone, and which it refused."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)

    def summary(self) -> str:
        return (
            f"{self.new} new, {self.changed} changed, {self.unchanged} unchanged, {len(self.faults)} left out"
        )


#: Told how many rows are done.
Progress = Callable[[int], None]


def no_progress(done: int) -> None:
    """For callers whom nobody watches."""


class UnreadableFile(ValueError):
    """The file is not of the expected form; nothing was imported."""

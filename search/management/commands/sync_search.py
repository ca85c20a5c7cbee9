"""Do all that the indexes are owed."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import choice, knowing
from search.engines.base import Engine, EngineAway
from search.stock import Busy
from search.sync import Synced, rebuild, sync

#: Seconds for which another process that builds the same index is waited for.
_PATIENCE = 3600.0


class Command(BaseCommand):
    """Safe beside running workers, and safe to repeat."""

    help = "Bring every search index into step with the catalogue."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--rebuild",
            action="store_true",
            help="build each index anew beside the one in use, then change over",
        )
        parser.add_argument(
            "--engine", choices=choice.names(), help="only this one; without it every one in use"
        )

    def handle(self, *args: Any, rebuild: bool = False, **options: Any) -> None:
        names = [options["engine"]] if options.get("engine") else choice.names()
        failed = [name for name in names if not self._caught_up(name, rebuild)]
        # An index that cannot be read is among those that failed.
        with suppress(EngineAway):
            knowing.refresh_words()
        if rebuild or knowing.lacks_names():
            knowing.refresh_names()
        if failed:
            raise CommandError(f"Not in step: {', '.join(failed)}.")

    def _caught_up(self, name: str, anew: bool) -> bool:
        try:
            done = _when_free(rebuild if anew else sync, choice.engine(name))
        except (EngineAway, Busy) as failure:
            self.stderr.write(f"{name}: {failure}")
            return False
        for identifier, reason in done.refused.items():
            self.stderr.write(f"{name}: {identifier} cannot be indexed: {reason}")
        self.stdout.write(f"{name}: {done.put} put, {done.removed} removed, {len(done.refused)} refused")
        return not done.refused


def _when_free(work: Callable[[Engine], Synced], engine: Engine) -> Synced:
    """What the work did, begun when no other process builds this engine's index. Raises EngineAway, Busy."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return work(engine)
        except Busy:
            if time.monotonic() > until:
                raise
            time.sleep(1)

"""Find what an index holds wrongly, and put it right."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import choice
from search.checking import Findings, check
from search.engines.base import EngineAway
from search.stock import Busy
from search.sync import rebuild, sync


class Command(BaseCommand):
    """Safe beside running workers; what only looks wrong while they are at it is not told."""

    help = "Compare every search index with the catalogue; exit status 1 when something is and stays wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="put right what is wrong")
        parser.add_argument(
            "--engine", choices=choice.names(), help="only this one; without it every one in use"
        )
        parser.add_argument(
            "--quick", action="store_true", help="compare versions only, without making every document anew"
        )
        parser.add_argument("--json", action="store_true", help="for programs: one object an engine")

    def handle(self, *args: Any, repair: bool, quick: bool, json: bool, **options: Any) -> None:
        names = [options["engine"]] if options["engine"] else choice.names()
        wrong, told = [], []
        for name in names:
            try:
                findings, left = self._checked(name, contents=not quick, repair=repair)
            except (EngineAway, Busy) as failure:
                self.stderr.write(f"{name}: {failure}")
                told.append({"engine": name, "right": False, "unusable": str(failure)})
                wrong.append(name)
                continue
            told.append({**findings.as_json(), "repaired": repair and left.right, "left": left.as_json()})
            if not json:
                self._tell(findings, left, repair=repair)
            if not left.right:
                wrong.append(name)
        if json:
            self._write_json(told)
        if wrong:
            raise CommandError(f"Not in step: {', '.join(wrong)}.")

    def _checked(self, name: str, *, contents: bool, repair: bool) -> tuple[Findings, Findings]:
        """What was found, and what is left of it."""
        engine = choice.engine(name)
        findings = check(engine, contents=contents, correct=repair)
        if findings.right or not repair:
            return findings, findings
        # A newer version than the catalogue's cannot be replaced by an older one: engines refuse it.
        (rebuild if findings.counts["ahead"] else sync)(engine)
        named = [identifier for some in findings.named.values() for identifier in some]
        return findings, check(engine, contents=frozenset(named))

    def _tell(self, findings: Findings, left: Findings, *, repair: bool) -> None:
        self.stdout.write(f"{findings.engine}: {findings.documents} documents, {findings}")
        for kind, some in findings.named.items():
            for identifier in some:
                self.stdout.write(f"  {kind}: {identifier}")
            if more := findings.counts[kind] - len(some):
                self.stdout.write(f"  {kind}: {more} more")
        if repair and not findings.right:
            self.stdout.write(
                f"{findings.engine}: repaired" if left.right else f"{left.engine}: left: {left}"
            )

    def _write_json(self, told: list[dict[str, Any]]) -> None:
        self.stdout.write(json.dumps(told, ensure_ascii=False))

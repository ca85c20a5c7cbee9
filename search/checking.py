"""Whether an index holds what the catalogue says, and putting right what is written down of it.

Read portion by portion, so that memory does not grow with the index. What only looks wrong because a worker
is at it right now is looked at again before it is told.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from oer.catalogue.models import CatalogueEntry
from search import stock
from search.documents import document
from search.engines.base import Engine, Held
from search.models import EngineIndex, IndexedEntry

#: What can be wrong with a document: not there, there though nobody may see it, an older version, another
#: content under the right version, a newer version than the catalogue's; and: only written down wrongly.
KINDS = ("missing", "extra", "stale", "wrong", "ahead", "misnoted")
#: Seconds for which a worker is given time to do what looks wrong.
PATIENCE = 5.0
#: So many ids of each kind are named; all are counted.
NAMED = 1_000
_PAUSE = 0.5

#: Told how many documents were looked at.
Told = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Difference:
    """What is wrong with one document, and what catalogue, index and our notes say of it."""

    kind: str
    catalogued: int | None
    held: Held | None
    noted: int | None


@dataclass
class Findings:
    """What a check found."""

    engine: str
    documents: int = 0
    #: Why there is no index to be checked, if so.
    unusable: str = ""
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    named: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in KINDS})

    @property
    def right(self) -> bool:
        """Whether nothing is wrong."""
        return not self.unusable and not any(self.counts.values())

    def add(self, identifier: str, kind: str) -> None:
        """Count one more."""
        self.counts[kind] += 1
        if len(self.named[kind]) < NAMED:
            self.named[kind].append(identifier)

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "engine": self.engine,
            "documents": self.documents,
            "right": self.right,
            "unusable": self.unusable,
            "counts": self.counts,
            "ids": self.named,
        }

    def __str__(self) -> str:
        told = [f"{count} {kind}" for kind, count in self.counts.items() if count]
        return ", ".join([self.unusable, *told] if self.unusable else told) or "nothing wrong"


def check(
    engine: Engine,
    *,
    contents: bool | Collection[str] = True,
    correct: bool = False,
    told: Told = lambda count: None,
) -> Findings:
    """Compare the index in use with the catalogue and with our notes of it.

    `contents`: make every document anew and compare it, or those with these ids; takes as long as analysing
    them. `correct`: note what is really held, so that the next run of the sync does the rest. Raises
    EngineAway.
    """
    found = Findings(engine.name)
    index = stock.in_use(engine)
    if index is None or engine.outdated():
        found.unusable = (
            "no index in use" if index is None else "an index of a former version of the software"
        )
        return found
    until = time.monotonic() + PATIENCE
    for beginning in stock.beginnings(max(1, IndexedEntry.objects.filter(index=index).count())):
        portion = _Portion(engine, index, beginning)
        differences = portion.differences(contents)
        while differences and time.monotonic() < until:
            time.sleep(_PAUSE)
            differences = _still(differences, portion)
        found.documents += portion.held
        for identifier, one in differences.items():
            found.add(identifier, one.kind)
        if correct:
            _correct(engine, index, differences)
        told(found.documents)
    return found


class _Portion:
    """The documents whose id begins so."""

    def __init__(self, engine: Engine, index: EngineIndex, beginning: str) -> None:
        self._engine, self._index, self._beginning = engine, index, beginning
        self.held = 0

    def differences(self, contents: bool | Collection[str]) -> dict[str, Difference]:
        """Id -> what is wrong."""
        first, last = stock.within(self._beginning)
        rows = IndexedEntry.objects.filter(index=self._index, entry_id__gte=first, entry_id__lte=last)
        held = dict(self._engine.held(self._index.generation, self._beginning))
        noted = {str(id_): version for id_, version in rows.values_list("entry_id", "version")}
        entries = CatalogueEntry.objects.live().filter(pk__gte=first, pk__lte=last)
        live = {str(pk): version for pk, version in entries.values_list("pk", "version")}
        self.held = len(held)
        digests = dict(self._digests(held, live, contents))
        found = {
            identifier: Difference(kind, live.get(identifier), held.get(identifier), noted.get(identifier))
            for identifier in sorted({*held, *noted, *live})
            if (
                kind := _kind(
                    live.get(identifier),
                    held.get(identifier),
                    noted.get(identifier),
                    digests.get(identifier),
                )
            )
        }
        return found

    def _digests(
        self, held: Mapping[str, Held], live: Mapping[str, int], contents: bool | Collection[str]
    ) -> Iterator[tuple[str, int]]:
        """What the digests should be of documents that are held in the right version."""
        alike = [id_ for id_, one in held.items() if live.get(id_) == one.version]
        wanted = alike if contents is True else [id_ for id_ in alike if contents and id_ in contents]
        for at in range(0, len(wanted), 50):
            for entry in CatalogueEntry.objects.live().filter(pk__in=wanted[at : at + 50]):
                if entry.version != live[str(entry.pk)]:
                    continue
                try:
                    yield str(entry.pk), document(entry.as_record(), entry.version).digest
                except Exception:  # noqa: BLE001, S112  # the sync says what cannot be indexed and why
                    continue


def _kind(catalogued: int | None, held: Held | None, noted: int | None, digest: int | None) -> str:
    """What is wrong; empty for nothing."""
    if catalogued is None:
        if held is not None:
            return "extra"
        return "misnoted" if noted else ""
    if held is None:
        return "missing"
    if held.version != catalogued:
        return "stale" if held.version < catalogued else "ahead"
    if digest is not None and held.digest != digest:
        return "wrong"
    return "" if noted == catalogued else "misnoted"


def _still(before: Mapping[str, Difference], portion: _Portion) -> dict[str, Difference]:
    """Those differences that stand though nothing was changed meanwhile."""
    held = portion.held
    now = portion.differences([id_ for id_, one in before.items() if one.kind == "wrong"])
    portion.held = max(held, portion.held)
    return {
        identifier: one
        for identifier, one in now.items()
        if identifier in before and before[identifier].catalogued == one.catalogued
    }


def _correct(engine: Engine, index: EngineIndex, differences: Mapping[str, Difference]) -> None:
    """Note what is held; nothing is ever struck out, since a worker may be about to put it."""
    notes: dict[UUID, int] = {}
    for identifier, one in differences.items():
        try:
            key = UUID(identifier)
        except ValueError:
            engine.remove({identifier: one.held.version if one.held else 0})
            continue
        if one.held is None or one.kind == "wrong":
            notes[key] = 0
        else:
            notes[key] = one.held.version
    stock.write_down(index, notes)

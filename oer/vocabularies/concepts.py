"""Reads concepts from YSO's table and keeps ours in step with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import transaction

from oer.vocabularies.importing import Fault, ImportReport, Progress, UnreadableFile, no_progress
from oer.vocabularies.models import Concept, ConceptLabel, fold
from oer.vocabularies.signals import concepts_changed

COLUMNS = ["uri", "prefLabel_fi", "prefLabel_sv", "prefLabel_en", "altLabels", "broader", "release"]
LANGUAGES = ("fi", "sv", "en")
_BATCH = 2000
_LONGEST = 250


def import_concepts(lines: Iterable[str], progress: Progress = no_progress) -> ImportReport:
    """Makes and updates concepts from lines of the table, all or nothing; a bad row is left out and reported.

    Concepts that the file does not name stay: materials may use them. Raises UnreadableFile when the first
    line is not the table's heading.
    """
    rows = iter(lines)
    heading = next(rows, "").rstrip("\r\n").split("\t")
    if heading != COLUMNS:
        raise UnreadableFile(f"The first line must hold the columns {', '.join(COLUMNS)}.")
    report = ImportReport()
    known = {concept.uri: concept for concept in Concept.objects.all()}
    with transaction.atomic():
        concepts = _read(rows, report)
        while batch := list(islice(concepts, _BATCH)):
            _store(batch, known, report)
            progress(report.new + report.changed + report.unchanged)
        if report.new or report.changed:
            concepts_changed.send(sender=Concept)
    return report


def _read(rows: Iterable[str], report: ImportReport) -> Iterator[Concept]:
    seen: set[str] = set()
    for number, row in enumerate(rows, start=2):
        if not row.strip():
            continue
        try:
            concept = parse_row(row)
            if concept.uri in seen:
                raise ValueError(f"{concept.uri} is already on an earlier line.")
        except ValueError as error:
            report.faults.append(Fault(f"line {number}", str(error)))
            continue
        seen.add(concept.uri)
        yield concept


def parse_row(row: str) -> Concept:
    """The unsaved concept a row describes. Raises ValueError that says what is wrong with the row."""
    cells = [cell.strip() for cell in row.rstrip("\r\n").split("\t")]
    if len(cells) != len(COLUMNS):
        raise ValueError(f"There are {len(cells)} columns; there must be {len(COLUMNS)}.")
    uri, fi, sv, en, others = cells[:5]
    if not uri.startswith(("http://", "https://")) or " " in uri or len(uri) > 200:
        raise ValueError(f"“{uri[:60]}” is not the address of a concept.")
    if not (fi or sv or en):
        raise ValueError("The concept has no name in Finnish, Swedish or English.")
    alternatives = [_alternative(part) for part in others.split("|") if part]
    if too_long := [
        name for name in (fi, sv, en, *(text for _, text in alternatives)) if len(name) > _LONGEST
    ]:
        raise ValueError(f"The name “{too_long[0][:40]}…” is longer than {_LONGEST} characters.")
    return Concept(uri=uri, fi=fi, sv=sv, en=en, alternatives=alternatives)


def _alternative(part: str) -> list[str]:
    language, colon, text = part.partition(":")
    if not colon or not text.strip() or not language.strip().isalpha() or len(language.strip()) > 3:
        raise ValueError(f"The other name “{part[:60]}” is not of the form language:name.")
    return [language.strip(), text.strip()]


def _store(batch: list[Concept], known: dict[str, Concept], report: ImportReport) -> None:
    new = [concept for concept in batch if concept.uri not in known]
    changed = [c for c in batch if c.uri in known and _content(c) != _content(known[c.uri])]
    for concept in changed:
        concept.pk = known[concept.uri].pk
    Concept.objects.bulk_create(new)
    Concept.objects.bulk_update(changed, [*LANGUAGES, "alternatives"], batch_size=_BATCH // 10)
    ConceptLabel.objects.filter(concept__in=[concept.pk for concept in changed]).delete()
    ConceptLabel.objects.bulk_create(label for concept in (*new, *changed) for label in labels_of(concept))
    report.new += len(new)
    report.changed += len(changed)
    report.unchanged += len(batch) - len(new) - len(changed)


def _content(concept: Concept) -> tuple[object, ...]:
    return (concept.fi, concept.sv, concept.en, concept.alternatives)


def labels_of(concept: Concept) -> list[ConceptLabel]:
    """Every name of the concept in every language, as unsaved rows."""
    own = [(language, getattr(concept, language), True) for language in LANGUAGES]
    others = [(language, text, False) for language, text in concept.alternatives]
    return [
        ConceptLabel(concept=concept, language=language, text=text, folded=fold(text), preferred=preferred)
        for language, text, preferred in own + others
        if text
    ]

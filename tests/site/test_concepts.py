"""Names of concepts lead from one language to another."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from pytest_django import Settings

from oer.domain.record import Keyword
from oer.jobs.models import Job, State
from oer.jobs.worker import run_due_jobs
from oer.vocabularies.concepts import COLUMNS, import_concepts
from search.find import find
from search.knowing import knowledge
from search.query import parse
from tests.search.records import publish, record

pytestmark = pytest.mark.django_db

WAR = "http://example.org/1\tkylmä sota\tkalla kriget\tcold war\ten:Cold War era\t\t1\n"


@pytest.fixture(autouse=True)
def own_index(settings: Settings, tmp_path: Path) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path / "index"


def concepts(*rows: str) -> None:
    import_concepts(["\t".join(COLUMNS) + "\n", *rows])


def found(typed: str) -> set[str]:
    return {hit.record.title for hit in find(parse(typed, "fi", knowledge=knowledge())).hits}


def test_imported_concepts_find_what_is_written_in_another_language() -> None:
    for title, language in (("The Cold War", "en"), ("Kalla kriget", "sv"), ("War and cold", "en")):
        publish(record(title, language=language))
    run_due_jobs()
    assert found("kylmästä sodasta") == set()
    concepts(WAR)
    run_due_jobs()
    assert found("kylmästä sodasta") == {"The Cold War", "Kalla kriget"}


def test_an_import_that_changes_nothing_costs_nothing() -> None:
    concepts(WAR)
    run_due_jobs()
    concepts(WAR)
    assert not Job.objects.filter(kind="search.names", state=State.WAITING).exists()


def test_a_concept_keyword_is_found_by_its_names_in_other_languages() -> None:
    uri = "http://example.org/1"
    concepts(WAR)
    chosen = dataclasses.replace(record("Historia"), keywords=(Keyword(label="kylmä sota", uri=uri),))
    publish(chosen)
    run_due_jobs()
    assert found("cold war") == found("kalla kriget") == {"Historia"}

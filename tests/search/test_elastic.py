"""Elasticsearch passes the same contract."""

from __future__ import annotations

import dataclasses

import pytest
from elasticsearch import Elasticsearch

from search.documents import document
from search.engines.base import EngineAway
from search.engines.elastic import ElasticEngine
from search.query import parse
from tests.search.contract import EngineContract, hold
from tests.search.contract_of_counting import CountingContract
from tests.search.contract_of_fields import FieldsContract
from tests.search.contract_of_meaning import MeaningContract
from tests.search.contract_of_results import ResultsContract
from tests.search.records import record
from tests.servers.processes import free_port

pytestmark = pytest.mark.elasticsearch


@pytest.fixture
def engine(elasticsearch_url: str, alias: str) -> ElasticEngine:
    # More patience than visitors have: the machine that runs the tests may be busy.
    return ElasticEngine(elasticsearch_url, alias, "1", patience=3.0)


class TestElastic(EngineContract, MeaningContract, CountingContract, FieldsContract, ResultsContract):
    @pytest.fixture
    def engine(self, engine: ElasticEngine) -> ElasticEngine:
        """With an empty index: only writers make one."""
        engine.clear()
        return engine


def test_a_reader_makes_no_index(engine: ElasticEngine, elasticsearch_url: str, alias: str) -> None:
    with pytest.raises(EngineAway):
        engine.search(parse("luku", "fi"))
    assert not engine.ready()
    client = Elasticsearch(elasticsearch_url)
    assert not client.indices.exists(index=f"{alias}*", allow_no_indices=False)
    client.close()


def test_an_index_made_anew_under_the_old_name_is_another_generation(
    engine: ElasticEngine, elasticsearch_url: str, alias: str
) -> None:
    hold(engine, record("Luku"))
    before = engine.generation()
    index = before.partition("/")[0]
    client = Elasticsearch(elasticsearch_url)
    client.indices.delete(index=index)
    assert engine.generation() == ""
    assert engine.versions() == {}
    client.indices.create(index=index, aliases={alias: {}})
    assert engine.generation() not in ("", before)
    assert not engine.usable(before)
    client.close()


def test_an_index_that_is_gone_is_not_made_by_writing_to_it(
    engine: ElasticEngine, elasticsearch_url: str
) -> None:
    generation = engine.begin()
    client = Elasticsearch(elasticsearch_url)
    client.indices.delete(index=generation.partition("/")[0])
    with pytest.raises(EngineAway), engine.writing(generation) as writer:
        writer.put([document(record("Luku"), 1)])
    assert not client.indices.exists(index=generation.partition("/")[0])
    client.close()


def test_another_alias_that_begins_alike_keeps_its_indexes(
    engine: ElasticEngine, elasticsearch_url: str, alias: str
) -> None:
    other = ElasticEngine(elasticsearch_url, f"{alias}-two", "1", patience=3.0)
    hold(other, record("Luku"))
    engine.clear()
    assert set(engine.generations()) == {engine.generation()}
    assert other.ready()


def test_a_read_only_index_is_away_and_not_a_refusal(engine: ElasticEngine, elasticsearch_url: str) -> None:
    hold(engine, record("Luku"))
    client = Elasticsearch(elasticsearch_url)
    index = engine.generation().partition("/")[0]
    client.indices.put_settings(index=index, settings={"index.blocks.write": True})
    with pytest.raises(EngineAway):
        hold(engine, record("Luku 2"))
    assert engine.search(parse("luku", "fi")).total == 1
    client.indices.put_settings(index=index, settings={"index.blocks.write": False})
    client.close()
    hold(engine, record("Luku 2"))


def test_an_index_of_another_form_is_outdated_until_rebuilt(
    engine: ElasticEngine, elasticsearch_url: str, alias: str
) -> None:
    hold(engine, record("Luku"))
    newer = ElasticEngine(elasticsearch_url, alias, "2")
    assert newer.outdated()
    newer.rebuild([])
    assert not newer.outdated()


def test_nobody_at_the_address_is_away() -> None:
    engine = ElasticEngine(f"http://127.0.0.1:{free_port()}", "kierto-test", "1")
    assert not engine.ready()
    for ask in (engine.versions, engine.generation, lambda: engine.search(parse("luku", "fi"))):
        with pytest.raises(EngineAway):
            ask()


def test_many_documents_at_once_are_all_written_and_a_refused_one_is_named(engine: ElasticEngine) -> None:
    made = [document(record(f"Luku {number}"), 1) for number in range(700)]
    endless = dataclasses.replace(made[333], facets={**made[333].facets, "school": ("a" * 40_000,)})
    refused = engine.put([*made[:333], endless, *made[334:]])
    assert set(refused) == {endless.id}
    assert set(engine.versions()) == {one.id for one in made} - {endless.id}

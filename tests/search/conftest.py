"""An index of its own for each test of the search."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch
from pytest_django import Settings

from tests.search.cable import Cable


@pytest.fixture(autouse=True)
def own_index(settings: Settings, tmp_path: Path) -> None:
    """The embedded index in the test's folder, no Elasticsearch unless the test asks for it."""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    settings.ELASTICSEARCH_URL = ""


@pytest.fixture
def alias(elasticsearch_url: str) -> Iterator[str]:
    """A name for an index of Elasticsearch; what is made under it is deleted afterwards."""
    name = f"kierto-test-{uuid4().hex[:12]}"
    yield name
    client = Elasticsearch(elasticsearch_url)
    for index in client.indices.get(index=f"{name}-*", allow_no_indices=True):
        client.indices.delete(index=index)
    client.close()


@pytest.fixture
def cable(settings: Settings, elasticsearch_url: str, alias: str) -> Iterator[Cable]:
    """Elasticsearch configured, at the other end of a cable that may be cut."""
    cable = Cable(elasticsearch_url)
    settings.ELASTICSEARCH_URL = cable.url
    settings.ELASTICSEARCH_INDEX = alias
    yield cable
    cable.cut()

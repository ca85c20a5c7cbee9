"""Whatever anyone types is answered by the whole search, by either engine, in less than 200 ms."""

from __future__ import annotations

import time
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import Settings

from search import choice
from search.sync import sync
from tests.search.hostile import HOSTILE
from tests.search.records import publish, record

pytestmark = pytest.mark.django_db

LIMIT = 0.2
#: One quick answer is enough: a fresh server is slow, and others use the machine.
TRIES = 10


@pytest.fixture(params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def filled(request: pytest.FixtureRequest, settings: Settings) -> str:
    """An engine that holds something of everything."""
    if request.param == "elasticsearch":
        settings.ELASTICSEARCH_URL = request.getfixturevalue("elasticsearch_url")
        settings.ELASTICSEARCH_INDEX = request.getfixturevalue("alias")
    for number in range(40):
        publish(
            record(f"Murtoluku {number}", "print('x') [[[ *** \" a b c luku sana " * 20, subjects=("art",))
        )
    sync(choice.engine(request.param))
    return str(request.param)


@pytest.mark.parametrize("path", ["/api/v1/search?q={}", "/fi/search/?q={}", "/search/suggest?lang=fi&q={}"])
def test_whatever_is_typed_the_whole_search_answers_quickly(filled: str, path: str) -> None:
    client, slow = Client(), {}
    for typed in HOSTILE:
        took = []
        for _try in range(TRIES):
            choice.breaker(filled).succeeded()
            began, used = time.perf_counter(), time.process_time()
            answer = client.get(path.format(quote(typed, errors="replace")))
            # Another process's work does not count where all is done in ours.
            spent = time.process_time() - used if filled == "embedded" else time.perf_counter() - began
            took.append(spent)
            assert answer.status_code == 200, typed[:60]
            if spent < LIMIT:
                break
        if min(took) >= LIMIT:
            slow[typed[:60]] = round(min(took), 3)
    assert not slow

"""The two probes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone

from oer.jobs.models import Job

pytestmark = pytest.mark.django_db


def test_the_process_is_alive_without_asking_the_database(client: Client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


def test_it_is_ready_with_a_database_and_an_index(client: Client):
    elasticsearch = {"elasticsearch": "ok"} if settings.ELASTICSEARCH_URL else {}
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "database": "ok",
        "index": {"embedded": "ok", **elasticsearch},
        "queue": {"due": 0, "lag_seconds": 0, "late": False},
    }


def test_elasticsearch_away_is_told_and_no_reason_to_stop_serving(client: Client):
    with override_settings(ELASTICSEARCH_URL="http://127.0.0.1:9"):
        response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["index"] == {"embedded": "ok", "elasticsearch": "away"}


def test_a_late_queue_is_told_and_no_reason_to_stop_serving(client: Client):
    due = timezone.now() - dt.timedelta(minutes=10)
    Job.objects.create(kind="search.sync", key="1", queue="index", not_before=due)
    response = client.get("/readyz")
    assert response.status_code == 200
    queue = response.json()["queue"]
    assert (queue["due"], queue["late"]) == (1, True)
    assert 600 <= queue["lag_seconds"] < 660

"""The API's description, compared with the one that was last agreed on.

A change of the API is a change of `openapi.json`, seen in review. To accept one, write the file anew with
`manage.py export_openapi_schema --api oer.urls.api --indent 2 --sorted` and commit it.
"""

from __future__ import annotations

import json
from pathlib import Path

from django.test import Client

SNAPSHOT = Path(__file__).parent / "openapi.json"


def test_the_api_is_as_agreed(client: Client):
    response = client.get("/api/v1/openapi.json")
    assert response.status_code == 200
    assert response.json() == json.loads(SNAPSHOT.read_text(encoding="utf-8"))


def test_the_documentation_loads_nothing_from_elsewhere(client: Client):
    page = client.get("/api/v1/docs").content.decode()
    assert "/static/ninja/" in page
    assert "http://" not in page
    assert "https://" not in page

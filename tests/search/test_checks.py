"""A half-configured search is told at start-up."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from search.checks import (
    check_bilingual_dictionaries,
    check_elasticsearch_settings,
    check_finnish_dictionary,
    check_index_folder,
)


@pytest.mark.parametrize(
    ("url", "index", "found"),
    [
        ("", "kierto", []),
        ("", "", []),
        ("http://127.0.0.1:9200", "kierto", []),
        ("https://user:secret@search.example:443", "kierto-2", []),
        ("127.0.0.1:9200", "kierto", ["search.E001"]),
        ("http://127.0.0.1", "kierto", ["search.E001"]),
        ("http://127.0.0.1:port", "kierto", ["search.E001"]),
        ("http://127.0.0.1:9200", "", ["search.E002"]),
        ("http://127.0.0.1:9200", "Kierto", ["search.E002"]),
        ("http://127.0.0.1:9200", "_kierto", ["search.E002"]),
    ],
)
def test_elasticsearch_settings(settings: Settings, url: str, index: str, found: list[str]) -> None:
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_INDEX = url, index
    messages = check_elasticsearch_settings(None)
    assert [message.id for message in messages] == found
    assert "secret" not in str(messages)


def test_the_index_folder(settings: Settings, tmp_path: Path) -> None:
    assert check_index_folder(None) == []
    (tmp_path / "file").write_text("", encoding="utf-8")
    for unusable in ("", tmp_path / "file"):
        settings.SEARCH_INDEX_DIR = unusable
        assert [message.id for message in check_index_folder(None)] == ["search.E003"]


def test_a_missing_bilingual_dictionary_is_a_warning(settings: Settings, tmp_path: Path) -> None:
    settings.SEARCH_DICTIONARIES_DIR = str(tmp_path)
    assert [message.id for message in check_bilingual_dictionaries(None)] == ["search.W002"]
    settings.SEARCH_DICTIONARIES_DIR = ""
    assert check_bilingual_dictionaries(None) == []


def test_a_missing_dictionary_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.checks.voikko_available", lambda: False)
    assert [message.id for message in check_finnish_dictionary(None)] == ["search.W001"]

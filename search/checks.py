"""System checks: a search that is half configured is told at start-up, not to the first visitor."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from search.analysis import voikko_available
from search.lexicon import bilingual


@register(Tags.compatibility)
def check_elasticsearch_settings(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """The address and the name of the index come together, and are of the form the client takes."""
    url: str = settings.ELASTICSEARCH_URL
    if not url:
        return []
    found: list[CheckMessage] = []
    if not _is_complete(url):
        found.append(
            Error(
                f"ELASTICSEARCH_URL is {url!r}: scheme, host and port are needed.",
                hint="For example http://127.0.0.1:9200",
                id="search.E001",
            )
        )
    name: str = settings.ELASTICSEARCH_INDEX
    if not name or name != name.lower() or set(name) & set('\\/*?"<>| ,#:') or name[0] in "-_+.":
        found.append(
            Error(
                f"ELASTICSEARCH_INDEX is {name!r}: Elasticsearch takes no such name for an index.",
                hint="Small letters, digits and hyphens, for example kierto",
                id="search.E002",
            )
        )
    return found


@register(Tags.compatibility)
def check_index_folder(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The embedded index is always kept up, so there must be a place for it."""
    folder: Path | str = settings.SEARCH_INDEX_DIR
    if folder and not Path(folder).is_file():
        return []
    return [
        Error(
            f"SEARCH_INDEX_DIR is {folder!r}: a folder for the embedded index is needed.",
            hint="It is made when it does not exist.",
            id="search.E003",
        )
    ]


@register(Tags.compatibility)
def check_finnish_dictionary(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Finnish is found by its dictionary; without it search goes on, less well."""
    if voikko_available():
        return []
    return [
        Warning(
            "The Finnish dictionary (Voikko) cannot be loaded: inflected Finnish is found less well.",
            hint="Install the packages libvoikko1 and voikko-fi, then run manage.py sync_search.",
            id="search.W001",
        )
    ]


@register(Tags.compatibility)
def check_bilingual_dictionaries(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Everyday words lead across languages by dictionaries; without them search goes on, less well."""
    folder: str = settings.SEARCH_DICTIONARIES_DIR
    if not folder or len(bilingual.installed(Path(folder))) == len(bilingual.PAIRS):
        return []
    return [
        Warning(
            f"Not all bilingual dictionaries are in {folder}: fewer materials in other languages are found.",
            hint="Install the packages dict-freedict-fin-eng, -eng-fin, -fin-swe, -swe-fin, -swe-eng and"
            " -eng-swe, or set SEARCH_DICTIONARIES_DIR to an empty string.",
            id="search.W002",
        )
    ]


def _is_complete(url: str) -> bool:
    parts = urlsplit(url)
    try:
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port is not None
    except ValueError:
        return False

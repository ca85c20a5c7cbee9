"""Clips to convert, and a media folder that goes with the test."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from media.sandbox import find_fault
from tests.conftest import missing
from tests.media.clips import make
from tests.media.uploads import person


@pytest.fixture(autouse=True)
def _media_folder(settings: Any, tmp_path: Path) -> None:
    """No test sees another's files."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(scope="session")
def tools() -> None:
    """The real ffmpeg in the real sandbox."""
    if fault := find_fault():
        missing(fault)


@pytest.fixture(scope="session")
def clip(tools: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One second, 320 x 240, with sound."""
    return make(tmp_path_factory.mktemp("clips") / "lesson.mp4")


@pytest.fixture
def english(settings: Any) -> Any:
    """The interface in English."""
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def teacher(client: Client) -> Any:
    """Signed in, with the right to add videos."""
    user = person("aino", "add")
    client.force_login(user)
    return user

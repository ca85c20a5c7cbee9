"""Clips to convert, and a media folder that goes with the test."""

from pathlib import Path
from typing import Any

import pytest

from media.sandbox import find_fault
from tests.conftest import missing
from tests.media.clips import make


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

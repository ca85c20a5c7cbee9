"""Clips to convert, a media folder that goes with the test, and a bucket instead of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from media import shelf
from media.sandbox import find_fault
from tests.conftest import missing
from tests.media.clips import make
from tests.media.pages import shown_in_pages
from tests.media.uploads import person
from tests.servers.processes import Missing
from tests.servers.s3 import Bucket, object_storage


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


@pytest.fixture(scope="session")
def pages(tools: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Address and folder of a small site with one film, as pages show it."""
    root = tmp_path_factory.mktemp("pages")
    with shown_in_pages(root) as address:
        yield address, root


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


@pytest.fixture(scope="module")
def server() -> Iterator[Bucket]:
    """One for all."""
    try:
        with object_storage() as bucket:
            yield bucket
    except Missing as reason:
        missing(str(reason))


@pytest.fixture
def in_a_bucket(server: Bucket, settings: Any) -> Iterator[None]:
    """Uploads go to the bucket, which each test finds empty."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "media.storage.BucketStorage", "OPTIONS": server.options()},
    }
    yield
    if store := shelf.bucket():
        for found in store.bucket.objects.all():
            found.delete()
        store.connection.meta.client.close()

"""A teacher with a finished film."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from media.models import State, Video
from tests.media.uploads import person, uploaded


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


@pytest.fixture
def video(teacher: Any) -> Video:
    """A finished film of the teacher's, ten seconds long, with sound all along."""
    row = uploaded(b"film", by=teacher)
    facts = {"active": [[0.0, 10.0]]}
    Video.objects.update(state=State.READY, renditions_folder="abc", seconds=10, has_audio=True, facts=facts)
    return Video.objects.get(pk=row.pk)

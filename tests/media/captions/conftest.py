"""A teacher with a finished film."""

from typing import Any

import pytest

from media.models import State, Video
from tests.media.uploads import uploaded


@pytest.fixture
def video(teacher: Any) -> Video:
    """A finished film of the teacher's, ten seconds long, with sound all along."""
    row = uploaded(b"film", by=teacher)
    facts = {"active": [[0.0, 10.0]]}
    Video.objects.update(state=State.READY, renditions_folder="abc", seconds=10, has_audio=True, facts=facts)
    return Video.objects.get(pk=row.pk)

"""What screening knows of a video's sound and captions: what was measured and confirmed, and nothing else."""

from typing import Any

import pytest

from media.captions.models import Captions
from media.models import Video
from oer.screening.body_facts import _video

pytestmark = pytest.mark.django_db

CUES = [{"start": 0, "end": 30_000, "text": "Hyvää päivää"}]


def film(**values: Any) -> Video:
    """A finished film with a minute of sound."""
    usual: dict[str, Any] = {"facts": {"active": [[0, 60]]}, "has_audio": True, "seconds": 60}
    return Video.objects.create(title="Retki", state="ready", **(usual | values))


def test_sound_that_was_heard_and_captions_that_were_confirmed_are_facts() -> None:
    video = film()
    captions = Captions.objects.create(video=video, language="fi", cues=CUES)
    known = _video(video)
    assert (known.has_sound, known.captions, known.heard, known.captioned) == (True, (), 60, 0)
    captions.confirm(None)
    known = _video(Video.objects.get())
    assert (known.captions, known.captioned) == (("fi",), 30.7)


@pytest.mark.parametrize(
    ("values", "has_sound"),
    [
        ({"has_audio": False}, False),
        ({"facts": {"active": []}}, False),
        ({"facts": {}}, None),
        ({"nobody_speaks": True}, False),
        ({"nobody_speaks": True, "facts": {}}, False),
    ],
)
def test_whether_there_may_be_speech(values: dict[str, Any], has_sound: bool | None) -> None:
    assert _video(film(**values)).has_sound is has_sound


def test_a_chapter_list_is_no_caption() -> None:
    video = film()
    Captions.objects.create(video=video, language="fi", kind="chapters", cues=CUES).confirm(None)
    assert _video(video).captions == ()

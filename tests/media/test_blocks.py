"""A video in a page's body: kept by id, shown with a player that needs no script."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from wagtail.blocks import StreamBlock, StreamValue

from media.blocks import VideoChooserBlock
from media.models import State, Video
from media.showing import show
from oer.jobs.worker import run_due_jobs
from tests.media.uploads import uploaded

pytestmark = pytest.mark.django_db


class Body(StreamBlock):
    """As a page has it."""

    video = VideoChooserBlock()


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def test_an_id_from_json_becomes_the_video_and_back() -> None:
    video = uploaded(b"film")
    other = uploaded(b"film")
    stream = [
        {"type": "video", "value": str(one.pk), "id": str(number)}
        for number, one in enumerate((other, video))
    ]
    value = StreamValue(Body(), stream, is_lazy=True)
    assert [block.value for block in value] == [other, video]
    assert value.get_prep_value()[1]["value"] == str(video.pk)
    block = VideoChooserBlock()
    assert block.to_python(str(video.pk)) == video
    assert block.to_python("no id at all") is None
    assert list(block.extract_references(video)) == [(Video, str(video.pk), "", "")]
    assert block.get_form_state(video)["title"] == "Oppitunti"


@pytest.mark.ffmpeg
def test_a_ready_video_plays_as_mp4_without_a_script(clip: Path) -> None:
    video = uploaded(clip, title="Murtoluvut & <kaaviot>")
    run_due_jobs(["transcode"])
    show("page", [video.pk])
    html = VideoChooserBlock().render(Video.objects.get())
    video.refresh_from_db()
    folder = f"/media/video/renditions/{video.renditions_folder}"
    assert re.search(rf'<source src="{folder}/video\.mp4" type="video/mp4">', html)
    assert f'data-master="{folder}/master.m3u8"' in html
    assert f'poster="{folder}/poster-1.jpg"' in html
    assert 'width="320" height="240"' in html
    assert "Murtoluvut &amp; &lt;kaaviot&gt;" in html
    assert "<script>" not in html
    assert "style=" not in html


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (State.WAITING, "This video is being prepared"),
        (State.WORKING, "This video is being prepared"),
        (State.FAILED, "This video cannot be shown."),
    ],
)
def test_until_it_is_ready_the_page_says_so(state: State, sentence: str) -> None:
    video = uploaded(b"film")
    video.state, video.reason_code = state, "broken"
    html = VideoChooserBlock().render(video)
    assert sentence in html
    assert "<video" not in html

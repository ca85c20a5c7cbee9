"""Finding the pages that show a video."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile

from media.models import Video
from oer.materials.models import MaterialPage
from tests.materials.factories import draft

pytestmark = pytest.mark.django_db


def test_only_pages_whose_body_shows_the_video_are_found() -> None:
    shown, other = (
        Video.objects.create(title=title, file=ContentFile(b"film", name=f"{title}.mp4"))
        for title in ("Lumi sulaa", "Jää jäätyy")
    )
    page = draft(title="Lumi", body=[("video", shown)])
    draft(title="Jää", body=[("video", other)])
    assert list(MaterialPage.objects.showing_video(str(shown.pk))) == [page]

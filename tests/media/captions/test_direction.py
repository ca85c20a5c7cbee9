"""Captions in Arabic and other scripts from right to left, wherever they are shown."""

import re

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from media.captions.models import Captions
from media.captions.showing import player_with_captions
from media.models import Video


@pytest.mark.django_db
def test_a_transcript_takes_the_direction_of_its_letters(video: Video) -> None:
    cues = [{"start": 0, "end": 2000, "text": "الثلج يذوب"}]
    Captions.objects.create(video=video, language="ar", cues=cues).confirm(None)
    shown = render_to_string("media/transcript.html", {"video": player_with_captions(video)})
    assert re.search(r'<p dir="auto"><a [^>]*>0:00</a>\s*<a [^>]*>الثلج يذوب', shown)


def test_a_passage_in_a_hit_takes_the_direction_of_its_letters() -> None:
    # It may be in another language than the page and than the material.
    template = (settings.BASE_DIR / "templates" / "search" / "hit.html").read_text(encoding="utf-8")
    assert re.search(r'<p class="hit__text" lang="[^"]*" dir="auto">', template)

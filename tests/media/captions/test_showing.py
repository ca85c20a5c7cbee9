"""Who reads captions, where, and when they are on from the start; and when a recogniser is offered."""

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation

from media.captions.models import Captions
from media.captions.showing import player_with_captions
from media.models import Video
from media.showing import show
from oer.jobs.models import Job
from tests.media.captions.adding import add

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_confirmed_captions_are_read_by_everybody_and_drafts_by_nobody(client: Client, video: Video) -> None:
    show("page", [video.pk])
    add(client, video)
    captions = Captions.objects.get()
    public = reverse("media:captions", args=[captions.pk, 1, "vtt"])
    assert Client().get(public).status_code == 404
    client.post(reverse("captions:confirm", args=[captions.pk]))
    answer = Client().get(public)
    assert answer["Content-Type"] == "text/vtt; charset=utf-8"
    assert "immutable" in answer["Cache-Control"]
    assert not answer.has_header("Vary"), "the same for readers of the site in any language"
    assert answer.content.decode().startswith("WEBVTT\n\n1\n00:00:01.000 --> 00:00:03.000\nHyvää päivää\n")
    text = Client().get(reverse("media:captions", args=[captions.pk, 1, "txt"])).content.decode()
    assert text == "[0:01] Hyvää päivää Lumi sulaa nyt.\n"
    client.post(reverse("captions:take_back", args=[captions.pk]))
    assert Client().get(public).status_code == 404


def test_captions_of_a_video_on_no_page_open_only_with_a_key(client: Client, video: Video) -> None:
    add(client, video)
    captions = Captions.objects.get()
    client.post(reverse("captions:confirm", args=[captions.pk]))
    assert Client().get(reverse("media:captions", args=[captions.pk, 1, "vtt"])).status_code == 404
    track = player_with_captions(Video.objects.get()).captions[0]
    answer = Client().get(track.address)
    assert answer.status_code == 200
    assert answer["Cache-Control"].startswith("private")
    assert Client().get(track.address[:-1] + "x").status_code == 404


@pytest.mark.parametrize(
    ("page", "spoken", "default"),
    [("fi", "fi", None), ("sv", "fi", "sv"), ("en", "fi", "fi"), ("sv", "", None)],
)
def test_captions_are_on_for_a_reader_of_another_language_without_a_script(
    video: Video, page: str, spoken: str, default: str | None
) -> None:
    Video.objects.update(language=spoken)
    cues = [{"start": 0, "end": 2000, "text": "Hei"}]
    for language in ("fi", "sv"):
        Captions.objects.create(video=video, language=language, cues=cues).confirm(None)
    with translation.override(page):
        tracks = player_with_captions(Video.objects.get()).captions
    assert [track.language for track in tracks if track.is_default] == ([default] if default else [])


def test_easy_finnish_is_written_by_people_who_speak_finnish(video: Video) -> None:
    Captions.objects.create(
        video=video, language="fi", cues=[{"start": 0, "end": 2000, "text": "Hei"}]
    ).confirm(None)
    with translation.override("fi"):
        shown = player_with_captions(Video.objects.get(), "fi-simple")
    assert shown.language == "fi"
    assert not shown.captions[0].is_default


def test_descriptions_and_chapters_are_read_beside_the_film(video: Video) -> None:
    texts = {
        "descriptions": ["Aino nostaa mittarin.", "Lunta sataa."],
        "captions": ["Hyvää päivää", "kaikille"],
        "chapters": ["Mittaaminen", "Tulokset"],
    }
    for kind, said in texts.items():
        cues = [{"start": n * 1000, "end": n * 1000 + 900, "text": text} for n, text in enumerate(said)]
        Captions.objects.create(video=video, language="fi", kind=kind, cues=cues).confirm(None)
    shown = player_with_captions(Video.objects.get())
    assert [one.kind for one in shown.transcripts] == ["chapters", "captions", "descriptions"]
    lengths = [len(one.paragraphs) for one in shown.transcripts]
    assert lengths == [2, 1, 2], "what one person says runs on; chapters and descriptions never do"
    with translation.override("fi"):
        page = render_to_string("media/player.html", {"video": shown})
    for heading, text in (("Luvut", "Mittaaminen"), ("Mitä näkyy", "Aino nostaa mittarin.")):
        assert heading in page
        assert text in page


def test_a_recogniser_is_offered_where_one_is_set_up_and_needs_a_language(
    client: Client, video: Video, settings: Any
) -> None:
    page, ask = reverse("video:edit", args=[video.pk]), reverse("captions:recognise", args=[video.pk])
    assert ask not in client.get(page).content.decode()
    settings.SPEECH_URL = "http://127.0.0.1:9/"
    assert ask in client.get(page).content.decode()
    client.post(ask, {"language": "xx"})
    assert not Job.objects.filter(kind="media.recognise").exists()
    client.post(ask, {"language": "sv"})
    assert Job.objects.get(kind="media.recognise").payload == {"language": "sv"}
    assert "The speech recogniser is at work." in client.get(page).content.decode()
    Job.objects.filter(kind="media.recognise").update(state="failed", reason="Malli puuttuu.")
    assert "Malli puuttuu." in client.get(page).content.decode()

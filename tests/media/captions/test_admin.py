"""Captions in the admin: added, edited by two people, confirmed, and whose they are."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from media.captions.cues import Cue
from media.captions.models import Captions
from media.models import Video
from tests.media.captions.adding import SRT, add, save
from tests.media.uploads import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_a_file_becomes_a_draft_that_is_shown_for_a_look(client: Client, video: Video) -> None:
    answer = add(client, video).content.decode()
    captions = Captions.objects.get()
    assert (captions.state, captions.origin, captions.language) == ("draft", "uploaded", "fi")
    assert "2 captions were read." in answer
    assert "00:00:01.000 --&gt; 00:00:03.000\nHyvää päivää" in answer
    assert "Sound is heard for 0:10, captions cover 0:05 of it." in answer


def test_a_file_that_is_none_is_refused_with_a_sentence(client: Client, video: Video) -> None:
    answer = add(client, video, b"\x89PNG\r\n\x1a\n\x00\x00")
    assert "The file is not text. Choose a VTT or SRT file." in answer.content.decode()
    assert not Captions.objects.exists()


def test_captions_can_be_written_from_nothing(client: Client, video: Video) -> None:
    add(client, video, b"")
    captions = Captions.objects.get()
    assert (captions.origin, captions.cues) == ("written", [])
    row = {"start": 0, "end": 2000, "text": "Hei"}
    assert save(client, captions, [row], 1).json()["version"] == 2
    captions.refresh_from_db()
    assert captions.cues == [row]


def test_captions_with_faults_are_not_confirmed(client: Client, video: Video) -> None:
    add(client, video, SRT.replace("00:00:05,000", "00:00:02,000"))
    captions = Captions.objects.get()
    answer = client.post(reverse("captions:confirm", args=[captions.pk]), follow=True).content.decode()
    assert "They cannot be confirmed yet. Caption 2 (0:03): It ends before it begins." in answer
    captions.refresh_from_db()
    assert not captions.is_confirmed


def test_a_second_confirmed_of_a_kind_takes_the_place_of_the_first(client: Client, video: Video) -> None:
    for _ in range(2):
        add(client, video)
    first, second = Captions.objects.all()
    for one in (first, second):
        client.post(reverse("captions:confirm", args=[one.pk]))
    states = dict(Captions.objects.values_list("pk", "state"))
    assert states == {first.pk: "draft", second.pk: "confirmed"}


def test_two_people_lose_nothing_of_each_others_work(client: Client, video: Video) -> None:
    add(client, video)
    captions = Captions.objects.get()
    mine, theirs = ({"start": 0, "end": 2000, "text": text} for text in ("minun", "toisen"))
    assert save(client, captions, [theirs], 1).status_code == 200
    refused = save(client, captions, [mine], 1)
    assert refused.status_code == 409
    assert "Somebody else has saved" in refused.json()["error"]
    by_form = client.post(
        reverse("captions:edit", args=[captions.pk]),
        {"version": 1, "text": "WEBVTT\n\n00:00.000 --> 00:02.000\nminun"},
    )
    assert by_form.status_code == 409
    assert "minun" in by_form.content.decode(), "what was typed comes back"
    captions.refresh_from_db()
    assert captions.cues == [theirs]


def test_the_text_is_saved_without_a_script(client: Client, video: Video) -> None:
    add(client, video)
    captions = Captions.objects.get()
    text = captions.webvtt().replace("Lumi sulaa", "Jää sulaa")
    client.post(reverse("captions:edit", args=[captions.pk]), {"version": 1, "text": text})
    captions.refresh_from_db()
    assert (captions.version, captions.read()[1].text) == (2, "Jää sulaa nyt.")
    refused = client.post(reverse("captions:edit", args=[captions.pk]), {"version": 2, "text": "pelkkää"})
    assert refused.status_code == 422
    assert "There are no captions with times" in refused.content.decode()


def test_the_script_saves_the_text_by_the_same_rules(client: Client, video: Video) -> None:
    add(client, video)
    captions = Captions.objects.get()
    url = reverse("captions:save", args=[captions.pk])

    def send(**body: Any) -> Any:
        return client.post(url, json.dumps(body), content_type="application/json")

    text = captions.webvtt().replace("Lumi sulaa", "&lt;p&gt; on kappale")
    checked = send(text=text).json()
    assert [cue["text"] for cue in checked["cues"]] == ["Hyvää päivää", "<p> on kappale nyt."]
    captions.refresh_from_db()
    assert captions.version == 1, "only checked"
    assert send(text=text, version=1).json()["version"] == 2
    captions.refresh_from_db()
    assert captions.cues == checked["cues"]
    assert send(text=text, version=1).status_code == 409
    refused = send(text="pelkkää", version=2)
    assert (refused.status_code, "There are no captions with times" in refused.json()["error"]) == (422, True)
    broken = send(text="WEBVTT\n\n00:01.000 --> kolme\nMoi", version=2).json()
    assert "00:01.000 --&gt; kolme" in escape(broken["remarks"][0]["sentence"])
    assert send(text=1).status_code == 400


def test_what_is_typed_in_the_list_survives_being_saved_as_text(client: Client, video: Video) -> None:
    add(client, video)
    captions = Captions.objects.get()
    row = {"start": 0, "end": 5000, "text": "Elementti <p> ja <table>, jos x<y ja y>z &amp; <i>niin</i>"}
    save(client, captions, [row], 1)
    captions.refresh_from_db()
    assert captions.cues == [row]
    client.post(reverse("captions:edit", args=[captions.pk]), {"version": 2, "text": captions.webvtt()})
    captions.refresh_from_db()
    assert (captions.version, captions.cues) == (3, [row])


def test_shown_captions_are_not_saved_with_faults(client: Client, video: Video) -> None:
    add(client, video)
    captions = Captions.objects.get()
    client.post(reverse("captions:confirm", args=[captions.pk]))
    answer = save(client, captions, [{"start": 2000, "end": 1000, "text": "Hei"}], 1)
    assert answer.status_code == 422
    assert answer.json()["remarks"][0]["error"] is True
    captions.refresh_from_db()
    assert captions.version == 1


def test_checking_saves_nothing(client: Client, video: Video) -> None:
    add(client, video)
    captions = Captions.objects.get()
    answer = save(client, captions, [{"start": 0, "end": 500, "text": "Hei"}], None).json()
    assert [remark["cue"] for remark in answer["remarks"]] == [1]
    captions.refresh_from_db()
    assert len(captions.cues) == 2


@pytest.mark.parametrize(
    "body", ["", "[]", '{"cues": 1}', '{"cues": [{"start": "x", "end": 1, "text": "a"}]}', '{"cues": [1]}']
)
def test_a_body_that_is_none_is_refused(client: Client, video: Video, body: str) -> None:
    add(client, video)
    url = reverse("captions:save", args=[Captions.objects.get().pk])
    assert client.post(url, body, content_type="application/json").status_code == 400


def test_all_are_moved_but_never_before_the_video(client: Client, video: Video) -> None:
    add(client, video)
    captions = Captions.objects.get()
    shift = reverse("captions:shift", args=[captions.pk])
    client.post(shift, {"seconds": "1.5"})
    captions.refresh_from_db()
    assert [cue.start for cue in captions.read()] == [2500, 4500]
    answer = client.post(shift, {"seconds": "-3"}, follow=True).content.decode()
    assert "would begin before the video does" in answer
    captions.refresh_from_db()
    assert captions.read()[0].start == 2500


def test_moving_what_somebody_else_saves_at_that_moment_moves_nothing(
    client: Client, video: Video, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(client, video)
    captions = Captions.objects.get()
    read = Captions.read

    def slowly(self: Captions) -> tuple[Cue, ...]:
        Captions.objects.filter(version=1).update(version=2)
        return read(self)

    monkeypatch.setattr(Captions, "read", slowly)
    shift = reverse("captions:shift", args=[captions.pk])
    answer = client.post(shift, {"seconds": "1.5"}, follow=True).content.decode()
    assert "Somebody has changed these captions meanwhile." in answer
    assert [cue.start for cue in Captions.objects.get().read()] == [1000, 3000]


def test_somebody_elses_captions_are_out_of_reach(client: Client, video: Video) -> None:
    add(client, video)
    captions = Captions.objects.get()
    client.force_login(person("pekka", "add"))
    for name in ("edit", "delete", "file"):
        assert client.get(reverse(f"captions:{name}", args=[captions.pk])).status_code == 302, name
    for name in ("save", "shift", "confirm", "take_back", "delete", "edit"):
        client.post(reverse(f"captions:{name}", args=[captions.pk]), {"seconds": 1})
    client.post(reverse("captions:add", args=[video.pk]), {"language": "fi", "kind": "captions"})
    again = Captions.objects.get()
    assert (again.version, again.state) == (1, "draft")


def test_the_videos_page_lists_its_captions_and_what_is_left(client: Client, video: Video) -> None:
    page = reverse("video:edit", args=[video.pk])
    before = client.get(page).content.decode()
    assert "Sound is heard for 0:10, captions cover 0:00 of it." in before
    add(client, video, SRT.replace("00:00:05,000", "00:00:02,000"))
    shown = client.get(page).content.decode()
    assert "1 fault" in shown
    assert reverse("captions:edit", args=[Captions.objects.get().pk]) in shown


def test_captions_are_deleted_after_a_question(client: Client, video: Video) -> None:
    add(client, video)
    url = reverse("captions:delete", args=[Captions.objects.get().pk])
    assert "They cannot be brought back." in client.get(url).content.decode()
    client.post(url)
    assert not Captions.objects.exists()


def test_nothing_is_claimed_of_a_sound_nobody_listened_to(client: Client, video: Video) -> None:
    Video.objects.update(facts={})
    assert "Sound is heard" not in client.get(reverse("video:edit", args=[video.pk])).content.decode()


def test_what_somebody_else_has_changed_meanwhile_is_not_confirmed_unseen(
    client: Client, video: Video
) -> None:
    add(client, video)
    captions = Captions.objects.get()
    save(client, captions, [{"start": 0, "end": 2000, "text": "Toinen"}], 1)
    answer = client.post(reverse("captions:confirm", args=[captions.pk]), {"version": "1"}, follow=True)
    assert "Somebody has changed these captions meanwhile." in answer.content.decode()
    captions.refresh_from_db()
    assert not captions.is_confirmed
    client.post(reverse("captions:confirm", args=[captions.pk]), {"version": "2"})
    captions.refresh_from_db()
    assert captions.is_confirmed


def test_a_language_chosen_wrongly_is_corrected(client: Client, video: Video) -> None:
    for _ in range(2):
        add(client, video)
    first, second = Captions.objects.all()
    url = reverse("captions:rename", args=[second.pk])
    client.post(url, {"language": "sv", "kind": "subtitles"})
    second.refresh_from_db()
    assert (second.language, second.kind) == ("sv", "subtitles")
    for one in (first, second):
        client.post(reverse("captions:confirm", args=[one.pk]))
    answer = client.post(url, {"language": "fi", "kind": "captions"}, follow=True).content.decode()
    assert "There are confirmed captions of that language and kind already." in answer
    client.post(url, {"language": "xx", "kind": "captions"})
    second.refresh_from_db()
    assert second.language == "sv"


def test_captions_in_an_unknown_language_are_not_confirmed(client: Client, video: Video) -> None:
    row = {"start": 0, "end": 2000, "text": "Hei"}
    captions = Captions.objects.create(video=video, language="und", origin="embedded", cues=[row])
    answer = client.post(reverse("captions:confirm", args=[captions.pk]), follow=True).content.decode()
    assert "Say first in which language they are." in answer
    assert '<option value="">Not said</option>' in answer, "no language stands there as if it were theirs"


def test_the_text_is_explained_and_takes_the_direction_of_its_letters(client: Client, video: Video) -> None:
    add(client, video)
    answer = client.get(reverse("captions:edit", args=[Captions.objects.get().pk])).content.decode()
    assert "Write the sign &lt; as &amp;lt; and the sign &amp; as &amp;amp;." in answer
    assert re.search(r"<textarea[^>]* dir=\"auto\"", answer)

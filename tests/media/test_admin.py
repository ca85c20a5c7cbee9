"""Videos in the admin: what is refused at the form, what a teacher sees, whose is whose."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from media.models import State, Video
from media.player import player
from media.reasons import sentence
from media.signals import video_changed
from oer.jobs.models import Job
from oer.jobs.worker import run_due_jobs
from tests.media.uploads import file, person, uploaded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def page(client: Client, name: str, video: Video | None = None) -> str:
    """A page of the admin as text."""
    answer = client.get(reverse(f"video:{name}", args=[video.pk] if video else []))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.mark.ffmpeg
def test_a_teacher_uploads_and_sees_the_video_become_ready(client: Client, teacher: Any, clip: Path) -> None:
    sent = {"title": "", "file": file(clip, "lumen_sulaminen.mp4")}
    answer = client.post(reverse("video:add"), sent, follow=True)
    video = Video.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("video:edit", args=[video.pk])
    assert (video.title, video.uploaded_by) == ("lumen sulaminen", teacher)
    assert "Waiting to be converted" in answer.content.decode()
    run_due_jobs(["transcode"])
    shown = page(client, "edit", video)
    assert "Ready" in shown
    assert "320 × 240, 214 × 160" in shown
    assert "<video" in shown


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"Hyvaa paivaa, tassa on tehtava.", "text"),
        (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "playlist"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"", "empty"),
    ],
)
def test_what_is_clearly_no_video_is_refused_at_the_form(
    client: Client, teacher: Any, content: bytes, code: str
) -> None:
    answer = client.post(reverse("video:add"), {"title": "Lumi", "file": file(content)})
    assert sentence(code) in answer.content.decode()
    assert 'value="Lumi"' in answer.content.decode(), "the title is not lost"
    assert not Video.objects.exists()
    assert not Job.objects.filter(kind="media.transcode").exists()


def test_a_file_over_the_limit_is_refused_with_the_limit(client: Client, teacher: Any, settings: Any) -> None:
    settings.VIDEO_MAX_BYTES = 100
    content = b"\x00\x00\x00\x18ftypmp42" + bytes(200)
    answer = client.post(reverse("video:add"), {"title": "", "file": file(content)})
    assert "larger than 100" in answer.content.decode()
    assert not Video.objects.exists()


def test_a_request_far_over_the_limit_is_dropped(client: Client, teacher: Any, settings: Any) -> None:
    """The disk never sees it, and the person still gets a sentence."""
    settings.VIDEO_MAX_BYTES = 100
    content = b"\x00\x00\x00\x18ftypmp42" + bytes(2 * 1024**2)
    answer = client.post(reverse("video:add"), {"title": "Lumi", "file": file(content)})
    assert "larger than 100" in answer.content.decode()
    assert 'value="Lumi"' in answer.content.decode()
    assert not Video.objects.exists()


def test_a_form_without_a_file_says_what_to_do(client: Client, teacher: Any) -> None:
    answer = client.post(reverse("video:add"), {"title": "Lumi"})
    assert "Choose a video file." in answer.content.decode()


def test_progress_and_reason_are_there_without_a_script(client: Client, teacher: Any) -> None:
    uploaded(b"film", by=teacher)
    Video.objects.update(state=State.WORKING, progress=43)
    assert "Being converted: 43 % done" in page(client, "index")
    Video.objects.update(state=State.FAILED, reason_code="silent")
    for name, video in (("index", None), ("edit", Video.objects.get())):
        assert sentence("silent") in page(client, name, video)


def test_trying_again_is_offered_after_a_failure_only(client: Client, teacher: Any) -> None:
    video = uploaded(b"film", by=teacher)
    retry = reverse("video:retry", args=[video.pk])
    assert retry not in page(client, "edit", video)
    Job.objects.all().delete()
    Video.objects.update(state=State.FAILED, reason_code="broken")
    assert retry in page(client, "edit", video)
    assert client.get(retry).status_code == 405
    client.post(retry)
    video.refresh_from_db()
    assert (video.state, video.reason) == (State.WAITING, "")
    assert Job.objects.filter(kind="media.transcode", key=str(video.pk)).exists()


def test_everybody_changes_their_own_videos_only(client: Client, teacher: Any) -> None:
    theirs = uploaded(b"film", by=person("pekka", "add"), title="Toisen video")
    mine = uploaded(b"film", by=teacher, title="Oma video")
    shown = page(client, "index")
    assert "Oma video" in shown
    assert "Toisen video" not in shown
    assert page(client, "inspect", mine)
    for name in ("edit", "inspect", "delete", "history", "usage"):
        assert client.get(reverse(f"video:{name}", args=[theirs.pk])).status_code == 302, name
    client.post(reverse("video:retry", args=[theirs.pk]))
    client.post(reverse("video:delete", args=[theirs.pk]))
    client.post(reverse("video:edit", args=[theirs.pk]), {"title": "Kaapattu"})
    theirs.refresh_from_db()
    assert theirs.title == "Toisen video"


def test_a_reviewer_sees_all_and_changes_none(client: Client, teacher: Any) -> None:
    video = uploaded(b"film", by=teacher)
    client.force_login(person("riitta", "view"))
    shown = page(client, "index")
    assert "Oppitunti" in shown
    assert reverse("video:edit", args=[video.pk]) not in shown
    assert reverse("video:edit", args=[video.pk]) not in page(client, "inspect", video)
    assert client.get(reverse("video:edit", args=[video.pk])).status_code == 302
    assert client.get(reverse("video:add")).status_code == 302


def test_a_title_is_changed_and_a_video_is_deleted(client: Client, teacher: Any) -> None:
    video = uploaded(b"film", by=teacher)
    client.post(reverse("video:edit", args=[video.pk]), {"title": "Uusi nimi"})
    video.refresh_from_db()
    assert video.title == "Uusi nimi"
    assert "Uusi nimi" in page(client, "delete", video)
    client.post(reverse("video:delete", args=[video.pk]))
    assert not Video.objects.exists()


@pytest.mark.ffmpeg
def test_the_poster_is_chosen_among_three_pictures(
    client: Client, teacher: Any, tools: None, clip: Path
) -> None:
    video = uploaded(clip, by=teacher)
    assert "poster_choice" not in page(client, "edit", video), "there is none before it is converted"
    run_due_jobs(["transcode"])
    video.refresh_from_db()
    shown = page(client, "edit", video)
    for number in (1, 2, 3):
        assert f'poster-{number}.jpg" alt="Picture {number}"' in shown
    folder = video.renditions_folder
    told: list[Video] = []
    video_changed.connect(lambda video, **kwargs: told.append(video), weak=False, dispatch_uid="posters")
    client.post(reverse("video:edit", args=[video.pk]), {"title": "Lumi", "poster_choice": "3"})
    video_changed.disconnect(dispatch_uid="posters")
    video = Video.objects.get(pk=video.pk)
    assert player(video).poster.split("?")[0].endswith("poster-3.jpg")
    assert video.renditions_folder == folder, "nothing is converted again"
    assert [one.pk for one in told] == [video.pk], "pages and records hear of it"
    answer = client.post(reverse("video:edit", args=[video.pk]), {"title": "Lumi", "poster_choice": "9"})
    assert answer.status_code == 200
    assert Video.objects.get().poster_choice == 3


def test_the_remaining_time_is_beside_the_percentage(client: Client, teacher: Any) -> None:
    uploaded(b"film", by=teacher)
    soon = timezone.now() + timedelta(seconds=150)
    Video.objects.update(state=State.WORKING, progress=43, ready_at=soon)
    assert "Being converted: 43 % done, about 3 minutes left" in page(client, "index")
    Video.objects.update(ready_at=timezone.now() - timedelta(seconds=5))
    assert "43 % done, about a minute left" in page(client, "index")
    Video.objects.update(state=State.WAITING, reason_code="no-room", ready_at=None)
    assert sentence("no-room") in page(client, "index")


def test_the_chooser_offers_ones_own_and_takes_an_upload(client: Client, teacher: Any) -> None:
    theirs = uploaded(b"film", by=person("pekka", "add"), title="Toisen video")
    mine = uploaded(b"film", by=teacher, title="Oma video")
    offered = client.get(reverse("video_chooser:choose")).json()["html"]
    assert "Oma video" in offered
    assert "Toisen video" not in offered
    assert "multipart/form-data" in offered
    chosen = client.get(reverse("video_chooser:chosen", args=[mine.pk])).json()
    assert chosen["result"] == {
        "id": str(mine.pk),
        "title": "Oma video",
        "edit_url": reverse("video:edit", args=[mine.pk]),
    }
    assert client.get(reverse("video_chooser:chosen", args=[theirs.pk])).status_code == 404
    create = reverse("video_chooser:create")
    refused = client.post(create, {"title": "", "file": file(b"Tehtava 1")}).json()
    assert sentence("text") in refused["htmlFragment"]
    made = client.post(create, {"title": "Uusi", "file": file(b"\x00\x00\x00\x18ftypmp42")}).json()
    assert made["step"] == "chosen"
    assert Video.objects.get(pk=made["result"]["id"]).uploaded_by == teacher


def test_the_chooser_finds_by_words_of_title_and_file_name(client: Client, teacher: Any) -> None:
    for number in range(12):
        uploaded(b"film", by=teacher, title=f"Koe {number}")
    old = uploaded(b"film", by=teacher, title="Lumen sulaminen pihalla")
    Video.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=90))
    assert "Lumen sulaminen" not in client.get(reverse("video_chooser:choose")).json()["html"]
    results = reverse("video_chooser:choose_results")
    for asked, found in (("pihalla lumen", True), ("OPPITUNTI lumen", True), ("lumen kesä", False)):
        shown = client.get(results, {"q": asked}).content.decode()
        assert ("Lumen sulaminen" in shown) is found, asked
        assert "Koe 3" not in shown


def test_the_choosers_words_are_all_in_the_readers_language(client: Client, teacher: Any) -> None:
    said = {}
    for code in ("fi", "sv", "en"):
        teacher.language = code
        teacher.save()
        offered = client.get(reverse("video_chooser:choose")).json()["html"]
        said[code] = [word in offered for word in ("Haku", "Sökning", "Search")]
    assert said == {"fi": [True, False, False], "sv": [False, True, False], "en": [False, False, True]}


def test_a_large_upload_goes_to_disk_and_not_to_memory(client: Client, teacher: Any, settings: Any) -> None:
    content = b"\x00\x00\x00\x18ftypmp42" + bytes(settings.FILE_UPLOAD_MAX_MEMORY_SIZE + 1)
    answer = client.post(reverse("video:add"), {"title": "Pitkä", "file": io.BytesIO(content)})
    assert answer.status_code == 302
    assert Path(Video.objects.get().file.path).stat().st_size == len(content)

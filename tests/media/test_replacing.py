"""A new file for a video: the old one plays until the new one is ready, and for good if it never is."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from media import folders, room
from media.models import Replacement, State, Video
from media.player import player
from media.reasons import sentence
from media.replacing import discard, replace
from media.showing import show
from oer.jobs.models import Job
from oer.jobs.worker import run_due_jobs
from tests.media.clips import decode, make
from tests.media.uploads import file, person, uploaded

pytestmark = [pytest.mark.django_db, pytest.mark.ffmpeg]


@pytest.fixture
def other(tools: None, tmp_path: Path) -> Path:
    """Two seconds, 426 x 240."""
    return make(tmp_path / "uusi.mp4", size="426x240", seconds=2)


@pytest.fixture
def video(clip: Path) -> Video:
    """Ready, and on a published page."""
    uploaded(clip, by=person("aino", "add"))
    run_due_jobs(["transcode"])
    found = Video.objects.get()
    show("page", [found.pk])
    return found


def test_the_old_file_plays_until_the_new_one_is_ready(video: Video, other: Path) -> None:
    before = player(Video.objects.get())
    former = Path(video.file.path)
    replace(video, file(other, "uusi.mp4"))
    waiting = Video.objects.get()
    assert (waiting.state, player(waiting)) == (State.READY, before)
    assert former.exists()
    run_due_jobs(["transcode"])
    now = Video.objects.get()
    assert (now.state, now.original_name) == (State.READY, "uusi.mp4")
    assert (now.width, now.seconds) == (426, pytest.approx(2, abs=0.1))
    assert Path(now.file.path).read_bytes() == other.read_bytes()
    assert player(now).mp4 != before.mp4
    assert "/signed/" not in player(now).mp4, "it stands on the same page"
    decode(folders.renditions_folder(now.renditions_folder) / "master.m3u8")
    assert not Replacement.objects.exists()


def test_only_the_new_original_is_kept(
    video: Video, other: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        replace(video, file(other))
        run_due_jobs(["transcode"])
    kept = list((Path(video.file.storage.location) / folders.ORIGINALS).iterdir())
    assert kept == [Path(Video.objects.get().file.path)]


def test_a_new_file_of_no_use_changes_nothing(video: Video, client: Client) -> None:
    before = player(Video.objects.get())
    replace(video, file(b"#EXTM3U\nfile:///etc/passwd\n", "vanha.mp4"))
    run_due_jobs(["transcode"])
    now = Video.objects.get()
    assert (now.state, player(now)) == (State.READY, before)
    client.force_login(now.uploaded_by)
    with translation.override("en"):
        assert Replacement.objects.get().reason == sentence("playlist")
        shown = client.get(reverse("video:edit", args=[now.pk]), headers={"accept-language": "en"})
    assert "vanha.mp4" in shown.content.decode()


def test_a_new_file_waits_for_room_on_the_disk_and_says_so(
    video: Video, other: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace(video, file(other, "uusi.mp4"))
    with monkeypatch.context() as patch:
        patch.setattr(room, "MOST_SPARE", 10**18)
        patch.setattr(room, "SPARE_SHARE", 1)
        run_due_jobs(["transcode"])
    waiting = Replacement.objects.get()
    assert (waiting.reason, waiting.waits_for) == ("", sentence("no-room"))
    client.force_login(video.uploaded_by)
    for page in (reverse("video:edit", args=[video.pk]), "/en/account/"):
        shown = client.get(page, headers={"accept-language": "en"}).content.decode()
        assert "The new file “uusi.mp4” is waiting to be converted." in shown
    Job.objects.update(not_before=timezone.now())
    run_due_jobs(["transcode"])
    assert Video.objects.get().original_name == "uusi.mp4"


def test_the_remaining_time_of_a_new_file_is_told(video: Video, client: Client) -> None:
    soon = timezone.now() + timedelta(seconds=150)
    Replacement.objects.create(
        video=video, file="originals/x", original_name="uusi.mp4", progress=43, ready_at=soon
    )
    client.force_login(video.uploaded_by)
    for page in (reverse("video:edit", args=[video.pk]), "/en/account/"):
        shown = client.get(page, headers={"accept-language": "en"}).content.decode()
        assert "The new file “uusi.mp4” is being converted: 43 % done, about 3 minutes left." in shown


def test_the_last_file_chosen_wins(
    video: Video, other: Path, clip: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first = replace(video, file(clip, "ensin.mp4"))
        replace(video, file(other, "sitten.mp4"))
    assert not Path(first.file.path).exists()
    run_due_jobs(["transcode"])
    assert Video.objects.get().original_name == "sitten.mp4"


def test_the_form_takes_a_new_file_and_a_new_title(video: Video, other: Path, client: Client) -> None:
    client.force_login(video.uploaded_by)
    address = reverse("video:edit", args=[video.pk])
    answer = client.post(address, {"title": "Uusi nimi", "file": file(other, "uusi.mp4")})
    assert answer["Location"] == address
    assert (Video.objects.get().title, Replacement.objects.get().original_name) == ("Uusi nimi", "uusi.mp4")
    assert "uusi.mp4" in client.get(address).content.decode()


def test_the_form_without_a_file_keeps_it(video: Video, client: Client) -> None:
    client.force_login(video.uploaded_by)
    client.post(reverse("video:edit", args=[video.pk]), {"title": "Uusi nimi"})
    now = Video.objects.get()
    assert (now.title, now.file.name) == ("Uusi nimi", video.file.name)
    assert not Replacement.objects.exists()


def test_what_is_no_video_is_refused_at_the_form(video: Video, client: Client) -> None:
    client.force_login(video.uploaded_by)
    text = file(b"Hyvaa paivaa, tassa on tehtava.")
    with translation.override("en"):
        answer = client.post(reverse("video:edit", args=[video.pk]), {"title": "x", "file": text})
    assert answer.status_code == 200
    assert not Replacement.objects.exists()


def test_a_video_that_goes_takes_its_new_file_along(
    video: Video, other: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        path = Path(replace(video, file(other)).file.path)
        video.delete()
    assert not path.exists()
    run_due_jobs(["transcode"])
    assert not Video.objects.exists()


def edit_page(client: Client, video: Video) -> str:
    """The video's page, in English."""
    address = reverse("video:edit", args=[video.pk])
    return client.get(address, headers={"accept-language": "en"}).content.decode()


def discard_address(waiting: Replacement) -> str:
    """Where a new file is given up."""
    return reverse("video:discard_new_file", args=[waiting.video_id, waiting.pk])


@pytest.mark.parametrize("is_refused", [True, False])
def test_a_new_file_that_is_refused_or_on_its_way_can_be_discarded(
    video: Video, other: Path, client: Client, django_capture_on_commit_callbacks: Any, is_refused: bool
) -> None:
    before = player(Video.objects.get()).mp4
    content = b"#EXTM3U\nfile:///etc/passwd\n" if is_refused else other
    waiting = replace(video, file(content, "vika.mp4"))
    if is_refused:
        run_due_jobs(["transcode"])
    client.force_login(video.uploaded_by)
    address = discard_address(waiting)
    for page in (edit_page(client, video), client.get("/en/account/").content.decode()):
        assert f'href="{address}"' in page
    asked = client.get(address, headers={"accept-language": "en"}).content.decode()
    assert "Discard the new file “vika.mp4”?" in asked
    assert Replacement.objects.exists(), "it has only been asked"
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address, follow=True, headers={"accept-language": "en"})
    assert "The new file “vika.mp4” is discarded. The video is as it was." in answer.content.decode()
    assert not Path(waiting.file.path).exists()
    assert not Replacement.objects.exists()
    run_due_jobs(["transcode"])
    assert player(Video.objects.get()).mp4 == before
    assert "vika.mp4" not in edit_page(client, video)


def test_a_new_file_that_is_discarded_while_it_is_converted_is_not_shown_and_goes_no_further(
    video: Video, other: Path, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr("media.converting.REPORT_SECONDS", 0)
    before = player(Video.objects.get()).mp4
    waiting = replace(video, file(other, "uusi.mp4"))

    def somebody_discards(execute: Any, sql: str, params: Any, *rest: Any) -> Any:
        answer = execute(sql, params, *rest)
        # What is written of its progress.
        if sql.startswith('UPDATE "media_replacement" SET "progress"') and Replacement.objects.exists():
            with django_capture_on_commit_callbacks(execute=True):
                assert discard(waiting.pk)
        return answer

    with connection.execute_wrapper(somebody_discards):
        run_due_jobs(["transcode"])
    assert not Replacement.objects.exists()
    assert player(Video.objects.get()).mp4 == before
    assert [path.name for path in folders.renditions_folder("x").parent.iterdir()] == [
        Video.objects.get().renditions_folder
    ], "nothing was made of it"
    job = Job.objects.get(kind="media.replace")
    assert (job.state, job.attempts, job.last_error) == (Job.State.DONE, 1, "")


def test_a_new_file_that_has_taken_the_place_already_is_not_discarded(
    video: Video, other: Path, client: Client
) -> None:
    waiting = replace(video, file(other, "uusi.mp4"))
    run_due_jobs(["transcode"])
    client.force_login(video.uploaded_by)
    answer = client.post(discard_address(waiting), follow=True, headers={"accept-language": "en"})
    assert "The new file is no longer waiting" in answer.content.decode()
    assert Path(Video.objects.get().file.path).read_bytes() == other.read_bytes()
    assert not discard(waiting.pk)


def test_only_who_may_change_the_video_gives_up_or_tries_its_new_file_again(
    video: Video, client: Client
) -> None:
    waiting = Replacement.objects.create(video=video, file="x", original_name="u", reason_code="unexpected")
    retry = reverse("video:retry_new_file", args=[video.pk, waiting.pk])
    client.force_login(person("riitta", "view"))
    shown = client.get(reverse("video:inspect", args=[video.pk])).content.decode()
    for address in (discard_address(waiting), retry):
        assert address not in shown
        assert client.post(address).status_code == 302
    waiting.refresh_from_db()
    assert waiting.reason_code == "unexpected"


def test_trying_a_new_file_again_is_offered_where_the_fault_was_ours(
    video: Video, other: Path, client: Client
) -> None:
    waiting = replace(video, file(other, "uusi.mp4"))
    Job.objects.filter(kind="media.replace").update(state=Job.State.FAILED)
    client.force_login(video.uploaded_by)
    retry = reverse("video:retry_new_file", args=[video.pk, waiting.pk])
    for code, is_offered in (("broken", False), ("no-room", False), ("unexpected", True)):
        Replacement.objects.update(reason_code=code)
        assert (f'action="{retry}"' in edit_page(client, video)) == is_offered, code
    assert client.get(retry).status_code == 405
    answer = client.post(retry, follow=True, headers={"accept-language": "en"})
    assert "The new file “uusi.mp4” is waiting to be converted." in answer.content.decode()
    run_due_jobs(["transcode"])
    assert Video.objects.get().original_name == "uusi.mp4"


@pytest.mark.parametrize("code", ["", "no-room"])
def test_that_the_present_one_plays_is_said_only_where_one_plays(
    video: Video, client: Client, code: str
) -> None:
    Replacement.objects.create(video=video, file="x", original_name="uusi.mp4", reason_code=code)
    client.force_login(video.uploaded_by)
    said = "The present one plays until it is ready."
    assert said in edit_page(client, video)
    Video.objects.update(state=State.FAILED, reason_code="broken", renditions_folder="")
    assert said not in edit_page(client, video)
    assert said not in client.get("/en/account/").content.decode()

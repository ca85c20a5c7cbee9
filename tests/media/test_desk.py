"""An author's videos on the author's desk: on the site's account page and on the admin's front page."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from media.captions.models import Captions
from media.desk import MOST, VideosDesk, videos_desk
from media.models import Replacement, State, Video
from media.reasons import sentence
from media.uploading.models import KEPT, Upload
from tests.media.uploads import person, uploaded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
LONG_AGO = timezone.now() - timedelta(days=2)


def video(by: Any, title: str, state: State, **values: Any) -> Video:
    """A video that has been in this state for long."""
    made = uploaded(b"film", by=by, title=title)
    Video.objects.filter(pk=made.pk).update(state=state, changed_at=LONG_AGO, **values)
    return Video.objects.get(pk=made.pk)


def draft(of: Video, language: str = "fi", **values: Any) -> Captions:
    """Captions of this video that nobody has confirmed."""
    cues = [{"start": 0, "end": 900, "text": "Lumi sulaa."}]
    return Captions.objects.create(video=of, language=language, cues=cues, **values)


def begun(by: Any, name: str, length: int, arrived: bytes) -> Upload:
    """An upload of which this much has arrived."""
    upload = Upload.objects.create(owner=by, length=length, name=name)
    upload.path.parent.mkdir(parents=True, exist_ok=True)
    upload.path.write_bytes(arrived)
    return upload


def in_a_week() -> date:
    """The day until which what was begun six minutes ago is kept."""
    return (timezone.now() - timedelta(minutes=6) + KEPT).date()


def titles(desk: VideosDesk) -> list[str]:
    """The videos on it, in order."""
    return [one.video.title for one in desk.videos]


def test_what_waits_for_the_author_stands_before_what_the_author_waits_for(teacher: Any) -> None:
    video(teacher, "Jonossa", State.WAITING)
    video(teacher, "Muunnetaan", State.WORKING, progress=43)
    draft(video(teacher, "Tekstit luonnos", State.READY))
    video(teacher, "Ei onnistunut", State.FAILED, reason_code="silent")
    video(teacher, "Valmis", State.READY)
    video(person("pekka", "add"), "Toisen", State.FAILED, reason_code="silent")
    desk = videos_desk(teacher)
    assert titles(desk) == ["Ei onnistunut", "Tekstit luonnos", "Muunnetaan", "Jonossa"]
    assert not desk.has_more


@pytest.mark.parametrize("page", ["/en/account/", "/admin/"])
def test_the_desk_says_how_far_each_is_and_leads_to_where_one_acts(
    client: Client, teacher: Any, page: str
) -> None:
    soon = timezone.now() + timedelta(seconds=150)
    working = video(teacher, "Muunnetaan", State.WORKING, progress=43, ready_at=soon)
    failed = video(teacher, "Ei onnistunut", State.FAILED, reason_code="cut-short")
    video(teacher, "Odottaa", State.WAITING, reason_code="no-room")
    captions = draft(video(teacher, "Tekstitetty", State.READY), "sv")
    shown = client.get(page, headers={"accept-language": "en"}).content.decode()
    assert "Being converted: 43 % done, about 3 minutes left" in shown
    assert sentence("cut-short") in shown
    assert sentence("no-room") in shown
    for one in (working, failed):
        assert reverse("video:edit", args=[one.pk]) in shown
    assert f'href="{reverse("captions:edit", args=[captions.pk])}" lang="sv">svenska</a>' in shown
    assert "video-progress.js" in shown


@pytest.mark.parametrize("page", ["/en/account/", "/admin/"])
def test_a_desk_without_such_videos_says_nothing_of_them(client: Client, teacher: Any, page: str) -> None:
    video(teacher, "Valmis", State.READY)
    answer = client.get(page)
    assert answer.status_code == 200
    assert "my-videos" not in answer.content.decode()


def test_a_video_that_has_just_become_ready_is_still_named(client: Client, teacher: Any) -> None:
    made = video(teacher, "Juuri valmis", State.READY)
    Video.objects.filter(pk=made.pk).update(changed_at=timezone.now() - timedelta(minutes=1))
    assert titles(videos_desk(teacher)) == ["Juuri valmis"]
    assert 'data-video-state="ready"' in client.get("/en/account/").content.decode()


def test_drafts_wait_only_while_none_is_confirmed_in_their_place(teacher: Any) -> None:
    film = video(teacher, "Lumi", State.READY, seconds=10)
    finnish, earlier = draft(film), draft(film)
    draft(film, "sv")
    [one] = videos_desk(teacher).videos
    assert [waiting.language for waiting in one.drafts] == ["fi", "fi", "sv"]
    finnish.confirm(teacher)
    [one] = videos_desk(teacher).videos
    assert [waiting.language for waiting in one.drafts] == ["sv"], "nobody need look at what was replaced"
    earlier.kind = Captions.Kind.CHAPTERS
    earlier.save()
    assert len(videos_desk(teacher).videos[0].drafts) == 2, "chapters are another thing"
    Captions.objects.exclude(pk=finnish.pk).delete()
    Video.objects.update(changed_at=LONG_AGO)
    assert not videos_desk(teacher).videos


def test_a_new_file_on_its_way_or_refused_is_told(client: Client, teacher: Any) -> None:
    film = video(teacher, "Lumi", State.READY)
    Replacement.objects.create(video=film, file="originals/x", original_name="uusi.mp4", progress=20)
    shown = client.get("/en/account/").content.decode()
    assert "The new file “uusi.mp4” is being converted: 20 % done." in shown
    Replacement.objects.update(reason_code="playlist")
    shown = client.get("/en/account/").content.decode()
    assert "The new file “uusi.mp4” cannot be used." in shown
    assert sentence("playlist") in shown


def test_an_upload_that_stopped_on_the_way_is_told(client: Client, teacher: Any) -> None:
    mine = begun(teacher, "retki.mov", 200, b"x" * 90)
    begun(teacher, "ei mitään.mp4", 200, b"")
    begun(person("pekka", "add"), "toisen.mp4", 200, b"x" * 90)
    assert videos_desk(teacher).is_empty, "it may be under way in another window"
    Upload.objects.update(changed_at=timezone.now() - timedelta(minutes=6))
    [told] = videos_desk(teacher).uploads
    assert (told.name, told.percent, told.expires_at.date()) == ("retki.mov", 45, in_a_week())
    for page in ("/en/account/", "/admin/"):
        shown = client.get(page, headers={"accept-language": "en"}).content.decode()
        assert "The upload stopped when 45 % had arrived." in shown
        assert f'href="{reverse("video:add")}">retki.mov</a>' in shown
        assert reverse("uploads:discard", args=[mine.pk]) in shown
    mine.path.write_bytes(b"x" * 200)
    assert "All of it has arrived, but it was not saved." in client.get("/en/account/").content.decode()
    mine.discard()
    assert videos_desk(teacher).is_empty


def test_the_same_queries_however_many_videos(teacher: Any, django_assert_num_queries: Any) -> None:
    def some(first: int) -> None:
        for number in range(first, first + 3):
            film = video(teacher, f"Lumi {number}", State.READY, renditions_folder="abc")
            draft(film)
            draft(film, "sv")
            Replacement.objects.create(video=film, file=f"originals/{number}")
            video(teacher, f"Jää {number}", State.WORKING)

    some(0)
    teacher.has_perm("media.change_video")
    with django_assert_num_queries(3):
        assert len(videos_desk(teacher).videos) == 6
    some(3)
    with django_assert_num_queries(3):
        assert len(videos_desk(teacher).videos) == 12


def test_more_videos_than_are_shown_lead_to_the_list(client: Client, teacher: Any) -> None:
    for number in range(MOST + 1):
        video(teacher, f"Lumi {number}", State.WAITING)
    desk = videos_desk(teacher)
    assert (len(desk.videos), desk.has_more) == (MOST, True)
    assert f'href="{reverse("video:index")}"' in client.get("/en/account/").content.decode()


def test_somebody_who_may_not_change_videos_has_none_on_the_desk(client: Client) -> None:
    reader = person("liisa")
    video(reader, "Entinen", State.FAILED, reason_code="silent")
    assert not videos_desk(reader).videos
    client.force_login(reader)
    assert "Entinen" not in client.get("/en/account/").content.decode()


def test_the_words_are_the_readers(teacher: Any) -> None:
    video(teacher, "Lumi", State.FAILED, reason_code="silent")
    said = {}
    for code in ("fi", "sv", "en"):
        with translation.override(code):
            said[code] = videos_desk(teacher).videos[0].video.reason
    assert len(set(said.values())) == 3

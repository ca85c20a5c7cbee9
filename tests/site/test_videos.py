"""What a page shows, everybody may watch, for as long as they may read the page."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from media.captions.models import Captions
from media.models import Rendition, Showing, Video
from oer.catalogue.models import CatalogueEntry
from oer.jobs.worker import run_due_jobs
from oer.site.foundation import set_up_site
from tests.materials.factories import clear, draft, published

pytestmark = pytest.mark.django_db
CUES = [{"start": 0, "end": 2000, "text": "Pyykki kuivuu narulla."}]


@pytest.fixture
def video(settings: Any, tmp_path: Path) -> Video:
    """A finished film."""
    set_up_site()
    settings.MEDIA_ROOT = tmp_path
    file = tmp_path / "video" / "renditions" / "abc" / "poster.jpg"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"picture")
    return Video.objects.create(title="Pyykkipojat", state="ready", renditions_folder="abc", seconds=30)


def body(video: Video) -> list[dict[str, Any]]:
    return [{"type": "video", "value": str(video.pk)}]


def status(client: Client) -> int:
    """What a passer-by is answered who knows the plain address."""
    answer = client.get("/media/video/renditions/abc/poster.jpg")
    answer.getvalue()
    return answer.status_code


def test_a_draft_shows_its_video_to_nobody(client: Client, video: Video) -> None:
    page = draft(slug="luvut", body=body(video))
    assert status(client) == 404
    revision = page.save_revision()
    clear(revision)
    revision.publish()
    assert status(client) == 200
    assert "/media/video/renditions/abc/" in client.get("/fi/materials/luvut/").content.decode()


def test_a_withdrawn_page_takes_its_video_along(client: Client, video: Video) -> None:
    page = published(slug="luvut", body=body(video))
    page.unpublish()
    assert status(client) == 404


def test_a_page_that_is_hidden_takes_its_video_along_and_brings_it_back(client: Client, video: Video) -> None:
    page = published(slug="luvut", body=body(video))
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert status(client) == 404
    restriction.delete()
    run_due_jobs(["index", "default"])
    assert status(client) == 200


def test_an_expired_page_shows_nothing_though_nobody_has_withdrawn_it_yet(
    client: Client, video: Video
) -> None:
    page = published(slug="luvut", body=body(video), expire_at=timezone.now() + dt.timedelta(days=1))
    assert status(client) == 200
    Showing.objects.filter(place=str(page.translation_key)).update(until=timezone.now())
    assert status(client) == 404


def test_a_new_version_without_the_video_hides_it(client: Client, video: Video) -> None:
    page = published(slug="luvut", body=body(video))
    page.body = []
    revision = page.save_revision()
    clear(revision)
    revision.publish()
    assert status(client) == 404


@pytest.mark.usefixtures("without_elasticsearch")
def test_a_page_asks_the_database_as_often_for_four_videos_as_for_one(
    client: Client, video: Video, django_assert_num_queries: Any
) -> None:
    others = [Video.objects.create(title=f"Lumi {number}", renditions_folder="abc") for number in range(3)]
    for one in (video, *others):
        Rendition.objects.create(video=one, name="720p", width=1280, height=720, bandwidth=1, codecs="x")
        for language in ("fi", "sv"):
            Captions.objects.create(video=one, language=language, cues=CUES).confirm(None)
        Captions.objects.create(video=one, language="en", cues=CUES)
    published(slug="yksi", body=body(video))
    published(slug="monta", body=[block for one in (video, *others, video) for block in body(one)])
    client.get("/fi/materials/yksi/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/fi/materials/yksi/")
    with django_assert_num_queries(len(asked)):
        shown = client.get("/fi/materials/monta/").content.decode()
    assert shown.count("<track ") == 5 * 2
    assert shown.count(CUES[0]["text"]) == 5 * 2, "in two transcripts each"
    read = [query["sql"] for query in asked if 'FROM "media_captions"' in query["sql"]]
    assert len(read) == 1
    assert "'confirmed'" in read[0], "drafts are not read at all"


def test_a_renamed_video_has_its_new_name_in_the_record(admin_client: Client, video: Video) -> None:
    published(slug="luvut", body=body(video))
    run_due_jobs(["index", "default"])
    admin_client.post(reverse("video:edit", args=[video.pk]), {"title": "Lumi sulaa"})
    run_due_jobs(["index", "default"])
    assert "Lumi sulaa" in [one.text for one in CatalogueEntry.objects.get().as_record().passages]

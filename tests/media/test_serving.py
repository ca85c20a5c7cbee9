"""Public files are served in ranges; everything else under the media folder does not exist."""

import datetime as dt
import mimetypes
import time
from pathlib import Path
from typing import Any

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from media import folders
from media.models import Video
from media.serving import PLAYING_POLICY, POLICY
from media.shelf import TYPES
from media.showing import show
from media.signatures import SALT, SECONDS
from oer.jobs.worker import run_due_jobs
from tests.media.uploads import uploaded

pytestmark = pytest.mark.django_db
CONTENT = bytes(range(256)) * 10
#: Under these no storage has a file, and none can be asked.
NO_NAMES = (
    "images/%00",
    "video/renditions/%00/video.mp4",
    "video/renditions/abc/%00",
    f"images/{300 * 'x'}",
    f"images/{500 * 'x/'}x",
)


@pytest.fixture
def video(settings: Any) -> Video:
    """A video whose renditions are there, on no public page."""
    file = Path(settings.MEDIA_ROOT) / "video" / "renditions" / "abc" / "video.mp4"
    file.parent.mkdir(parents=True)
    file.write_bytes(CONTENT)
    return Video.objects.create(title="Oppitunti", state="ready", renditions_folder="abc")


@pytest.fixture
def address(video: Video) -> str:
    """A rendition's public address."""
    show("page", [video.pk])
    return "video/renditions/abc/video.mp4"


def ask(path: str, method: str = "GET", **headers: str) -> HttpResponse:
    """The answer to a request for this path under MEDIA_URL, read to its end."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = Client().generic(method, f"/media/{path}", headers=named)
    return HttpResponse(answer.getvalue(), status=answer.status_code, headers=dict(answer.items()))


def test_a_whole_file(address: str) -> None:
    answer = ask(address)
    assert answer.content == CONTENT
    assert answer["Content-Type"] == "video/mp4"
    assert answer["Accept-Ranges"] == "bytes"
    assert "immutable" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert ask(address, method="HEAD")["Content-Length"] == "2560"


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        ("bytes=0-0", 206, 0, 0),
        ("bytes=100-199", 206, 100, 199),
        ("bytes=2500-", 206, 2500, 2559),
        ("bytes=-10", 206, 2550, 2559),
        ("bytes=-99999", 206, 0, 2559),
        ("bytes=2550-99999", 206, 2550, 2559),
        ("bytes=2560-", 416, 0, 0),
        ("bytes=-0", 416, 0, 0),
        # What is no single range is answered with everything, as the standard allows.
        ("bytes=5-1", 200, 0, 2559),
        ("bytes=0-1,5-6", 200, 0, 2559),
        ("bytes=-", 200, 0, 2559),
        ("pages=1-2", 200, 0, 2559),
    ],
)
def test_a_range(address: str, asked: str, status: int, first: int, last: int) -> None:
    answer = ask(address, range=asked)
    assert answer.status_code == status
    if status == 416:
        assert answer["Content-Range"] == "bytes */2560"
        return
    assert answer.content == CONTENT[first : last + 1]
    assert int(answer["Content-Length"]) == last - first + 1
    if status == 206:
        assert answer["Content-Range"] == f"bytes {first}-{last}/2560"


def test_a_copy_that_is_fresh_is_not_sent_again(address: str) -> None:
    whole = ask(address)
    fresh = {"if_modified_since": whole["Last-Modified"]}, {"if_none_match": whole["ETag"]}
    for copy in fresh:
        answer = ask(address, **copy)
        assert (answer.status_code, answer.content) == (304, b"")
        assert (answer["ETag"], answer["Cache-Control"]) == (whole["ETag"], whole["Cache-Control"])
    assert ask(address, if_none_match='"another"').status_code == 200
    part = {"range": "bytes=0-9"}
    for mark in (whole["Last-Modified"], whole["ETag"]):
        assert ask(address, **part, if_range=mark).status_code == 206
    for mark in ("Thu, 01 Jan 1970 00:00:00 GMT", '"another"'):
        assert ask(address, **part, if_range=mark).status_code == 200


def test_the_head_of_a_file_has_its_size_and_nothing_is_opened(client: Client, address: str) -> None:
    answer = client.head(f"/media/{address}", headers={"range": "bytes=0-9"})
    assert (answer.status_code, answer["Content-Length"], answer.streaming) == (200, "2560", False)


def test_a_cache_keeps_one_copy_for_readers_of_all_languages(
    client: Client, video: Video, address: str
) -> None:
    show("page", [])
    signed = Video.objects.get().address("video.mp4")
    show("page", [video.pk])
    for path in (signed, f"/media/{address}"):
        answer = client.get(path, headers={"accept-language": "sv"})
        answer.getvalue()
        assert answer.status_code == 200
        assert not answer.has_header("Content-Language")
        assert not answer.has_header("Vary")
    page = client.get("/en/", headers={"accept-language": "sv"})
    assert page.has_header("Content-Language"), "pages go on saying it"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("master.m3u8", "application/vnd.apple.mpegurl"),
        ("0.m4s", "video/iso.segment"),
        ("fi.vtt", "text/vtt; charset=utf-8"),
        ("poster.jpg", "image/jpeg"),
        ("sound.m4a", "audio/mp4"),
        ("manifest.mpd", "application/dash+xml"),
    ],
)
def test_types_are_what_players_expect(
    address: str, settings: Any, monkeypatch: pytest.MonkeyPatch, name: str, kind: str
) -> None:
    """Also where the system knows no types, as in a slim container."""
    monkeypatch.setattr(mimetypes, "guess_type", mimetypes.MimeTypes().guess_type)
    (Path(settings.MEDIA_ROOT) / "video" / "renditions" / "abc" / name).write_bytes(b"x")
    answer = ask(f"video/renditions/abc/{name}")
    assert (answer["Content-Type"], answer.content) == (kind, b"x")


@pytest.mark.ffmpeg
def test_every_kind_of_file_that_is_made_has_a_type_of_ours(clip: Path) -> None:
    uploaded(clip)
    run_due_jobs(["transcode"])
    made = folders.renditions_folder(Video.objects.get().renditions_folder)
    assert {path.suffix for path in made.rglob("*") if path.is_file()} - set(TYPES) == set()


@pytest.mark.parametrize(
    ("name", "policy"),
    [
        ("video.mp4", PLAYING_POLICY),
        ("sound.m4a", PLAYING_POLICY),
        ("poster.jpg", POLICY),
        ("drawing.svg", POLICY),
        ("page.html", POLICY),
        ("master.m3u8", POLICY),
    ],
)
def test_a_film_opened_by_itself_may_play_and_no_other_file_may_anything(
    address: str, settings: Any, name: str, policy: str
) -> None:
    (Path(settings.MEDIA_ROOT) / "video" / "renditions" / "abc" / name).write_bytes(b"x")
    answer = ask(f"video/renditions/abc/{name}")
    assert answer["Content-Security-Policy"] == policy
    unchanged = ask(f"video/renditions/abc/{name}", if_modified_since=answer["Last-Modified"])
    assert (unchanged.status_code, unchanged["Content-Security-Policy"]) == (304, policy)
    # What nginx is told to say where it sends.
    assert f'"{policy}";' in (settings.BASE_DIR / "docs" / "operations.md").read_text()


@pytest.mark.parametrize(
    "hidden",
    [
        "video/originals/secret",
        "video/work/half",
        "documents/exam.pdf",
        "original_images/photo.jpg",
        "video/renditions/../originals/secret",
        "video/renditions/abc/../../originals/secret",
        "images/../documents/exam.pdf",
        "images/leads-out.jpg",
        "video/renditions",
        *NO_NAMES,
    ],
)
def test_nothing_else_exists(address: str, settings: Any, hidden: str) -> None:
    root = Path(settings.MEDIA_ROOT)
    for name in (
        "video/originals/secret",
        "video/work/half",
        "documents/exam.pdf",
        "original_images/photo.jpg",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"private")
    (root / "images").mkdir()
    (root / "images" / "leads-out.jpg").symlink_to(root / "documents" / "exam.pdf")
    assert ask(hidden).status_code == 404


def test_the_address_is_below_the_media_url(client: Client, address: str, settings: Any) -> None:
    assert reverse("media:file", args=[address]) == f"{settings.MEDIA_URL}{address}"
    assert client.get(f"/media/{address}", headers={"range": "bytes=1-3"}).getvalue() == CONTENT[1:4]
    assert client.get("/media/video/originals/secret").status_code == 404


def test_renditions_of_a_video_on_no_public_page_open_only_signed(client: Client, video: Video) -> None:
    assert client.get("/media/video/renditions/abc/video.mp4").status_code == 404
    signed = Video.objects.get().address("video.mp4")
    answer = client.get(signed)
    assert answer.getvalue() == CONTENT
    assert answer["Cache-Control"].startswith("private")
    # A playlist's segments are beside it, so the signature holds for the folder; and for no other.
    neighbour = signed.replace("video.mp4", "720p/index.m3u8")
    assert client.get(neighbour).status_code == 404
    made = video_folder(video) / "720p" / "index.m3u8"
    made.parent.mkdir()
    made.write_bytes(b"#EXTM3U")
    assert client.get(neighbour).getvalue() == b"#EXTM3U"
    assert client.get(signed.replace("/abc/", "/abd/")).status_code == 404
    assert client.get(signed.replace("video.mp4", "../../originals/secret")).status_code == 404


def video_folder(video: Video) -> Path:
    """Where its renditions lie."""
    return folders.renditions_folder(video.renditions_folder)


@pytest.mark.parametrize(("age", "status"), [(SECONDS - 60, 200), (SECONDS + 60, 404)])
def test_a_signature_runs_out(client: Client, video: Video, age: int, status: int) -> None:
    class Earlier(signing.TimestampSigner):
        def timestamp(self) -> str:
            return signing.b62_encode(int(time.time()) - age)

    token = Earlier(salt=SALT).sign("abc").removeprefix("abc:")
    assert ask(f"video/signed/{token}/abc/video.mp4").status_code == status


def test_a_video_is_public_while_any_page_shows_it(client: Client, video: Video, address: str) -> None:
    later = timezone.now() + dt.timedelta(hours=1)
    show("other", [video.pk], later)
    show("page", [])
    assert client.get(f"/media/{address}").getvalue() == CONTENT
    assert Video.objects.get().address("video.mp4") == f"/media/{address}"
    show("other", [video.pk], timezone.now())
    assert client.get(f"/media/{address}").status_code == 404
    show("page", [video.pk])
    assert client.get(f"/media/{address}").getvalue() == CONTENT


def test_two_videos_of_the_same_content_are_public_together(client: Client, address: str) -> None:
    twin = Video.objects.create(title="Sama", state="ready", renditions_folder="abc")
    assert client.get(f"/media/{address}").getvalue() == CONTENT
    assert "/signed/" in Video.objects.get(pk=twin.pk).address("video.mp4")


def test_sending_can_be_left_to_nginx(client: Client, address: str, video: Video, settings: Any) -> None:
    settings.MEDIA_ACCEL = "/inside/"
    answer = client.get(f"/media/{address}")
    assert answer["X-Accel-Redirect"] == f"/inside/{address}"
    assert (answer["Content-Type"], answer.content) == ("video/mp4", b"")
    show("page", [])
    assert "X-Accel-Redirect" not in client.get(f"/media/{address}")
    assert client.get(Video.objects.get().address("video.mp4"))["X-Accel-Redirect"] == f"/inside/{address}"

"""Public files are served in ranges; everything else under the media folder does not exist."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from media.serving import serve

# A finished answer makes Django look after its connections.
pytestmark = pytest.mark.django_db
CONTENT = bytes(range(256)) * 10


@pytest.fixture
def address(settings: Any) -> str:
    """A rendition's public address."""
    file = Path(settings.MEDIA_ROOT) / "video" / "renditions" / "abc" / "video.mp4"
    file.parent.mkdir(parents=True)
    file.write_bytes(CONTENT)
    return "video/renditions/abc/video.mp4"


def ask(path: str, method: str = "GET", **headers: str) -> Any:
    """The view's answer."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with closing(serve(RequestFactory().generic(method, "/", headers=named), path)) as answer:
        body = b"".join(answer) if answer.streaming else answer.content
        return HttpResponse(body, status=answer.status_code, headers=dict(answer.items()))


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
    changed = ask(address)["Last-Modified"]
    assert ask(address, if_modified_since=changed).status_code == 304
    part = {"range": "bytes=0-9", "if_range": changed}
    assert ask(address, **part).status_code == 206
    part["if_range"] = "Thu, 01 Jan 1970 00:00:00 GMT"
    assert ask(address, **part).status_code == 200


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("master.m3u8", "application/vnd.apple.mpegurl"),
        ("0.m4s", "video/iso.segment"),
        ("fi.vtt", "text/vtt; charset=utf-8"),
        ("poster.jpg", "image/jpeg"),
    ],
)
def test_types_are_what_players_expect(address: str, settings: Any, name: str, kind: str) -> None:
    (Path(settings.MEDIA_ROOT) / "video" / "renditions" / "abc" / name).write_bytes(b"x")
    answer = ask(f"video/renditions/abc/{name}")
    assert (answer["Content-Type"], answer.content) == (kind, b"x")


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
    with pytest.raises(Http404):
        ask(hidden)


def test_the_address_is_below_the_media_url(client: Client, address: str, settings: Any) -> None:
    assert reverse("media:file", args=[address]) == f"{settings.MEDIA_URL}{address}"
    assert client.get(f"/media/{address}", headers={"range": "bytes=1-3"}).getvalue() == CONTENT[1:4]
    assert client.get("/media/video/originals/secret").status_code == 404

"""What is kept in an object storage and how it is served: a real server that speaks S3."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client

from media import shelf
from media.models import State, Video
from media.packaging import Incomplete
from media.showing import show
from tests.media.test_serving import NO_NAMES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_a_bucket")]


@pytest.fixture
def in_public() -> str:
    """A finished film's address in the bucket; it has ten bytes."""
    store = shelf.bucket()
    assert store is not None
    store.save("video/renditions/abc/video.mp4", ContentFile(b"0123456789"))
    video = Video.objects.create(title="Lumi", state=State.READY, renditions_folder="abc")
    show("page", [video.pk])
    return "/media/video/renditions/abc/video.mp4"


@pytest.mark.parametrize(
    ("asked", "status", "content"),
    [
        ("bytes=2-4", 206, b"234"),
        ("bytes=7-", 206, b"789"),
        ("bytes=-3", 206, b"789"),
        ("bytes=7-99", 206, b"789"),
        ("bytes=10-", 416, b""),
        ("bytes=-0", 416, b""),
        # What is no single range is answered with everything, as from the disk.
        ("bytes=5-1", 200, b"0123456789"),
        ("bytes=-", 200, b"0123456789"),
        ("bytes=abc", 200, b"0123456789"),
        ("bytes=0-1,5-6", 200, b"0123456789"),
        ("bytes=99999999999999999999-", 200, b"0123456789"),
    ],
)
def test_a_range_is_answered_as_from_the_disk(
    client: Client, in_public: str, asked: str, status: int, content: bytes
) -> None:
    answer = client.get(in_public, headers={"range": asked})
    assert (answer.status_code, answer.getvalue()) == (status, content)
    if status == 416:
        assert answer["Content-Range"] == "bytes */10"
    else:
        assert answer["Content-Length"] == str(len(content))


def test_a_fresh_copy_and_a_head_are_answered_without_fetching_the_file(
    client: Client, in_public: str
) -> None:
    whole = client.get(in_public)
    assert whole.getvalue() == b"0123456789"
    fetched: list[str] = []
    store = shelf.bucket()
    assert store is not None
    events = store.connection.meta.client.meta.events
    events.register("before-call.s3.GetObject", lambda **kwargs: fetched.append("file"))
    for copy in ({"if-modified-since": whole["Last-Modified"]}, {"if-none-match": whole["ETag"]}):
        answer = client.get(in_public, headers=copy)
        assert (answer.status_code, answer.getvalue()) == (304, b"")
    head = client.head(in_public)
    assert (head.status_code, head["Content-Length"], head["Content-Type"]) == (200, "10", "video/mp4")
    assert fetched == []
    part = {"range": "bytes=0-1"}
    assert client.get(in_public, headers=part | {"if-range": whole["ETag"]}).getvalue() == b"01"
    assert client.get(in_public, headers=part | {"if-range": '"another"'}).getvalue() == b"0123456789"
    assert fetched == ["file", "file"], "the server answered what was counted"


def test_a_cache_keeps_one_copy_for_readers_of_all_languages(client: Client, in_public: str) -> None:
    answer = client.get(in_public, headers={"accept-language": "sv"})
    answer.getvalue()
    assert (answer.status_code, answer.has_header("Vary"), answer.has_header("Content-Language")) == (
        200,
        False,
        False,
    )


def test_half_an_upload_to_the_bucket_is_no_rendition(tmp_path: Path) -> None:
    store = shelf.bucket()
    assert store is not None
    store.save("video/renditions/abc/video.mp4", ContentFile(b"half"))
    assert not shelf.has("abc")
    with pytest.raises(Incomplete):
        shelf.read("abc")
    assert shelf.idle(-60) == ["abc"]
    assert shelf.idle(60) == []


def made(folder: Path, content: bytes) -> Path:
    """A work folder as a conversion leaves it."""
    for name in ("720p/1.m4s", "facts.json", "video.mp4"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def contents() -> dict[str, bytes]:
    """What the renditions called abc hold."""
    store = shelf.bucket()
    assert store is not None
    top = "video/renditions/abc/"
    return {
        found.key.removeprefix(top): found.get()["Body"].read()
        for found in store.bucket.objects.filter(Prefix=top)
    }


def test_what_another_machine_has_finished_meanwhile_is_left_alone(tmp_path: Path) -> None:
    shelf.put(made(tmp_path / "first", b"first"), "abc")
    before = contents()
    second = made(tmp_path / "second", b"second")
    shelf.put(second, "abc")
    assert contents() == before
    assert not second.exists()


def test_what_was_cut_off_on_its_way_to_the_bucket_is_written_over_without_a_gap(tmp_path: Path) -> None:
    store = shelf.bucket()
    assert store is not None
    events = store.connection.meta.client.meta.events
    calls: list[str] = []

    def cut_off_at_the_second(**kwargs: Any) -> None:
        calls.append("put")
        if len(calls) == 2:
            raise ConnectionError("The network is gone")

    events.register("before-call.s3.PutObject", cut_off_at_the_second)
    events.register("before-call.s3.DeleteObject", lambda **kwargs: calls.append("delete"))
    with pytest.raises(ConnectionError):
        shelf.put(made(tmp_path / "first", b"first"), "abc")
    assert not shelf.has("abc")
    assert contents() == {"720p/1.m4s": b"first"}
    shelf.put(made(tmp_path / "second", b"second"), "abc")
    assert shelf.has("abc")
    assert contents() == dict.fromkeys(("720p/1.m4s", "facts.json", "video.mp4"), b"second")
    assert "delete" not in calls


def test_addresses_stay_below_the_media_url_and_lead_nowhere_else(client: Client, in_public: str) -> None:
    store = shelf.bucket()
    assert store is not None
    store.save("images/kukka.jpg", ContentFile(b"picture"))
    store.save("documents/exam.pdf", ContentFile(b"private"))
    assert storages["default"].url("images/kukka.jpg") == "/media/images/kukka.jpg"
    assert client.get("/media/images/kukka.jpg").getvalue() == b"picture"
    somewhere = ("documents/exam.pdf", "images/../documents/exam.pdf", "images/none.jpg", "images/")
    for hidden in (*somewhere, *NO_NAMES):
        assert client.get(f"/media/{hidden}").status_code == 404, hidden

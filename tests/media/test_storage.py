"""Uploads in an object storage: a real server that speaks S3."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from media import folders, shelf
from media.deletion import sweep
from media.models import FormerFolder, State, Upload, Video
from media.packaging import Incomplete
from media.player import player
from media.reasons import sentence
from media.replacing import replace
from media.room import left
from media.showing import show
from oer.jobs.worker import run_due_jobs
from tests.conftest import missing
from tests.media.clips import make
from tests.media.uploading.test_tus import FILM, begin, patch
from tests.media.uploads import file, person, uploaded
from tests.servers.processes import Missing
from tests.servers.s3 import Bucket, object_storage

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server() -> Iterator[Bucket]:
    """One for all."""
    try:
        with object_storage() as bucket:
            yield bucket
    except Missing as reason:
        missing(str(reason))


@pytest.fixture(autouse=True)
def _in_a_bucket(server: Bucket, settings: Any) -> Iterator[None]:
    """Uploads go to the bucket, which each test finds empty."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "media.storage.BucketStorage", "OPTIONS": server.options()},
    }
    yield
    if store := shelf.bucket():
        for found in store.bucket.objects.all():
            found.delete()
        store.connection.meta.client.close()


def keys() -> set[str]:
    """What lies in the bucket."""
    store = shelf.bucket()
    assert store is not None
    return {found.key for found in store.bucket.objects.all()}


@pytest.mark.ffmpeg
def test_a_video_is_converted_played_and_deleted(
    client: Client, clip: Path, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    video = uploaded(clip)
    run_due_jobs(["transcode"])
    video = Video.objects.get()
    assert (video.state, video.reason_code) == (State.READY, "")
    assert f"video/renditions/{video.renditions_folder}/master.m3u8" in keys()
    assert client.get(f"/media/video/renditions/{video.renditions_folder}/video.mp4").status_code == 404
    show("page", [video.pk])
    whole = client.get(player(Video.objects.get()).mp4)
    content = whole.getvalue()
    assert (whole.status_code, whole["Content-Type"], len(content)) == (
        200,
        "video/mp4",
        int(whole["Content-Length"]),
    )
    part = client.get(player(Video.objects.get()).mp4, headers={"range": "bytes=10-19"})
    assert (part.status_code, part.getvalue()) == (206, content[10:20])
    assert part["Content-Range"] == f"bytes 10-19/{len(content)}"
    beyond = client.get(player(Video.objects.get()).mp4, headers={"range": f"bytes={len(content)}-"})
    assert beyond.status_code == 416
    assert not list((Path(settings.MEDIA_ROOT) / "video").glob("work/*")), "nothing is left on this machine"
    with django_capture_on_commit_callbacks(execute=True):
        video.delete()
    assert keys() == set()


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


@pytest.mark.ffmpeg
def test_a_new_file_takes_the_old_ones_place(
    clip: Path, tmp_path: Path, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    uploaded(clip, by=person("aino", "add"))
    run_due_jobs(["transcode"])
    video = Video.objects.get()
    client.force_login(video.uploaded_by)
    other = make(tmp_path / "uusi.mp4", size="426x240")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("video:edit", args=[video.pk]), {"title": "x", "file": file(other, "uusi.mp4")})
        run_due_jobs(["transcode"])
    now = Video.objects.get()
    assert (now.width, now.original_name) == (426, "uusi.mp4")
    assert {key for key in keys() if key.startswith("video/originals/")} == {now.file.name}


@pytest.mark.ffmpeg
def test_whoever_watches_the_former_film_can_watch_it_to_its_end(
    clip: Path,
    tmp_path: Path,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    monkeypatch.setattr("media.deletion.IDLE_SECONDS", -60)
    video = uploaded(clip)
    run_due_jobs(["transcode"])
    signed = Video.objects.get().address("video.mp4")
    show("page", [video.pk])
    public = Video.objects.get().address("video.mp4")
    former = Video.objects.get().renditions_folder
    replace(Video.objects.get(), file(make(tmp_path / "uusi.mp4", size="426x240"), "uusi.mp4"))
    run_due_jobs(["transcode"])
    assert Video.objects.get().renditions_folder != former
    sweep()
    for address in (signed, public):
        answer = client.get(address)
        assert (answer.status_code, len(answer.getvalue())) == (200, int(answer["Content-Length"]))
    FormerFolder.objects.update(until=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        sweep()
    assert not {key for key in keys() if former in key}
    with django_capture_on_commit_callbacks(execute=True):
        Video.objects.get().delete()
    assert not {key for key in keys() if "/renditions/" in key}


@pytest.mark.ffmpeg
def test_renditions_that_the_bucket_has_lost_are_made_again(clip: Path) -> None:
    uploaded(clip)
    run_due_jobs(["transcode"])
    before = keys()
    shelf.remove(Video.objects.get().renditions_folder)
    assert keys() != before
    call_command("resume_transcoding")
    assert keys() == before


@pytest.mark.ffmpeg
def test_an_original_is_not_fetched_where_there_is_no_room_for_it(
    clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    video = uploaded(clip)
    free = left(folders.work())
    monkeypatch.setattr(shelf, "left", lambda folder: min(clip.stat().st_size - 1, free))
    run_due_jobs(["transcode"])
    video.refresh_from_db()
    assert (video.state, video.waits_for) == (State.WAITING, sentence("no-room"))
    assert list(folders.work().iterdir()) == []


def test_an_upload_in_pieces_ends_in_the_bucket(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(person("aino", "add"))
    address = begin(client)
    patch(client, address, FILM, 0)
    upload = Upload.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("video:add"), {"title": "Lumi", "upload": str(upload.pk)})
    video = Video.objects.get()
    with video.file.open("rb") as stored:
        assert stored.read() == FILM
    assert not upload.path.exists()


def test_half_an_upload_to_the_bucket_is_no_rendition(tmp_path: Path) -> None:
    store = shelf.bucket()
    assert store is not None
    store.save("video/renditions/abc/video.mp4", ContentFile(b"half"))
    assert not shelf.has("abc")
    with pytest.raises(Incomplete):
        shelf.read("abc")
    assert shelf.idle(-60) == ["abc"]
    assert shelf.idle(60) == []


def test_the_sweep_takes_what_no_video_owns(monkeypatch: pytest.MonkeyPatch) -> None:
    store = shelf.bucket()
    assert store is not None
    kept = Video.objects.create(title="Oma", file=file(FILM), renditions_folder="abc", state=State.READY)
    for name in ("video/renditions/abc/facts.json", "video/renditions/old/video.mp4", "video/originals/old"):
        store.save(name, ContentFile(b"x"))
    sweep()
    assert "video/originals/old" in keys(), "an upload that has just come may still get its row"
    monkeypatch.setattr("media.deletion.IDLE_SECONDS", -60)
    sweep()
    assert keys() == {"video/renditions/abc/facts.json", kept.file.name}


def test_addresses_stay_below_the_media_url_and_lead_nowhere_else(client: Client) -> None:
    store = shelf.bucket()
    assert store is not None
    store.save("images/kukka.jpg", ContentFile(b"picture"))
    store.save("documents/exam.pdf", ContentFile(b"private"))
    assert storages["default"].url("images/kukka.jpg") == "/media/images/kukka.jpg"
    assert client.get("/media/images/kukka.jpg").getvalue() == b"picture"
    for hidden in ("documents/exam.pdf", "images/../documents/exam.pdf", "images/none.jpg", "images/"):
        assert client.get(f"/media/{hidden}").status_code == 404, hidden

"""Uploads in an object storage: a real server that speaks S3."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from media import folders, shelf
from media.deletion import sweep
from media.models import FormerFolder, State, Upload, Video
from media.player import player
from media.reasons import sentence
from media.replacing import replace
from media.showing import show
from oer.jobs.models import Job
from oer.jobs.worker import run_due_jobs
from tests.media.clips import make
from tests.media.uploading.test_tus import FILM, begin, patch
from tests.media.uploads import file, person, uploaded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_a_bucket")]


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
    size = clip.stat().st_size
    # As the system tells it: of what is free, a twentieth of the disk is left to others.
    disk = SimpleNamespace(total=20 * size, free=2 * size - 1)
    monkeypatch.setattr("shutil.disk_usage", lambda folder: disk)
    run_due_jobs(["transcode"])
    video.refresh_from_db()
    assert (video.state, video.waits_for) == (State.WAITING, sentence("no-room"))
    assert list(folders.work().iterdir()) == []


@pytest.mark.parametrize("is_replacement", [False, True])
def test_an_original_that_the_bucket_has_lost_is_gone_at_once(is_replacement: bool, tools: None) -> None:
    video = uploaded(FILM)
    row = replace(video, file(FILM)) if is_replacement else video
    Job.objects.exclude(key=str(row.pk)).delete()
    row.file.storage.delete(row.file.name)
    run_due_jobs(["transcode"])
    row.refresh_from_db()
    assert row.reason_code == "gone"
    assert Job.objects.get(queue="transcode").attempts == 1


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

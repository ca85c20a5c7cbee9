"""Uploads that go on where they stopped, as the tus protocol has it."""

import fcntl
import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from media.models import Upload, Video
from media.reasons import sentence
from media.uploading.receiving import receive
from tests.media.uploading.protocol import FILM, ask, begin, patch
from tests.media.uploads import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_the_server_says_what_it_can(client: Client, settings: Any) -> None:
    answer = client.options(reverse("media:uploads"))
    assert answer.status_code == 204
    assert answer["Tus-Version"] == "1.0.0"
    assert answer["Tus-Extension"] == "creation,expiration,termination"
    assert answer["Tus-Max-Size"] == str(settings.VIDEO_MAX_BYTES)


def test_a_film_arrives_in_pieces_and_becomes_a_video(client: Client, teacher: Any) -> None:
    address = begin(client)
    for start in range(0, len(FILM), 4000):
        answer = patch(client, address, FILM[start : start + 4000], start)
        assert answer.status_code == 204
        assert answer["Upload-Offset"] == str(min(start + 4000, len(FILM)))
    upload = Upload.objects.get()
    client.post(reverse("video:add"), {"title": "", "upload": str(upload.pk)})
    video = Video.objects.get()
    assert (video.title, video.original_name) == ("lumen sulaminen", "lumen sulaminen.mp4")
    assert (video.size, video.uploaded_by) == (len(FILM), teacher)
    assert Path(video.file.path).read_bytes() == FILM
    assert not Upload.objects.exists()
    assert not upload.path.exists()


def test_after_a_broken_connection_it_goes_on_where_it_stopped(client: Client, teacher: Any) -> None:
    address = begin(client)
    upload = Upload.objects.get()
    arriving = io.BytesIO(FILM[:5000])

    def breaks(size: int) -> bytes:
        if block := arriving.read(min(size, 1000)):
            return block
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        receive(upload, 0, breaks)
    assert ask(client, "HEAD", address)["Upload-Offset"] == "5000"
    assert patch(client, address, FILM, 0).status_code == 409
    assert patch(client, address, FILM[5000:], 5000).status_code == 204
    assert upload.path.read_bytes() == FILM


def test_two_requests_never_write_at_once(client: Client, teacher: Any) -> None:
    address = begin(client)
    assert patch(client, address, FILM[:100], 0).status_code == 204
    with Upload.objects.get().path.open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert patch(client, address, FILM[100:], 100).status_code == 423
    assert patch(client, address, FILM[100:], 100).status_code == 204


def test_a_proxy_that_knows_only_post_is_no_obstacle(client: Client, teacher: Any) -> None:
    address = begin(client)
    headers = {"tus-resumable": "1.0.0", "upload-offset": "0", "x-http-method-override": "PATCH"}
    answer = client.post(address, FILM, content_type="application/offset+octet-stream", headers=headers)
    assert answer.status_code == 204
    assert Upload.objects.get().complete


def test_what_is_no_video_is_refused_with_the_first_piece(client: Client, teacher: Any) -> None:
    address = begin(client, length=10_000_000)
    answer = patch(client, address, b"#EXTM3U\nfile:///etc/passwd\n" * 400, 0)
    assert answer.status_code == 422
    assert answer.content.decode() == sentence("playlist")
    assert ask(client, "HEAD", address).status_code == 404
    assert not Upload.objects.exists()


def test_no_more_is_taken_than_was_announced(client: Client, teacher: Any) -> None:
    address = begin(client, length=100)
    path = Upload.objects.get().path
    assert patch(client, address, FILM, 0).status_code == 413
    assert not path.exists()


@pytest.mark.parametrize(
    ("length", "status"), [(None, 400), ("-1", 400), ("1e3", 400), ("0", 400), (str(6 * 1024**3), 413)]
)
def test_a_length_that_cannot_be_is_refused(
    client: Client, teacher: Any, length: str | None, status: int
) -> None:
    headers = {} if length is None else {"upload_length": length}
    assert ask(client, "POST", reverse("media:uploads"), **headers).status_code == status
    assert not Upload.objects.exists()


def test_an_upload_is_its_owners_only(client: Client, teacher: Any) -> None:
    address = begin(client)
    other = Client()
    assert ask(other, "POST", reverse("media:uploads"), upload_length=5).status_code == 403
    assert ask(other, "HEAD", address).status_code == 403
    other.force_login(person("pekka", "add"))
    assert ask(other, "HEAD", address).status_code == 404
    assert patch(other, address, FILM, 0).status_code == 404
    assert ask(other, "DELETE", address).status_code == 404
    assert patch(client, address, FILM, 0).status_code == 204
    stolen = {"title": "Kaapattu", "upload": str(Upload.objects.get().pk)}
    assert "Choose the file again." in other.post(reverse("video:add"), stolen).content.decode()
    assert not Video.objects.exists()


def test_half_a_film_is_no_video(client: Client, teacher: Any) -> None:
    address = begin(client)
    patch(client, address, FILM[:5000], 0)
    upload = Upload.objects.get()
    answer = client.post(reverse("video:add"), {"title": "Lumi", "upload": str(upload.pk)})
    assert "Choose the file again." in answer.content.decode()
    assert not Video.objects.exists()
    assert upload.path.exists(), "it can still be gone on with"


def test_a_form_whose_title_is_wrong_keeps_the_upload(client: Client, teacher: Any) -> None:
    address = begin(client)
    patch(client, address, FILM, 0)
    upload = Upload.objects.get()
    answer = client.post(reverse("video:add"), {"title": "x" * 300, "upload": str(upload.pk)})
    assert str(upload.pk) in answer.content.decode()
    assert upload.path.exists()
    client.post(reverse("video:add"), {"title": "x", "upload": str(upload.pk)})
    assert Video.objects.get().size == len(FILM)


def test_giving_up(client: Client, teacher: Any) -> None:
    address = begin(client)
    patch(client, address, FILM[:500], 0)
    path = Upload.objects.get().path
    assert ask(client, "DELETE", address).status_code == 204
    assert not path.exists()
    assert ask(client, "HEAD", address).status_code == 404


def test_another_version_of_the_protocol_is_refused(client: Client, teacher: Any) -> None:
    answer = client.post(reverse("media:uploads"), headers={"tus-resumable": "0.2.0", "upload-length": "5"})
    assert answer.status_code == 412
    assert answer["Tus-Version"] == "1.0.0"


def test_nobody_fills_the_disk_with_beginnings(client: Client, teacher: Any) -> None:
    for _number in range(20):
        begin(client)
    answer = ask(client, "POST", reverse("media:uploads"), upload_length=5)
    assert answer.status_code == 429
    assert "not finished" in answer.content.decode()


def test_a_request_without_the_token_of_the_form_changes_nothing(teacher: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(teacher)
    assert ask(strict, "POST", reverse("media:uploads"), upload_length=5).status_code == 403
    assert not Upload.objects.exists()

"""Uploads that are not finished: gone on with elsewhere, waiting for room, given up, swept away."""

import datetime as dt
import os
import shutil
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from media import folders, room
from media.deletion import sweep
from media.models import Upload
from tests.media.uploading.protocol import FILM, MARK, ask, begin, begun, patch
from tests.media.uploads import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_another_browser_finds_what_was_begun_of_the_same_file(client: Client, teacher: Any) -> None:
    assert begun(client) == ""
    address = begin(client, fingerprint=MARK)
    patch(client, address, FILM[:5000], 0)
    other = Client()
    other.force_login(teacher)
    assert begun(other) == address
    assert patch(other, address, FILM[5000:], 5000).status_code == 204
    assert begun(client) == address, "it was not saved yet: nothing is sent twice"
    assert begun(client, length=len(FILM) + 1) == ""
    client.post(reverse("video:add"), {"title": "", "upload": str(Upload.objects.get().pk)})
    assert begun(client) == ""


@pytest.mark.parametrize(("fingerprint", "length"), [("", len(FILM)), ("'", "x"), (MARK, ""), (MARK, "0")])
def test_what_is_known_by_nothing_goes_on_nowhere(
    client: Client, teacher: Any, fingerprint: str, length: object
) -> None:
    begin(client)
    assert begun(client, fingerprint, length) == ""


def test_a_fingerprint_that_is_none_is_not_kept(client: Client, teacher: Any) -> None:
    begin(client, fingerprint="x" * 70)
    assert Upload.objects.get().fingerprint == ""


def test_nobody_learns_of_what_others_upload(client: Client, teacher: Any) -> None:
    begin(client, fingerprint=MARK)
    other = Client()
    other.force_login(person("pekka", "add"))
    assert begun(other) == ""


def test_room_that_was_promised_is_not_promised_again(
    client: Client, teacher: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Others write to the same disk meanwhile, but no gigabytes.
    monkeypatch.setattr(room, "MOST_SPARE", shutil.disk_usage(folders.work()).free - 3 * 10**9)
    monkeypatch.setattr(room, "SPARE_SHARE", 1)
    begin(client, length=2 * 10**9)
    answer = ask(client, "POST", reverse("media:uploads"), upload_length=2 * 10**9)
    assert answer.status_code == 507
    assert "no room" in answer.content.decode()
    Upload.objects.update(changed_at=timezone.now() - dt.timedelta(hours=2))
    begin(client, length=2 * 10**9)


def test_what_has_arrived_stays_when_the_disk_fills_up(
    client: Client, teacher: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = begin(client)
    patch(client, address, FILM[:5000], 0)
    monkeypatch.setattr(room, "MOST_SPARE", 2**62)
    monkeypatch.setattr(room, "SPARE_SHARE", 1)
    answer = patch(client, address, FILM[5000:], 5000)
    assert answer.status_code == 507
    assert "no room" in answer.content.decode()
    monkeypatch.undo()
    assert patch(client, address, FILM[5000:], 5000).status_code == 204


def test_an_upload_is_given_up_after_a_question(client: Client, teacher: Any) -> None:
    begin(client)
    upload = Upload.objects.get()
    address = reverse("uploads:discard", args=[upload.pk])
    other = Client()
    other.force_login(person("pekka", "add"))
    assert other.post(address).status_code == 404
    assert "lumen sulaminen.mp4" in client.get(address).content.decode()
    assert Upload.objects.exists()
    client.post(address)
    assert not Upload.objects.exists()
    assert not upload.path.exists()
    assert client.get(address).status_code == 404


def test_what_nobody_goes_on_with_is_swept_away_after_a_week(client: Client, teacher: Any) -> None:
    address = begin(client)
    patch(client, address, FILM[:500], 0)
    upload = Upload.objects.get()
    Upload.objects.update(changed_at=timezone.now() - dt.timedelta(days=6))
    sweep()
    assert Upload.objects.exists()
    Upload.objects.update(changed_at=timezone.now() - dt.timedelta(days=8))
    assert sweep() == 1
    assert not upload.path.exists()
    assert not Upload.objects.exists()


def test_a_file_whose_row_is_gone_is_swept_away(client: Client, teacher: Any) -> None:
    address = begin(client)
    patch(client, address, FILM[:500], 0)
    upload = Upload.objects.get()
    left = upload.path.with_name(str(uuid.uuid4()))
    left.write_bytes(b"x")
    sweep()
    assert left.exists(), "its row may be on its way"
    long_ago = (timezone.now() - dt.timedelta(hours=2)).timestamp()
    for path in (left, upload.path):
        os.utime(path, (long_ago, long_ago))
    sweep()
    assert not left.exists()
    assert upload.path.exists()

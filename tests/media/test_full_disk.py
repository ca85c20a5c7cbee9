"""A real disk that fills up while a film is converted: the video waits, says for what, and goes on."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import missing
from tests.media.clips import make
from tests.servers.site import ROOT, manage

pytestmark = [pytest.mark.ffmpeg, pytest.mark.slow, pytest.mark.usefixtures("tools")]

#: Runs where the media folder is a disk of its own, of a size that can be changed.
SCRIPT = """
import django, json, subprocess, sys; django.setup()
from django.core.files import File
from django.utils import timezone
from media import folders, jobs, room, transcoding
from media.models import Video
from oer.jobs.models import Job
from oer.jobs.worker import run_due_jobs

def look():
    run_due_jobs(["transcode"])
    video, job = Video.objects.get(), Job.objects.get(kind="media.transcode")
    work = folders.renditions_folder("x").parent.parent / "work"
    told.append({"state": video.state, "reason": video.reason_code, "waits_for": video.waits_for,
        "job": job.state, "attempts": job.attempts, "left": len(list(work.iterdir())),
        "seconds": video.seconds})
    Job.objects.update(not_before=timezone.now())

told = []
with open(sys.argv[1], "rb") as film:
    Video.objects.create(title="Koe", file=File(film, name="koe.mp4"))
look()                                  # nearly full: nothing is begun
room.MOST_SPARE = transcoding.USUAL_SHARE = 0
look()                                  # begun, and full in the middle
subprocess.run(["mount", "-o", "remount,size=300m", sys.argv[2]], check=True)
look()                                  # room again
print(json.dumps(told))
"""
#: The same disk, while a film is uploaded in pieces.
UPLOAD = """
import django, json, sys; django.setup()
from io import BytesIO
from django.contrib.auth import get_user_model
from media.models import Upload
from media.reasons import NoRoom
from media.uploading.receiving import receive
import subprocess

film = open(sys.argv[1], "rb").read()
upload = Upload.objects.create(owner=get_user_model().objects.create(username="aino"), length=len(film))
told = []
try:
    receive(upload, 0, BytesIO(film).read)
except NoRoom:
    told.append(upload.offset)
subprocess.run(["mount", "-o", "remount,size=300m", sys.argv[2]], check=True)
receive(upload, told[0], BytesIO(film[told[0]:]).read)
print(json.dumps([told, upload.path.read_bytes() == film]))
"""
DISK = 'mount -t tmpfs -o size="$4" tmpfs "$2" && exec "$0" -c "$3" "$1" "$2"'


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Six seconds, some hundred kilobytes."""
    return make(
        tmp_path / "film.mp4",
        size="640x360",
        seconds=6,
        more=("-vf", "noise=alls=60:allf=t", "-preset", "ultrafast", "-crf", "40"),
    )


def run_on_a_disk_of(room: int, script: str, film: Path) -> Any:
    """Runs a script whose media folder is a disk of so many bytes; what it printed last, read as JSON."""
    root = film.parent / "var"
    media = root / "media"
    media.mkdir(parents=True)
    env = {
        "DJANGO_SETTINGS_MODULE": "tests.media.worker_settings",
        "KIERTO_TEST_VAR": str(root),
        "DATABASE_URL": "",
        "PYTHONPATH": str(ROOT),
    }
    manage(env, "migrate", "--verbosity", "0")
    own_disk = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]
    if subprocess.run([*own_disk, 'mount -t tmpfs tmpfs "$0"', str(media)], check=False).returncode:
        missing("This machine does not let a test mount a disk of its own")
    done = subprocess.run(
        [*own_disk, DISK, sys.executable, str(film), str(media), script, str(room)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, **env},
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_an_upload_that_fills_the_disk_stops_and_goes_on_when_there_is_room(film: Path) -> None:
    [arrived], whole = run_on_a_disk_of(film.stat().st_size // 2, UPLOAD, film)
    assert 0 < arrived < film.stat().st_size
    assert whole


def test_a_full_disk_is_waited_for_and_the_film_is_finished_when_there_is_room(film: Path) -> None:
    # Room for the original and the beginning of what is made of it.
    told = run_on_a_disk_of(film.stat().st_size + 400_000, SCRIPT, film)
    nearly, full, ready = told
    for waiting in (nearly, full):
        assert (waiting["state"], waiting["reason"], waiting["job"]) == ("waiting", "no-room", "waiting")
        assert "levy" in waiting["waits_for"] or "disk" in waiting["waits_for"]
        assert (waiting["attempts"], waiting["left"]) == (0, 0), "nobody's fault, and nothing half-made"
    assert (ready["state"], ready["reason"], ready["job"]) == ("ready", "", "done")
    assert ready["seconds"] == pytest.approx(6, abs=0.05)

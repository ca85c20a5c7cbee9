"""The real worker, killed in the middle of converting: taken again, done once, nobody left behind."""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jobs.test_work import gone, until
from tests.media.clips import decode, make
from tests.servers.site import ROOT, manage, run

pytestmark = [pytest.mark.ffmpeg, pytest.mark.slow, pytest.mark.usefixtures("tools")]

UPLOAD = """
import django; django.setup()
from django.core.files import File
from media.models import Video
with open({path!r}, "rb") as file:
    print(Video.objects.create(title="Koe", file=File(file, name="koe.mp4")).pk)
"""
LOOK = """
import django, json; django.setup()
from media.models import Video
from oer.jobs.models import Job
video = Video.objects.get()
found = {"state": video.state, "folder": video.renditions_folder, "renditions": video.renditions.count()}
print(json.dumps(found | {"jobs": list(Job.objects.values_list("state", "attempts"))}))
"""


class Desk:
    """A database and a media folder of their own, with one video in line."""

    def __init__(self, folder: Path) -> None:
        self.media = folder / "media" / "video"
        self.env = {"DJANGO_SETTINGS_MODULE": "tests.media.worker_settings", "KIERTO_TEST_VAR": str(folder)}
        self.env |= {"DATABASE_URL": ""}
        self.workers: list[subprocess.Popen[bytes]] = []

    def python(self, script: str) -> str:
        return run([sys.executable, "-c", script], self.env, timeout=60).strip()

    def worker(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "manage.py", "work", "--queues", "transcode"]
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **self.env})
        self.workers.append(process)
        return process

    def look(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.python(LOOK))
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    place = Desk(tmp_path)
    manage(place.env, "migrate", "--verbosity", "0")
    yield place
    for worker in place.workers:
        worker.kill()
        worker.wait()


def descendants(pid: int) -> list[int]:
    """Every process under this one."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [one for child in map(int, children) for one in (child, *descendants(child))]


def converting(pid: int) -> list[int]:
    """The processes under a worker once ffmpeg is writing, else none."""
    below = descendants(pid)
    names = [Path(f"/proc/{one}/comm") for one in below if not gone(one)]
    return below if any(name.read_text().strip() == "ffmpeg" for name in names if name.exists()) else []


def test_a_worker_killed_while_converting_leaves_nothing_and_the_next_one_finishes(
    desk: Desk, tmp_path: Path
) -> None:
    film = make(tmp_path / "film.mp4", size="640x360", seconds=8, more=("-preset", "ultrafast"))
    desk.python(UPLOAD.format(path=str(film)))
    for pause in (0.0, random.uniform(0, 0.8)):
        worker = desk.worker()
        below = until(lambda pid=worker.pid: converting(pid), "ffmpeg to be started")
        time.sleep(pause)
        worker.kill()
        worker.wait()
        until(lambda pids=below: all(gone(pid) for pid in pids), "everything under the worker to be gone", 5)
        assert not list((desk.media / "renditions").glob("*"))
    assert desk.look()["state"] == "working"

    desk.worker()
    until(lambda: desk.look()["state"] == "ready", "the film to be ready", 60)
    found = desk.look()
    assert found["jobs"] == [["done", 3]]
    assert found["renditions"] == 2
    assert [path.name for path in (desk.media / "renditions").iterdir()] == [found["folder"]]
    assert not list((desk.media / "work").iterdir())
    decode(desk.media / "renditions" / str(found["folder"]) / "master.m3u8")

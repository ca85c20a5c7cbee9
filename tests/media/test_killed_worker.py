"""The real worker, killed in the middle of converting: taken again, done once, nobody left behind."""

import json
import os
import random
import shutil
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
jobs = Job.objects.filter(kind="media.transcode").values_list("state", "attempts")
print(json.dumps(found | {"jobs": list(jobs)}))
"""


STATES = """
import django, json; django.setup()
from media.models import Video
print(json.dumps(list(Video.objects.values_list("state", "renditions_folder"))))
"""
#: The whole exercise: KIERTO_KILLS=20 pytest -s tests/media/test_killed_worker.py
KILLS = int(os.environ.get("KIERTO_KILLS", "3"))
FILMS, SEED = 3, 20261124


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
        return self.start("work", "--queues", "transcode")

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "manage.py", *arguments]
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **self.env})
        self.workers.append(process)
        return process

    def look(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.python(LOOK))
        return found

    def states(self) -> list[str]:
        return [state for state, _folder in json.loads(self.python(STATES))]

    def folders(self) -> list[str]:
        return [folder for _state, folder in json.loads(self.python(STATES))]


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
    return below if any(name_of(one) == "ffmpeg" for one in below if not gone(one)) else []


def name_of(pid: int) -> str:
    """What the process is called; empty when it has just ended."""
    try:
        return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip()
    except OSError:
        return ""


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


@pytest.mark.parametrize("command", ["reencode", "resume_transcoding"])
def test_a_command_killed_in_a_film_is_gone_on_with_where_no_worker_runs(
    desk: Desk, tmp_path: Path, command: str
) -> None:
    film = make(tmp_path / "film.mp4", size="640x360", seconds=8, more=("-preset", "ultrafast"))
    desk.python(UPLOAD.format(path=str(film)))
    if command == "reencode":
        manage(desk.env, "resume_transcoding")
        shutil.rmtree(desk.media / "renditions")
    first = desk.start(command)
    # Not ffmpeg alone: it is also asked its version before a job is taken.
    until(lambda: list(desk.media.glob("work/*")) and converting(first.pid), "the film to be worked at")
    first.kill()
    first.wait()
    manage(desk.env, command, timeout=60)
    assert desk.states() == ["ready"]
    decode(desk.media / "renditions" / desk.folders()[0] / "master.m3u8")


def test_killed_at_random_moments_every_film_is_finished_once(desk: Desk, tmp_path: Path) -> None:
    """Whatever the worker is at: starting, looking, converting, moving into place, telling the database."""
    for number in range(FILMS):
        more = ("-preset", "ultrafast", "-metadata", f"title={number}")
        desk.python(UPLOAD.format(path=str(make(tmp_path / f"{number}.mp4", seconds=4, more=more))))
    chance = random.Random(SEED)
    for _kill in range(KILLS):
        worker = desk.worker()
        time.sleep(chance.uniform(0.5, 6))
        below = descendants(worker.pid)
        worker.kill()
        worker.wait()
        until(lambda pids=below: all(gone(pid) for pid in pids), "everything under the worker to be gone", 10)
    began = time.monotonic()
    desk.worker()
    until(lambda: set(desk.states()) == {"ready"}, "all films to be ready", 120)
    sys.stdout.write(f"{KILLS} kills, {FILMS} films: all ready {time.monotonic() - began:.1f} s later\n")
    names = desk.folders()
    assert len(set(names)) == FILMS
    assert sorted(path.name for path in (desk.media / "renditions").iterdir()) == sorted(names)
    assert not list((desk.media / "work").iterdir())
    for name in names:
        decode(desk.media / "renditions" / name / "master.m3u8")

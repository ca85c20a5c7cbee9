"""Everything made anew with another preset, and interrupted in the middle."""

import os
import shutil
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from media import folders, room
from media.captions.models import Captions
from media.deletion import IDLE_SECONDS
from media.jobs import look_for_left_overs
from media.models import FormerFolder, State, Video
from media.reasons import sentence
from oer.jobs.models import Job
from oer.jobs.worker import run_due_jobs
from tests.media.clips import decode, with_tracks
from tests.media.uploads import uploaded

pytestmark = [pytest.mark.django_db, pytest.mark.ffmpeg, pytest.mark.usefixtures("tools")]


def test_what_was_made_in_another_way_is_made_anew_while_the_old_one_plays(
    clip: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.VIDEO_PRESET = "ultrafast"
    first, second = uploaded(clip), uploaded(clip.read_bytes() + b"\0" * 8)
    run_due_jobs(["transcode"])
    old = set(Video.objects.values_list("renditions_folder", flat=True))
    assert len(old) == 2
    call_command("reencode")
    assert "0 of 2 were made in another way" in capsys.readouterr().out

    settings.VIDEO_PRESET = "superfast"
    call_command("reencode", dry_run=True)
    assert "2 of 2 were made in another way" in capsys.readouterr().out
    assert set(Video.objects.values_list("renditions_folder", flat=True)) == old

    call_command("reencode")
    assert "2 were made anew, 0 could not be" in capsys.readouterr().out
    new = set(Video.objects.values_list("renditions_folder", flat=True))
    assert not new & old
    assert set(Video.objects.values_list("state", flat=True)) == {State.READY}
    for name in new:
        decode(folders.renditions_folder(name) / "master.m3u8")
    assert all(folders.renditions_folder(name).is_dir() for name in old), "somebody may be watching"
    assert not Job.objects.exclude(state=Job.State.DONE).filter(kind="media.transcode").exists()
    assert {first.pk, second.pk} == set(Video.objects.values_list("pk", flat=True))


def test_captions_of_a_film_that_were_thrown_away_do_not_come_back(
    clip: Path, tmp_path: Path, settings: Any
) -> None:
    uploaded(with_tracks(tmp_path, clip))
    run_due_jobs(["transcode"])
    assert Captions.objects.count() == 2
    Captions.objects.filter(language="sv").delete()
    settings.VIDEO_PRESET = "superfast"
    call_command("reencode")
    run_due_jobs(["transcode"])
    assert [captions.language for captions in Captions.objects.all()] == ["fi"]


@pytest.mark.parametrize("command", ["reencode", "resume_transcoding"])
def test_renditions_that_a_backup_did_not_have_are_made_again(clip: Path, command: str) -> None:
    uploaded(clip), uploaded(clip)
    run_due_jobs(["transcode"])
    made = folders.renditions_folder(Video.objects.all()[0].renditions_folder)
    shutil.rmtree(made.parent)
    call_command(command)
    decode(made / "master.m3u8")
    assert set(Video.objects.values_list("state", flat=True)) == {State.READY}


@pytest.mark.parametrize("command", ["reencode", "resume_transcoding"])
def test_without_a_sandbox_the_command_says_so(command: str, settings: Any) -> None:
    settings.VIDEO_SANDBOX = "broken"
    with pytest.raises(CommandError, match="VIDEO_SANDBOX"):
        call_command(command, skip_checks=True)


def test_stopped_in_the_middle_it_goes_on_with_the_rest(
    clip: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.VIDEO_PRESET = "ultrafast"
    uploaded(clip), uploaded(clip.read_bytes() + b"\0" * 8)
    run_due_jobs(["transcode"])
    settings.VIDEO_PRESET = "superfast"
    # Ctrl-C, as it reaches the command after the first film.
    monkeypatch.setattr(Video, "put_in_line", interrupted_after_one(Video.put_in_line))
    with pytest.raises(KeyboardInterrupt):
        call_command("reencode")
    monkeypatch.undo()
    capsys.readouterr()
    call_command("reencode")
    assert "1 of 2 were made in another way" in capsys.readouterr().out
    assert set(Video.objects.values_list("state", flat=True)) == {State.READY}


def test_on_a_full_disk_it_says_so_once_and_makes_room_itself(
    clip: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No worker is running that would take away former folders whose time is over."""
    uploaded(clip, title="Lumi")
    run_due_jobs(["transcode"])
    video = Video.objects.get()
    settings.VIDEO_PRESET = "superfast"
    with monkeypatch.context() as full:
        full.setattr(room, "MOST_SPARE", 10**18)
        full.setattr(room, "SPARE_SHARE", 1)
        looks: list[bool] = []

        def a_while_goes_by(seconds: float) -> None:
            looks.append(FormerFolder.objects.exists())
            if len(looks) == 1:
                FormerFolder.objects.create(video=video, folder="former", until=timezone.now())
            Job.objects.update(not_before=timezone.now())
            if len(looks) == 3:
                full.undo()

        monkeypatch.setattr("media.management.commands.reencode.SWEEP_SECONDS", 0)
        monkeypatch.setattr("oer.jobs.worker.time", SimpleNamespace(sleep=a_while_goes_by))
        call_command("reencode")
    said = capsys.readouterr().out
    assert said.count(f"“Lumi” waits: {sentence('no-room')}") == 1
    assert looks == [False, False, False]
    assert "1 were made anew, 0 could not be" in said


def test_what_cannot_be_made_anew_is_named_with_its_reason(
    clip: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    uploaded(clip, title="Hyvä")
    bad = uploaded(clip.read_bytes() + b"\0" * 8, title="Vioittunut")
    run_due_jobs(["transcode"])
    Path(bad.file.path).write_text("Tehtävä 1")
    settings.VIDEO_PRESET = "superfast"
    call_command("reencode")
    said = capsys.readouterr().out
    assert "1 were made anew, 1 could not be and stay as they are." in said
    assert said.splitlines()[-1] == f"“Vioittunut”: text: {sentence('text')}"
    assert "“Hyvä”" not in said


def interrupted_after_one(real: Any) -> Any:
    """Does it once, and is interrupted the second time."""
    done = 0

    def put_in_line(video: Video) -> None:
        nonlocal done
        done += 1
        if done > 1:
            raise KeyboardInterrupt
        real(video)

    return put_in_line


def test_the_worker_has_left_overs_swept_away(clip: Path) -> None:
    stale = folders.new_work_folder("stale")
    age(stale)
    look_for_left_overs()
    look_for_left_overs()
    assert Job.objects.filter(kind="media.sweep").count() == 1
    run_due_jobs(["transcode"])
    assert not stale.exists()


def age(folder: Path) -> None:
    """As it is when nobody has written to it for longer than any attempt is silent."""
    then = time.time() - IDLE_SECONDS - 60
    os.utime(folder, (then, then))

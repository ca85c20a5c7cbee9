"""`manage.py transcode`: the same pipeline, no database."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.media.clips import decode

pytestmark = [pytest.mark.ffmpeg, pytest.mark.usefixtures("tools")]


def test_a_film_is_converted_into_a_new_folder(clip: Path, tmp_path: Path) -> None:
    call_command("transcode", str(clip), "--out", str(tmp_path / "out"))
    decode(tmp_path / "out" / "master.m3u8")
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_a_folder_that_is_there_is_filled_and_not_replaced(clip: Path, tmp_path: Path) -> None:
    """A mount cannot be replaced, and of a link only the link would be."""
    folder, link = tmp_path / "disk", tmp_path / "link"
    folder.mkdir()
    link.symlink_to(folder)
    before = folder.stat().st_ino
    call_command("transcode", str(clip), "--out", str(link))
    assert link.is_symlink()
    assert folder.stat().st_ino == before
    decode(folder / "master.m3u8")
    assert [path.name for path in (*folder.glob(".*"), *tmp_path.glob(".*"))] == []


def test_a_folder_that_cannot_be_written_to_is_said_before_the_conversion(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")  # no tool can be started, so none was
    with pytest.raises(CommandError, match=r"could not be filled: .*lesson\.mp4"):
        call_command("transcode", str(clip), "--out", str(clip / "out"))


def test_a_bad_file_leaves_no_folder_and_a_full_one_is_not_touched(clip: Path, tmp_path: Path) -> None:
    text = tmp_path / "text.mp4"
    text.write_text("Tehtävä 1")
    with pytest.raises(CommandError, match="text: "):
        call_command("transcode", str(text), "--out", str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()
    with pytest.raises(CommandError, match="not an empty folder"):
        call_command("transcode", str(clip), "--out", str(tmp_path))
    with pytest.raises(CommandError, match="There is no file"):
        call_command("transcode", str(tmp_path / "none"), "--out", str(tmp_path / "out"))

"""The clips that converting is measured on."""

from __future__ import annotations

import subprocess
from pathlib import Path

from bench.knowledge import shared_file

SIZE, RATE = "1280x720", 25
#: How a recorder writes: in haste, so that nothing is lost.
RECORDED = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "16", "-pix_fmt", "yuv420p")


def make_clip(path: Path, seconds: float) -> Path:
    """A moving test picture with grain, and a tone."""
    picture = f"testsrc2=size={SIZE}:rate={RATE}:duration={seconds},noise=alls=12:allf=t"
    tone = f"sine=frequency=440:duration={seconds}"
    _ffmpeg("-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", tone, *RECORDED, "-c:a", "aac", str(path))
    return path


def make_lesson(path: Path, screen: Path, film: Path) -> Path:
    """Six seconds of a real screen recording and five of a real film with its sound, as one recording."""
    same = f"fps={RATE},setsar=1,format=yuv420p"
    graph = (
        f"[0:v]scale=-2:720,pad=1280:720:-1:-1,{same}[a];[1:v]{same}[b];[a][b]concat=n=2:v=1:a=0[v];"
        "[1:a]adelay=6000:all=1[s]"
    )
    _ffmpeg(
        *("-ss", "3", "-t", "6", "-i", str(screen), "-i", str(film), "-filter_complex", graph),
        *("-map", "[v]", "-map", "[s]", *RECORDED, "-c:a", "aac", str(path)),
    )
    return path


def real_clips(folder: Path) -> dict[str, Path]:
    """A lesson of real films, and one of them alone; nothing where the shared data folder is not there."""
    film = shared_file("media", "video", "bigbuckbunny.mp4")
    screen = shared_file("media", "video", "gnome-C-display-dual-monitors.webm")
    if not film or not screen:
        return {}
    lesson = make_lesson(folder / "lesson.mp4", screen, film)
    return {"a lesson of real films": lesson, film.name: film}


def _ffmpeg(*arguments: str) -> None:
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", *arguments], check=True)

"""Colours and moments stay what they were: in every size, on posters, in the thumbnails of the timeline."""

import re
import subprocess
from math import ceil
from pathlib import Path

import pytest
from PIL import Image

from media.packaging import FALLBACK, PLAYLIST, Package
from media.pictures import THUMBNAILS, poster
from media.probing import probe
from media.transcoding import transcode
from tests.media.clips import colour, look

pytestmark = [pytest.mark.ffmpeg, pytest.mark.usefixtures("tools")]

RED, GREEN = (200, 30, 30), (30, 200, 60)
#: By how much what is encoded may differ, of 255.
NEAR = 6
HD, BT709 = "scale=out_color_matrix=bt709", ("-colorspace", "bt709", "-color_range")
X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-qp", "4")
CUE = re.compile(r"(\d\d):(\d\d):(\d\d\.\d{3}) --> \S+\nthumbnails-1\.jpg#xywh=(\d+),(\d+),(\d+),(\d+)")

#: Name of the file, its size, how its red and green halves are written, and the encoder.
WRITTEN: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "named": ("a.mp4", "640x720", f"{HD},format=yuv420p", (*X264, *BT709, "tv")),
    "large and not named": ("a.mp4", "640x720", f"{HD},format=yuv420p", X264),
    "small and not named": ("a.mp4", "160x240", "format=yuv420p", X264),
    "full range": ("a.mp4", "640x720", f"{HD}:out_range=pc,format=yuvj420p", (*X264, *BT709, "pc")),
    "full range that only its label tells": (
        "a.webm",
        "640x720",
        f"{HD}:out_range=pc,format=yuv420p",
        ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "4M", *BT709, "pc"),
    ),
    "red, green and blue that say so": (
        "a.mkv",
        "640x720",
        "format=gbrp",
        ("-c:v", "libx264rgb", "-qp", "4"),
    ),
    "red, green and blue": ("a.mov", "640x720", "format=rgb24", ("-c:v", "qtrle")),
    "a palette": (
        "a.mov",
        "640x720",
        "split[x][y];[x]palettegen[p];[y][p]paletteuse",
        ("-c:v", "png"),
    ),
}


def run(*words: str) -> None:
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", *words], check=True, timeout=60)


def convert(source: Path, work: Path) -> Package:
    work.mkdir()
    return transcode(source, probe(source), work, lambda percent: None)


@pytest.mark.parametrize("kind", WRITTEN)
def test_red_stays_red_in_every_size_and_every_still(kind: str, tmp_path: Path) -> None:
    name, size, written, encoder = WRITTEN[kind]
    red, green = ("color=c=0x{:02X}{:02X}{:02X}:s={}:r=10:d=1".format(*one, size) for one in (RED, GREEN))
    source = tmp_path / name
    run("-filter_complex", f"{red}[a];{green}[b];[a][b]hstack,format=gbrp,{written}", *encoder, str(source))
    package = convert(source, tmp_path / "work")
    films = [tmp_path / "work" / made.name / PLAYLIST for made in package.renditions]
    for made in (*films, *(tmp_path / "work" / name for name in (FALLBACK, poster(1), "thumbnails-1.jpg"))):
        stream = look(made, "stream=width,height,color_range", "-select_streams", "v:0")[0]
        width, height = stream["width"], stream["height"]
        assert colour(made, f"{width // 4}:{height // 2}") == pytest.approx(RED, abs=NEAR), made
        assert colour(made, f"{3 * width // 4}:{height // 2}") == pytest.approx(GREEN, abs=NEAR), made
        assert stream["color_range"] == ("pc" if made.suffix == ".jpg" else "tv"), made


def seconds_of(
    path: Path, *, seconds: int, rate: int = 25, late: int = 0, encoder: tuple[str, ...] = X264
) -> Path:
    """A film with a tone, whose grey tells the second of its picture; the picture may begin late."""
    level = f"20+2*mod(floor(T+{late}+0.001),100)"
    grey = f"nullsrc=s=64x48:r={rate}:d={seconds - late},geq=lum='{level}':cb=128:cr=128"
    run(
        *("-itsoffset", str(late), "-f", "lavfi", "-i", grey, "-f", "lavfi", "-i", f"sine=d={seconds}"),
        *("-pix_fmt", "yuv420p", *encoder, str(path)),
    )
    return path


def thumbnails(work: Path) -> dict[float, int]:
    """By the second at which each is shown: the second whose picture it is."""
    found, sheet = {}, Image.open(work / "thumbnails-1.jpg").convert("L")
    for hours, minutes, rest, x, y, width, height in CUE.findall((work / THUMBNAILS).read_text()):
        grey = sheet.getpixel((int(x) + int(width) // 2, int(y) + int(height) // 2))
        luma = 16 + int(grey) * 219 / 255
        found[int(hours) * 3600 + int(minutes) * 60 + float(rest)] = round((luma - 20) / 2)
    return found


def test_thumbnails_keep_to_the_times_of_a_picture_that_begins_late(tmp_path: Path) -> None:
    convert(seconds_of(tmp_path / "a.mkv", seconds=20, late=7), tmp_path / "work")
    # Until it begins, the film shows its first picture.
    assert thumbnails(tmp_path / "work") == {second: max(7, second) for second in range(0, 20, 2)}


def test_thumbnails_keep_to_the_times_of_a_long_film_with_few_pictures(tmp_path: Path) -> None:
    # 310 seconds by 150 thumbnails: a step that is no whole number of its pictures.
    convert(seconds_of(tmp_path / "a.mp4", seconds=310, rate=1, encoder=(*X264, "-an")), tmp_path / "work")
    found = thumbnails(tmp_path / "work")
    assert len(found) == 150
    assert found == {start: ceil(start - 0.0004) % 100 for start in found}


def test_a_picture_that_ends_before_the_sound_is_shown_until_the_end(tmp_path: Path) -> None:
    film = seconds_of(tmp_path / "a.mp4", seconds=4)
    longer = tmp_path / "b.mp4"
    run(
        "-i",
        str(film),
        "-f",
        "lavfi",
        "-i",
        "sine=d=11",
        "-map",
        "0:v",
        "-map",
        "1",
        "-c:v",
        "copy",
        str(longer),
    )
    convert(longer, tmp_path / "work")
    assert thumbnails(tmp_path / "work") == {0: 0, 2: 2, 4: 2, 6: 2, 8: 2, 10: 2}

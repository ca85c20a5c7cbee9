"""Sources of every kind: each rendition decodes from start to end, in step, as long as the source."""

import hashlib
import subprocess
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from media.packaging import FALLBACK, MASTER, PLAYLIST, SOUND, SOUND_FILE, Package, track
from media.probing import probe
from media.transcoding import plan_for, transcode
from tests.media.clips import colour, decode, keyframe_times, look, make, turned

pytestmark = [pytest.mark.ffmpeg, pytest.mark.usefixtures("tools")]

#: A frame of sound, in seconds: nothing that is encoded can be shorter.
SOUND_FRAME = 1024 / 48_000
PQ = ("-color_primaries", "bt2020", "-color_trc", "smpte2084", "-colorspace", "bt2020nc")
HLG = ("-color_primaries", "bt2020", "-color_trc", "arib-std-b67", "-colorspace", "bt2020nc")
TEN_BITS = (
    "-c:v",
    "libx265",
    "-x265-params",
    "log-level=error",
    "-preset",
    "ultrafast",
    "-pix_fmt",
    "yuv420p10le",
)
QUICK = ("-preset", "ultrafast")
TOP_FIRST = ("-vf", "interlace", "-flags", "+ilme+ildct", "-top", "1")

#: Name of the file, what `make` is told, size of the largest rendition, frames a second.
GENERATED: dict[str, tuple[str, dict[str, Any], tuple[int, int], str]] = {
    "portrait": ("a.mp4", {"size": "136x240", "more": QUICK}, (136, 240), "25"),
    "square": ("a.mp4", {"size": "240x240", "more": QUICK}, (240, 240), "25"),
    "odd size": (
        "a.mkv",
        {"size": "181x137", "more": ("-c:v", "ffv1", "-pix_fmt", "yuv444p")},
        (180, 136),
        "25",
    ),
    "wide pixels": ("a.mp4", {"size": "180x144", "more": ("-vf", "setsar=16/11", *QUICK)}, (180, 98), "25"),
    "24 fps": ("a.mov", {"rate": 24, "more": QUICK}, (320, 240), "24"),
    "50 fps": ("a.mp4", {"rate": 50, "more": QUICK}, (320, 240), "25"),
    "60 fps": ("a.mp4", {"rate": 60, "more": QUICK}, (320, 240), "30"),
    "varying rate": (
        "a.mp4",
        {"seconds": 3, "more": ("-vf", "select=lt(n\\,10)+not(mod(n\\,5))", "-vsync", "vfr", *QUICK)},
        (320, 240),
        "25",
    ),
    "interlaced": ("a.mpg", {"rate": 50, "more": ("-c:v", "mpeg2video", *TOP_FIRST)}, (320, 240), "25"),
    "no sound": ("a.webm", {"more": ("-c:v", "libvpx", "-deadline", "realtime", "-an")}, (320, 240), "25"),
    "ten bits": ("a.mp4", {"more": TEN_BITS}, (320, 240), "25"),
    "PQ": ("a.mp4", {"more": (*TEN_BITS, *PQ)}, (320, 240), "25"),
    "HLG": ("a.mov", {"more": (*TEN_BITS, *HLG)}, (320, 240), "25"),
    "one frame": ("a.mp4", {"more": ("-frames:v", "1", "-an", *QUICK)}, (320, 240), "25"),
    "surround": ("a.mkv", {"more": ("-ac", "6", "-c:a", "flac", *QUICK)}, (320, 240), "25"),
    "screen": ("a.mkv", {"rate": 15, "more": ("-c:v", "ffv1", "-pix_fmt", "gbrp")}, (320, 240), "15"),
    "wrong extension": ("a.txt", {"more": ("-f", "matroska", *QUICK)}, (320, 240), "25"),
    "stream of a broadcast": ("a.ts", {"more": QUICK}, (320, 240), "25"),
    "old camera": (
        "a.avi",
        {
            "more": (
                "-c:v",
                "mpeg4",
            )
        },
        (320, 240),
        "25",
    ),
}


@pytest.fixture(autouse=True)
def _quick(settings: Any) -> None:
    """The encoder's care is not what is looked at here."""
    settings.VIDEO_PRESET = "ultrafast"


def convert(source: Path, work: Path) -> Package:
    """Converts, and looks at everything that was made."""
    work.mkdir()
    facts = probe(source)
    package = transcode(source, facts, work, lambda percent: None)
    tracks = [made.name for made in package.renditions] + [SOUND] * package.has_audio
    files = [FALLBACK] * bool(package.renditions) + [SOUND_FILE] * package.has_audio
    decode(work / MASTER, *(work / name / PLAYLIST for name in tracks), *(work / name for name in files))
    if package.renditions:
        said = look(source, "stream=duration", "-select_streams", "v")[0].get("duration")
        in_step(work, package, float(said or facts.seconds or 0), plan_for(facts).rate)
    else:
        assert package.seconds == pytest.approx(facts.seconds, abs=SOUND_FRAME * 1.01)
    return package


def in_step(work: Path, package: Package, seconds: float, rate: Fraction) -> None:
    """Keyframes every two seconds, at the same times in all sizes; as long as the source within a frame."""
    tracks = [track(work / made.name) for made in package.renditions]
    times = [keyframe_times(work / made.name / PLAYLIST) for made in package.renditions]
    frame = float(1 / rate)
    for others, made in zip(times, tracks, strict=True):
        assert others == pytest.approx(times[0], abs=frame)
        assert others == pytest.approx([2.0 * number for number in range(len(others))], abs=2 * frame)
        assert len(others) == max(1, -(-round(made.seconds * rate) // round(2 * rate)))
        assert made.seconds == pytest.approx(seconds, abs=frame * 1.01)


@pytest.mark.parametrize("kind", GENERATED)
def test_whatever_it_is_made_of(kind: str, tmp_path: Path) -> None:
    name, asked, size, rate = GENERATED[kind]
    package = convert(make(tmp_path / name, **asked), tmp_path / "work")
    assert (package.renditions[0].width, package.renditions[0].height) == size
    stream = look(
        tmp_path / "work" / FALLBACK,
        "stream=pix_fmt,avg_frame_rate,sample_aspect_ratio,field_order,color_space,color_transfer",
    )[0]
    assert (stream["pix_fmt"], stream["avg_frame_rate"]) == ("yuv420p", f"{rate}/1")
    assert stream["sample_aspect_ratio"] == "1:1"
    assert stream["field_order"] == "progressive"
    assert stream["color_space"] in ("bt709", "smpte170m"), "a player need not guess"
    assert stream["color_transfer"] in ("bt709", "smpte170m")
    assert package.has_audio == (kind not in ("no sound", "one frame"))
    assert package.posters == (1 if kind == "one frame" else 3)


def test_a_phone_held_upright(clip: Path, tmp_path: Path) -> None:
    package = convert(turned(tmp_path / "phone.mov", clip), tmp_path / "work")
    assert (package.renditions[0].width, package.renditions[0].height) == (240, 320)


@pytest.mark.parametrize(
    ("curve", "code"),
    [
        # What each curve calls white of an ordinary screen (203 cd/m2): 58 % and 75 % of the scale.
        pytest.param(PQ, 572, id="PQ"),
        pytest.param(HLG, 721, id="HLG"),
    ],
)
def test_bright_pictures_are_brought_down_to_an_ordinary_screen(
    curve: tuple[str, ...], code: int, tmp_path: Path
) -> None:
    grey = f"geq=lum='if(lt(X,W/2),{code},64)':cb=512:cr=512"
    source = make(tmp_path / "a.mp4", more=("-vf", f"format=yuv420p10le,{grey}", *TEN_BITS, *curve, "-an"))
    convert(source, tmp_path / "work")
    white, black = (colour(tmp_path / "work" / FALLBACK, at) for at in ("60:100", "260:100"))
    assert max(white) - min(white) <= 6, "grey stays grey"
    assert 180 <= white[0] <= 240, "white is bright, with room above it for what shines"
    assert max(black) <= 10


def test_lines_of_two_halves_are_made_whole(tmp_path: Path) -> None:
    # What moves fast: in one picture of two halves its edges are combs.
    source = make(
        tmp_path / "a.mpg",
        rate=50,
        more=(
            "-vf",
            "scroll=h=0.05,interlace=lowpass=off",
            "-c:v",
            "mpeg2video",
            "-q:v",
            "2",
            *TOP_FIRST[2:],
        ),
    )
    (tmp_path / "work").mkdir()
    transcode(source, probe(source), tmp_path / "work", lambda percent: None)
    assert combed(source) > 4 * combed(tmp_path / "work" / FALLBACK)


def combed(path: Path) -> float:
    """How unlike neighbouring lines are in the tenth picture."""
    command = [
        *("ffmpeg", "-nostdin", "-v", "error", "-i", str(path), "-vf", "select=eq(n\\,9),format=gray"),
        *("-frames:v", "1", "-f", "rawvideo", "-"),
    ]
    data = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout
    rows = [data[start : start + 320] for start in range(0, 320 * 240, 320)]
    return sum(abs(a - b) for one, two in pairwise(rows) for a, b in zip(one, two, strict=True)) / len(data)


def real(folder: Path) -> Iterator[Path]:
    """Every good film and recording, one of each content."""
    seen = set()
    for path in sorted([*(folder / "media/video").iterdir(), *(folder / "media/audio").iterdir()]):
        digest = hashlib.sha256(path.read_bytes()).digest()
        if digest not in seen:
            seen.add(digest)
            yield path


@pytest.mark.data
@pytest.mark.slow
def test_every_real_film_and_recording(shared_data: Path, tmp_path: Path) -> None:
    others = [shared_data / "media" / "aoe" / name for name in ("test-video.mp4", "test-audio.mp3")]
    count = 0
    for source in [*real(shared_data), *others]:
        package = convert(source, tmp_path / f"{source.name}.made")
        sounds = look(source, "stream=codec_type", "-select_streams", "a")
        assert package.has_audio == bool(sounds)
        if package.renditions:
            original = look(source, "stream=width,height", "-select_streams", "v")[0]
            assert len(package.renditions) >= 2
            assert all(made.width <= original["width"] for made in package.renditions)
        if package.has_audio:
            assert (tmp_path / f"{source.name}.made" / SOUND / PLAYLIST).is_file()
        count += 1
    assert count >= 20

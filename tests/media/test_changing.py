"""Files whose picture or sound changes on the way: windows recorded while they are resized, joined clips."""

import subprocess
from pathlib import Path

import pytest

from media.packaging import FALLBACK, MASTER, SOUND_FILE, Package
from media.probing import probe
from media.transcoding import transcode
from tests.media.clips import decode, look, loudness

pytestmark = [pytest.mark.ffmpeg, pytest.mark.usefixtures("tools")]
#: A tone for half of every second, so that each second can be told from silence.
BEEPS = "aevalsrc='{level}*sin(2*PI*880*t)*lt(mod(t,1),0.5)':d={seconds}:s=48000:c={layout}"


def part(
    path: Path, *, at: float, size: str = "320x240", layout: str = "stereo", level: float = 0.3
) -> bytes:
    """Four seconds of a transport stream, to be played from second `at` on.

    The sound is some hundredths of a second longer, so that parts put together are a little out of step.
    """
    command = [
        *("ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", f"testsrc=s={size}:r=25:d=4"),
        *("-f", "lavfi", "-i", BEEPS.format(level=level, seconds=4, layout=layout)),
        *("-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac"),
        *("-output_ts_offset", str(at), "-muxdelay", "0", "-muxpreload", "0", "-f", "mpegts", str(path)),
    ]
    subprocess.run(command, check=True, timeout=60)
    return path.read_bytes()


def convert(source: Path, work: Path) -> Package:
    work.mkdir()
    return transcode(source, probe(source), work, lambda percent: None)


def silences(path: Path) -> list[float]:
    """Seconds at which a silence of more than three tenths begins."""
    command = ["ffmpeg", "-nostdin", "-hide_banner", "-nostats", "-i", str(path)]
    command += ["-af", "silencedetect=n=-50dB:d=0.3", "-f", "null", "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stderr
    return [float(line.rpartition(" ")[2]) for line in said.splitlines() if "silence_start: " in line]


def test_a_window_that_is_resized_while_it_is_recorded_keeps_its_sound_in_step(tmp_path: Path) -> None:
    sizes = ("320x240", "480x360", "320x180")
    source = tmp_path / "resized.ts"
    source.write_bytes(
        b"".join(part(tmp_path / "part.ts", at=4 * n, size=size) for n, size in enumerate(sizes))
    )
    package = convert(source, tmp_path / "work")
    assert package.seconds == pytest.approx(12, abs=0.1)
    for made in (FALLBACK, SOUND_FILE):
        assert silences(tmp_path / "work" / made) == pytest.approx([n + 0.5 for n in range(12)], abs=0.12)
    frames = look(tmp_path / "work" / SOUND_FILE, "stream=nb_read_packets", "-count_packets")[0]
    assert int(frames["nb_read_packets"]) == pytest.approx(12 * 48_000 / 1024, abs=12)
    decode(tmp_path / "work" / MASTER)


def test_a_sound_whose_channels_change_is_measured_as_a_whole(tmp_path: Path) -> None:
    source = tmp_path / "joined.ts"
    parts = (("stereo", 0.3), ("mono", 0.25))
    source.write_bytes(
        b"".join(
            part(tmp_path / "part.ts", at=4 * n, layout=layout, level=level)
            for n, (layout, level) in enumerate(parts)
        )
    )
    package = convert(source, tmp_path / "work")
    assert silences(tmp_path / "work" / SOUND_FILE) == pytest.approx([n + 0.5 for n in range(8)], abs=0.06)
    assert package.active[0][0] == pytest.approx(0, abs=0.2)
    assert package.active[-1][1] == pytest.approx(7.5, abs=0.2)
    assert loudness(tmp_path / "work" / SOUND_FILE).integrated == pytest.approx(-16, abs=1)


def test_a_sound_that_begins_late_is_no_reason_to_keep_all_pictures_in_memory(
    tmp_path: Path, settings: object
) -> None:
    source = tmp_path / "late.mkv"
    command = [
        *("ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc=s=1280x720:r=25:d=34"),
        *("-f", "lavfi", "-itsoffset", "30", "-i", BEEPS.format(level=0.3, seconds=4, layout="stereo")),
        *("-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", str(source)),
    ]
    subprocess.run(command, check=True, timeout=60)
    # 30 seconds of raw pictures are a gigabyte.
    settings.VIDEO_MEMORY_BYTES = 1_100_000_000  # type: ignore[attr-defined]
    package = convert(source, tmp_path / "work")
    assert package.seconds == pytest.approx(34, abs=0.1)
    assert silences(tmp_path / "work" / FALLBACK) == pytest.approx([0, 30.5, 31.5, 32.5, 33.5], abs=0.06)

"""Files made to hurt: each ends refused, failed with a reason or converted, within its limits.

A seeded handful runs with the suite. The whole set: KIERTO_FLIPPED=500 pytest -s tests/media/test_hostile.py
"""

import os
import random
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path
from typing import Any

import pytest

from media.jobs import mark_failed
from media.models import State, Video
from media.probing import probe
from media.reasons import REASONS, Refused
from media.transcoding import transcode
from oer.jobs.models import Job
from oer.jobs.worker import run_due_jobs
from tests.media.clips import decode, make
from tests.media.uploads import uploaded

pytestmark = [pytest.mark.ffmpeg, pytest.mark.usefixtures("tools")]

FLIPPED = int(os.environ.get("KIERTO_FLIPPED", "6"))
SEED = 20261124


@pytest.fixture(autouse=True)
def _quick(settings: Any) -> None:
    """The encoder's care is not what is looked at here, and no file may take long."""
    settings.VIDEO_PRESET = "ultrafast"


@pytest.fixture(scope="module")
def sources(tools: None, tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """A film or recording in each of several formats, half a second long."""
    folder = tmp_path_factory.mktemp("sources")
    small: dict[str, Any] = {"size": "96x64", "seconds": 0.5}
    made = [
        make(folder / "a.mp4", **small),
        make(
            folder / "a.webm", **small, more=("-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libvorbis")
        ),
        make(folder / "a.mkv", **small, more=("-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-c:a", "flac")),
        make(
            folder / "a.avi",
            **small,
            more=(
                "-c:v",
                "mpeg4",
            ),
        ),
        make(folder / "a.ts", **small),
        make(folder / "a.mp3", **small, more=("-map", "1:a")),
        make(folder / "a.ogg", **small, more=("-map", "1:a", "-c:a", "libvorbis")),
    ]
    return [path.read_bytes() for path in made]


def end_of(path: Path, work: Path) -> str:
    """How it ends: "ready", or the code of the reason. Anything else that is raised fails the test."""
    work.mkdir()
    try:
        transcode(path, probe(path), work, lambda percent: None)
    except Refused as refusal:
        return refusal.code
    return "ready"


def test_flipped_bytes_end_with_a_reason_or_a_film_within_limits(
    sources: list[bytes], tmp_path: Path
) -> None:
    chance = random.Random(SEED)
    ends: dict[str, int] = {}
    slowest = 0.0
    for number in range(FLIPPED):
        data = bytearray(sources[number % len(sources)])
        for _flip in range(chance.choice((1, 3, 10, 60, 400))):
            # Half of the time in the head, where the structure is.
            end = len(data) if chance.random() < 0.5 else min(len(data), 1024)
            # Seldom in the first bytes: a file that is not known for what it was is refused at once.
            start = 16 if chance.random() < 0.95 else 0
            data[chance.randrange(start, end)] ^= 1 << chance.randrange(8)
        film = tmp_path / str(number)
        film.write_bytes(data)
        began = time.monotonic()
        end_code = end_of(film, tmp_path / f"{number}.made")
        slowest = max(slowest, time.monotonic() - began)
        ends[end_code] = ends.get(end_code, 0) + 1
    sys.stdout.write(f"{FLIPPED} flipped files, slowest {slowest:.1f} s: {dict(sorted(ends.items()))}\n")
    assert set(ends) <= {"ready", *REASONS} - {"unexpected"}
    assert sum(ends.values()) == FLIPPED


def png(width: int, height: int) -> bytes:
    """A picture of one colour, tiny as a file however large it is."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    packer, row = zlib.compressobj(9), bytes(1 + (width + 7) // 8)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_frame_as_large_as_a_wall_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    (tmp_path / "wall.png").write_bytes(png(16_000, 16_000))
    command = ["ffmpeg", "-nostdin", "-v", "error", "-i", str(tmp_path / "wall.png"), "-c", "copy"]
    subprocess.run([*command, str(tmp_path / "wall.mkv")], check=True, timeout=60)
    began = time.monotonic()
    assert end_of(tmp_path / "wall.mkv", tmp_path / "made") == "too-large-picture"
    assert time.monotonic() - began < 30


def test_a_frame_that_hides_its_size_meets_the_limits(tmp_path: Path) -> None:
    """The container says 64 x 64, the picture inside is 16,000 x 16,000."""
    film = make(
        tmp_path / "a.mkv", size="64x64", more=("-c:v", "png", "-pix_fmt", "monob", "-an", "-frames:v", "1")
    )
    small, data = png(64, 64), film.read_bytes()
    start = data.index(b"\x89PNG")
    end = data.index(b"IEND", start) + 8
    large = struct.pack(">II", 16_000, 16_000)
    forged = bytearray(data[start:end])
    assert small[:12] == bytes(forged[:12])
    forged[16:24] = large
    forged[29:33] = struct.pack(">I", zlib.crc32(bytes(forged[12:29])))
    film.write_bytes(data[:start] + bytes(forged) + data[end:])
    began = time.monotonic()
    assert end_of(film, tmp_path / "made") in ("broken", "too-large-picture", "too-heavy", "ready")
    assert time.monotonic() - began < 60


def ogg_of(streams: int) -> bytes:
    """That many sound streams, each only announced (Opus heads on pages of their own)."""
    head = b"OpusHead\x01\x01\x00\x00" + struct.pack("<IH", 48_000, 0) + b"\x00"
    pages = []
    for number in range(streams):
        page = (
            b"OggS\x00\x02" + bytes(8) + struct.pack("<III", number + 1, 0, 0) + b"\x01" + bytes([len(head)])
        )
        page += head
        crc = struct.pack("<I", ogg_crc(page))
        pages.append(page[:22] + crc + page[26:])
    return b"".join(pages)


def ogg_crc(page: bytes) -> int:
    """The checksum of an Ogg page."""
    register = 0
    for byte in page:
        register ^= byte << 24
        for _bit in range(8):
            register = (register << 1) ^ 0x04C11DB7 if register & 0x80000000 else register << 1
        register &= 0xFFFFFFFF
    return register


def test_ten_thousand_streams_are_refused_in_time(tmp_path: Path) -> None:
    many = tmp_path / "many.ogg"
    many.write_bytes(ogg_of(10_000))
    began = time.monotonic()
    assert end_of(many, tmp_path / "made") in ("too-heavy", "broken", "no-picture")
    assert time.monotonic() - began < 60


def test_more_streams_than_any_film_has_are_refused(tmp_path: Path) -> None:
    maps = [word for _ in range(70) for word in ("-map", "1:a")]
    many = make(tmp_path / "many.mkv", seconds=0.1, more=("-map", "0:v", *maps, "-c:a", "pcm_s16le"))
    assert end_of(many, tmp_path / "made") == "too-heavy"


@pytest.mark.slow
def test_a_million_frames_at_one_a_second_are_too_long(tmp_path: Path) -> None:
    film = tmp_path / "long.mkv"
    picture = tmp_path / "one.jpg"
    make(
        picture, size="16x16", more=("-map", "0:v", "-frames:v", "1", "-update", "1", "-pix_fmt", "yuvj420p")
    )
    command = ["ffmpeg", "-nostdin", "-v", "error", "-framerate", "1", "-loop", "1", "-t", "1000000"]
    command += ["-f", "image2", "-i", str(picture), "-c", "copy", str(film)]
    subprocess.run(command, check=True, timeout=120)
    began = time.monotonic()
    assert end_of(film, tmp_path / "made") == "too-long"
    assert time.monotonic() - began < 35


def test_attachments_are_not_looked_at(clip: Path, tmp_path: Path) -> None:
    secret = tmp_path / "playlist.m3u8"
    secret.write_text("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n")
    film = tmp_path / "film.mkv"
    command = ["ffmpeg", "-nostdin", "-v", "error", "-i", str(clip), "-c", "copy", "-attach", str(secret)]
    command += ["-metadata:s:t", "mimetype=application/vnd.apple.mpegurl", "-attach", "/etc/passwd"]
    command += ["-metadata:s:t", "mimetype=font/ttf", str(film)]
    subprocess.run(command, check=True, timeout=60)
    assert end_of(film, tmp_path / "made") == "ready"
    decode(tmp_path / "made" / "master.m3u8")
    for path in (tmp_path / "made").rglob("*"):
        assert not path.is_file() or b"root:" not in path.read_bytes()


@pytest.mark.django_db
def test_the_worker_goes_on_after_hostile_files(sources: list[bytes], clip: Path) -> None:
    hostile = [
        sources[0][: len(sources[0]) // 3],
        b"\x1aE\xdf\xa3" + bytes(4000),
        ogg_of(100),
        b"fLaC" + bytes(99),
    ]
    rows = [uploaded(content) for content in hostile]
    good = uploaded(clip)
    run_due_jobs(["transcode"])
    for video in Video.objects.filter(pk__in=[row.pk for row in rows]):
        assert video.state == State.FAILED
        assert video.reason_code not in ("", "unexpected")
        assert video.reason
    assert Video.objects.get(pk=good.pk).state == State.READY
    assert not Job.objects.filter(kind="media.transcode", state=Job.State.RUNNING).exists()
    mark_failed(str(good.pk), {}, "a late word about a film that is ready")
    assert Video.objects.get(pk=good.pk).state == State.READY

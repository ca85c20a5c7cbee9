"""Writing drawn pictures as a film: JPEG pictures in an AVI file, which every player and converter reads."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable

from PIL import Image

_HAS_INDEX = 0x10
_KEY_FRAME = 0x10


def avi(pictures: Iterable[Image.Image], *, rate: int) -> bytes:
    """The film of these pictures, all of one size, `rate` of them a second. Raises ValueError for none."""
    frames, size = [], (0, 0)
    for picture in pictures:
        size = picture.size
        buffer = io.BytesIO()
        picture.convert("RGB").save(buffer, "JPEG", quality=88)
        frames.append(buffer.getvalue())
    if not frames:
        raise ValueError("A film needs pictures.")
    chunks = [_chunk(b"00dc", frame) for frame in frames]
    return _chunk(
        b"RIFF", b"AVI " + _header(frames, size, rate) + _list(b"movi", b"".join(chunks)) + _index(chunks)
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def _list(name: bytes, data: bytes) -> bytes:
    return _chunk(b"LIST", name + data)


def _header(frames: list[bytes], size: tuple[int, int], rate: int) -> bytes:
    width, height = size
    largest = max(len(frame) for frame in frames)
    main = struct.pack(
        "<14I",
        1_000_000 // rate,
        largest * rate,
        0,
        _HAS_INDEX,
        len(frames),
        0,
        1,
        largest,
        width,
        height,
        *[0] * 4,
    )
    stream = b"vidsMJPG" + struct.pack(
        "<IHHIIIIIIII4H", 0, 0, 0, 0, 1, rate, 0, len(frames), largest, 10_000, 0, 0, 0, width, height
    )
    picture = struct.pack("<IiiHH4sIiiII", 40, width, height, 1, 24, b"MJPG", width * height * 3, 0, 0, 0, 0)
    described = _list(b"strl", _chunk(b"strh", stream) + _chunk(b"strf", picture))
    return _list(b"hdrl", _chunk(b"avih", main) + described)


def _index(chunks: list[bytes]) -> bytes:
    entries, offset = [], 4
    for chunk in chunks:
        length = struct.unpack("<I", chunk[4:8])[0]
        entries.append(b"00dc" + struct.pack("<III", _KEY_FRAME, offset, length))
        offset += len(chunk)
    return _chunk(b"idx1", b"".join(entries))

"""Reads the few boxes of an ISO media file that manifests are written from."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from struct import error as StructError
from struct import unpack_from


@dataclass(frozen=True, kw_only=True)
class Span:
    """When a segment is shown: start and duration, counted in units of which `timescale` make a second."""

    timescale: int
    start: int
    duration: int


class NoIndex(ValueError):
    """The segment does not say when it is shown."""


def span(path: Path) -> Span:
    """Reads a segment's index box (sidx). Raises NoIndex."""
    with path.open("rb") as file:
        data = file.read(4096)
    for name, start, _end in _boxes(data):
        if name == b"sidx":
            try:
                return _index(data, start)
            except StructError as error:
                raise NoIndex(f"{path.name}: the index is cut short") from error
    raise NoIndex(f"{path.name} has no index")


def codec(initialisation: bytes) -> str:
    """The picture's codec as players name it, from an initialisation segment (its avcC box); else empty."""
    _, box, rest = initialisation.partition(b"avcC")
    return f"avc1.{rest[1:4].hex()}" if box and len(rest) >= 4 else ""


def _boxes(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Name, start of the content and end of each box at the top."""
    at = 0
    while at + 8 <= len(data):
        size, name = unpack_from(">I4s", data, at)
        yield name, at + 8, at + size
        if size < 8:
            return
        at += size


def _index(data: bytes, at: int) -> Span:
    version = data[at]
    timescale = unpack_from(">I", data, at + 8)[0]
    start = unpack_from(">Q" if version else ">I", data, at + 12)[0]
    after = at + (28 if version else 20)
    count = unpack_from(">H", data, after + 2)[0]
    duration = sum(unpack_from(">I", data, after + 8 + 12 * number)[0] for number in range(count))
    return Span(timescale=timescale, start=start, duration=duration)

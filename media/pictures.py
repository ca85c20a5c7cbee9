"""The still pictures made of a film: candidates for the poster, and the thumbnails of its timeline."""

import re
import shutil
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from media.ladder import Rung

#: Where ffmpeg leaves the stills from which the candidates are taken, and how many there are.
STILLS_FOLDER = "stills"
STILLS = 12
CANDIDATES = 3
THUMBNAILS = "thumbnails.vtt"
#: The box that a thumbnail is fitted into, in pixels, and how many stand beside each other.
THUMBNAIL_BOX = (160, 90)
COLUMNS = 10
#: Seconds between thumbnails: these, or more so that all of them are on one sheet.
THUMBNAIL_STEP = 2.0
MOST_THUMBNAILS = 150


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """How thumbnails lie on a sheet: size of one in pixels, seconds between them, columns and rows."""

    width: int
    height: int
    step: float
    columns: int
    rows: int


def poster(number: int) -> str:
    """File name of the candidate with this number, from 1."""
    return f"poster-{number}.jpg"


def still_step(seconds: float | None) -> float:
    """Seconds between the stills, so that they lie all over the film."""
    return seconds / STILLS if seconds else 10.0


def sheet(smallest: Rung, seconds: float | None) -> Sheet:
    """The sheet for a film of this length, of which `smallest` is the smallest size that is made."""
    scale = min(1.0, THUMBNAIL_BOX[0] / smallest.width, THUMBNAIL_BOX[1] / smallest.height)
    step = max(THUMBNAIL_STEP, (seconds or 0) / MOST_THUMBNAILS)
    count = min(MOST_THUMBNAILS, ceil((seconds or step * MOST_THUMBNAILS) / step))
    return Sheet(
        width=max(2, round(smallest.width * scale / 2) * 2),
        height=max(2, round(smallest.height * scale / 2) * 2),
        step=ceil(step * 1000) / 1000,
        columns=min(COLUMNS, max(1, count)),
        rows=max(1, ceil(count / COLUMNS)),
    )


def keep_posters(folder: Path) -> int:
    """Keeps the best still of each third as `poster(1)` to `poster(3)`; how many there are now.

    At one and the same quantiser the largest file has the most detail: it is neither black nor blurred.
    """
    stills = sorted((folder / STILLS_FOLDER).glob("*.jpg"))
    count = min(CANDIDATES, len(stills))
    for number in range(count):
        third = stills[len(stills) * number // count : len(stills) * (number + 1) // count]
        best = max(third, key=lambda still: still.stat().st_size)
        best.rename(folder / poster(number + 1))
    shutil.rmtree(folder / STILLS_FOLDER, ignore_errors=True)
    return count


def write_thumbnails(folder: Path, asked: Sheet, seconds: float, shown: float) -> bool:
    """Writes the track that says which part of which sheet shows which seconds; False without a sheet.

    A picture that ends before the sound, `shown` seconds long, stands still until the end.
    """
    sheets = sorted(folder.glob("thumbnails-*.jpg"), key=_number)
    if not sheets:
        return False
    cues, each = [], asked.columns * asked.rows
    last = max(1, ceil(shown / asked.step)) - 1
    count = min(max(1, ceil(seconds / asked.step)), each * len(sheets))
    for number in range(count):
        place = min(number, last)
        row, column = divmod(place % each, asked.columns)
        start, end = number * asked.step, min(seconds, (number + 1) * asked.step)
        part = f"{column * asked.width},{row * asked.height},{asked.width},{asked.height}"
        times = f"{_time(start)} --> {_time(max(end, start + 0.001))}"
        cues.append(f"{times}\n{sheets[place // each].name}#xywh={part}\n")
    (folder / THUMBNAILS).write_text("\n".join(["WEBVTT\n", *cues]), encoding="utf-8")
    return True


def _number(path: Path) -> int:
    found = re.search(r"\d+", path.stem)
    return int(found[0]) if found else 0


def _time(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    whole, rest = divmod(thousandths, 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}.{rest:03d}"

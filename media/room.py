"""Room on the disk, the last part of which is not ours: a database and all else may live there, too."""

import shutil
from pathlib import Path

#: What is left to everything else: this share of the disk, but no more than so many bytes.
SPARE_SHARE = 20
MOST_SPARE = 1024**3


def left(folder: Path) -> int:
    """Bytes that may still be written on the disk of this folder; below 0 when it is all but full."""
    disk = shutil.disk_usage(folder)
    return disk.free - min(MOST_SPARE, disk.total // SPARE_SHARE)

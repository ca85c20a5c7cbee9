"""Tables in one read-only file: large word lists that need no time to load and no memory of their own.

A file is written beside the one in use and takes its place in one rename, so that no reader ever sees half.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4


def in_memory(schema: str, fill: Callable[[sqlite3.Connection], None]) -> sqlite3.Connection:
    """The same tables without a file."""
    tables = sqlite3.connect(":memory:", check_same_thread=False)
    tables.executescript(schema)
    fill(tables)
    tables.commit()
    return tables


def write(path: Path, schema: str, fill: Callable[[sqlite3.Connection], None]) -> None:
    """Make the file anew. When `fill` fails, what stood at `path` stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{uuid4().hex[:12]}")
    tables = sqlite3.connect(new)
    try:
        tables.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + schema)
        fill(tables)
        tables.commit()
        tables.close()
        os.replace(new, path)
    finally:
        tables.close()
        new.unlink(missing_ok=True)


def read(path: Path) -> sqlite3.Connection:
    """The file's tables, for any thread. Raises sqlite3.Error when it cannot be read."""
    tables = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
    )
    tables.execute("SELECT COUNT(*) FROM sqlite_master")
    return tables

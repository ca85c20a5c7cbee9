"""Serves the few front-end files we use straight from `node_modules/`: nothing is copied or built."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage


class PackageFinder(BaseFinder):
    """Static files of npm packages, under `npm/<prefix>/`.

    `settings.NPM_FILES` maps a prefix to a folder and the patterns of the files wanted from it, so that a
    package of a thousand icons does not travel along for the sake of one stylesheet.
    """

    def __init__(self) -> None:
        self.packages: dict[str, tuple[FileSystemStorage, tuple[str, ...]]] = {}
        for prefix, (folder, patterns) in settings.NPM_FILES.items():
            storage = FileSystemStorage(location=folder)
            storage.prefix = f"npm/{prefix}"  # type: ignore[attr-defined]
            self.packages[prefix] = (storage, tuple(patterns))

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file behind a static path, or an empty list when it is none of ours."""
        for prefix, (storage, patterns) in self.packages.items():
            start = f"npm/{prefix}/"
            name = path.replace("\\", "/").removeprefix(start)
            if path.startswith(start) and _wanted(name, patterns) and storage.exists(name):
                return [storage.path(name)] if find_all else storage.path(name)
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Every wanted file, with the storage it is read from."""
        for storage, patterns in self.packages.values():
            root = Path(storage.location)
            for pattern in patterns:
                for found in sorted(root.glob(pattern)):
                    yield found.relative_to(root).as_posix(), storage


def _wanted(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)

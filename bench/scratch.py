"""A folder, settings and a database that a benchmark has to itself: the site's own data is never touched."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command


@contextmanager
def own_settings(servers: Mapping[str, str] | None = None) -> Iterator[Path]:
    """Django set up in a temporary folder, without what the environment says of databases and servers.

    `servers`: a DATABASE_URL and an ELASTICSEARCH_URL to be used instead of none.
    To be used first, once in a process. Raises RuntimeError when Django is set up already.
    """
    if settings.configured:
        raise RuntimeError("A benchmark needs a process of its own: Django is set up already.")
    with tempfile.TemporaryDirectory(prefix="kierto-bench-") as name:
        folder = Path(name)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "oer.settings.dev",
            "KIERTO_VAR": str(folder / "var"),
            "DATABASE_URL": "",
            "ELASTICSEARCH_URL": "",
            **(servers or {}),
        }
        # As on a server: with DEBUG every database query would be kept and every template read anew.
        settings.DEBUG = False
        django.setup()
        yield folder


def make_database() -> None:
    """The tables, in the database of the settings."""
    call_command("migrate", interactive=False, verbosity=0)

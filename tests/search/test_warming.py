"""No first visitor of a web process waits for dictionaries."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from search.warming import warm

_LOADED = """
from oer.wsgi import application
import sys
from search.analysis import finnish
from search.analysis.reading import forms_of
from search.analysis.dictionaries import _stemmer
assert application and "oer.urls" in sys.modules
assert finnish.reader.cache_info().currsize == 1
assert forms_of.cache_info().currsize > 8 and _stemmer.cache_info().currsize == 3
"""


def test_a_web_process_has_loaded_them_before_its_first_request(tmp_path: Path) -> None:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "oer.settings.test", "KIERTO_TEST_VAR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", _LOADED], env=env, capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_what_cannot_be_loaded_is_said_and_does_not_stop_the_server(
    settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SEARCH_INDEX_DIR = None
    with caplog.at_level(logging.ERROR):
        warm()
    assert "could not be made ready" in caplog.text

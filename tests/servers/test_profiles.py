"""`make test` counts what every profile reports: a failure in one is a failure of all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.site import ROOT

pytestmark = pytest.mark.slow

TESTS = """
import os
import pytest

def test_passes():
    pass

def test_fails_on_services_only():
    assert not os.environ["DATABASE_URL"]

@pytest.mark.skip(reason="told so")
def test_is_skipped():
    pass

@pytest.mark.browser
def test_in_the_browser():
    pass
"""


def run(folder: Path, text: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the profiles over one file of tests, without Django and without starting servers."""
    (folder / "test_it.py").write_text(text, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n    browser: b\n", encoding="utf-8")
    options = ["-c", str(folder / "pytest.ini"), "-p", "no:django", "-p", "no:hypothesispytest", str(folder)]
    servers = {"DATABASE_URL": "sqlite://", "ELASTICSEARCH_URL": "http://127.0.0.1:1"}
    return subprocess.run(
        [sys.executable, "-m", "tests.profiles", *options],
        cwd=ROOT,
        env={**os.environ, **servers, **env},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_failure_in_one_profile_fails_the_whole_and_says_where(tmp_path):
    done = run(tmp_path, TESTS)
    assert done.returncode == 1, done.stdout
    assert "FAILED [services] test_it.py::test_fails_on_services_only" in done.stdout
    assert "told so" in done.stdout
    assert "1 failed, 4 passed, 2 skipped" in done.stdout.splitlines()[-1]


def test_a_file_that_cannot_be_read_fails_the_whole(tmp_path):
    done = run(tmp_path, "import there_is_no_such_module\n")
    assert done.returncode != 0, done.stdout
    assert "ERROR [embedded] test_it.py" in done.stdout


@pytest.mark.parametrize(("ci", "status", "word"), [("true", 1, "FAILED"), ("", 0, "SKIPPED")])
def test_a_service_that_cannot_be_had_is_skipped_on_a_laptop_and_fails_in_ci(tmp_path, ci, status, word):
    text = "import pytest\nfrom tests.conftest import missing\n\ndef test_it():\n    missing('no engine')\n"
    done = run(tmp_path, text, CI=ci)
    assert done.returncode == status, done.stdout
    assert f"{word} " in done.stdout
    assert "no engine" in done.stdout

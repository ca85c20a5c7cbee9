"""Every string a person reads is there in Finnish and Swedish, whole and up to date."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCALE = Path("oer/locale")
LANGUAGES = ("fi", "sv")
SOURCES = ("oer", "search", "media", "templates")
NAMED = re.compile(r"%\((\w+)\)[sd]|(?<!\{)\{(\w+)\}(?!\})")
UNNAMED = re.compile(r"%[sd]|\{\}")


def catalogue(language: str, root: Path = ROOT) -> polib.POFile:
    """The committed or a freshly made catalogue of a language."""
    path = root / LOCALE / language / "LC_MESSAGES" / "django.po"
    assert path.is_file(), f"{LOCALE}/{language} has no catalogue"
    return polib.pofile(str(path))


def said(entry: polib.POEntry) -> list[str]:
    """Everything an entry says in its language."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def identity(entry: polib.POEntry) -> tuple[str | None, str, str]:
    """What makes a message this message."""
    return entry.msgctxt, entry.msgid, entry.msgid_plural


@pytest.fixture(scope="module")
def fresh(tmp_path_factory) -> Path:
    """A copy of the sources in which makemessages has just been run."""
    root = tmp_path_factory.mktemp("messages")
    for folder in SOURCES:
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    for language in LANGUAGES:
        (root / LOCALE / language / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "manage.py", root)
    command = [
        sys.executable,
        "manage.py",
        "makemessages",
        "--no-location",
        "--no-obsolete",
        "--verbosity",
        "0",
    ]
    for language in LANGUAGES:
        command += ["--locale", language]
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "oer.settings.dev", "KIERTO_VAR": str(root / "var")}
    done = subprocess.run(
        command, cwd=root, env=env, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return root


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated(language):
    entries = [entry for entry in catalogue(language) if not entry.obsolete]
    assert entries
    missing = [entry.msgid for entry in entries if entry.fuzzy or not all(said(entry))]
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_exactly_the_strings_of_the_sources(language, fresh):
    there = {identity(entry) for entry in catalogue(language) if not entry.obsolete}
    wanted = {identity(entry) for entry in catalogue(language, fresh) if not entry.obsolete}
    new, gone = sorted(map(str, wanted - there)), sorted(map(str, there - wanted))
    assert not new, "in the sources, not in the catalogue"
    assert not gone, "in the catalogue, no longer in the sources"


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_named_and_the_same_in_the_translation(language):
    wrong = []
    for entry in catalogue(language):
        if entry.obsolete:
            continue
        if UNNAMED.search(entry.msgid.replace("%%", "")):
            wrong.append(f"unnamed placeholder: {entry.msgid}")
        known = set(NAMED.findall(f"{entry.msgid} {entry.msgid_plural or ''}"))
        for text in filter(None, said(entry)):
            if not set(NAMED.findall(text)) <= known or (
                not entry.msgid_plural and set(NAMED.findall(text)) != known
            ):
                wrong.append(f"{entry.msgid} -> {text}")
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_compiles(language, tmp_path):
    path = ROOT / LOCALE / language / "LC_MESSAGES" / "django.po"
    command = ["msgfmt", "--check", "--output-file", str(tmp_path / "django.mo"), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

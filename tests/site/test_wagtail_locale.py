"""Wagtail's administration speaks Finnish and Swedish throughout: what it does not say itself, we do."""

import json
import re
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.test import RequestFactory
from django.utils import timezone, translation
from django.views.i18n import JavaScriptCatalog

from tests.test_translations import LANGUAGES, NAMED, said

OURS = Path(settings.BASE_DIR) / "oer" / "site" / "wagtail_locale"
SOURCES = sorted(OURS.glob("*/LC_MESSAGES/*.po"))
DOMAINS = ("django", "djangojs")
#: Said better than Wagtail says it.
BETTER = {"Awaiting", "Only reviewers can edit and approve the %(model_name)s"}
#: Words for review that Wagtail uses and Kierto does not: review, arviointi, granskning is what it says.
OTHER_WORDS = {"en": re.compile("moderat", re.I), "fi": re.compile("tarkas(?!tel)|tarkistetta", re.I)}
OTHER_WORDS["sv"] = OTHER_WORDS["en"]


def messages(folder: Path, language: str, domain: str) -> Iterator[polib.POEntry]:
    """What a catalogue says; nothing where there is none."""
    path = folder / language / "LC_MESSAGES" / f"{domain}.po"
    if path.is_file():
        yield from (entry for entry in polib.pofile(str(path)) if not entry.obsolete)


def wagtails(language: str, domain: str) -> Iterator[polib.POEntry]:
    """What the parts of Wagtail that are installed say."""
    for app in apps.get_app_configs():
        if app.name.startswith("wagtail"):
            yield from messages(Path(app.path) / "locale", language, domain)


def identity(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgctxt or "", entry.msgid


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_wagtails_is_left_in_english(language: str, domain: str) -> None:
    asked = {identity(entry) for entry in wagtails("en", domain)}
    theirs = {identity(entry) for entry in wagtails(language, domain) if entry.translated()}
    ours = {identity(entry) for entry in messages(OURS, language, domain) if all(said(entry))}
    assert len(asked) > 20
    assert not asked - theirs - ours, "said in neither catalogue"
    assert not ours - asked, "Wagtail no longer asks for it"
    twice = {words for _, words in ours & theirs}
    about_review = {words for words in twice if re.search("moderat|review", words, re.I)}
    assert twice <= BETTER | about_review, "Wagtail says it itself by now"


@pytest.mark.parametrize("language", OTHER_WORDS)
def test_review_has_one_name(language: str) -> None:
    ours = {identity(entry): said(entry) for entry in messages(OURS, language, "django")}
    for entry in wagtails(language, "django"):
        for text in ours.get(identity(entry)) or [text or entry.msgid for text in said(entry)]:
            assert not OTHER_WORDS[language].search(text), entry.msgid


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: f"{source.parts[-3]} {source.stem}")
def test_our_words_have_the_same_placeholders_and_compile(source: Path, tmp_path: Path) -> None:
    for entry in messages(OURS, source.parts[-3], source.stem):
        known = set(NAMED.findall(f"{entry.msgid} {entry.msgid_plural or ''}"))
        for text in said(entry):
            used = set(NAMED.findall(text))
            assert used <= known if entry.msgid_plural else used == known, entry.msgid
    command = ["msgfmt", "--check-format", "--output-file", str(tmp_path / "checked.mo"), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("language", "name"), [("en", "In review"), ("fi", "Arvioitavana"), ("sv", "Under granskning")]
)
def test_a_page_that_waits_is_called_the_same_everywhere(language: str, name: str) -> None:
    with translation.override(language):
        assert translation.gettext("In Moderation") == name


@pytest.mark.parametrize(
    ("language", "paused", "running"),
    [
        ("fi", "Automaattinen tallennus on keskeytetty", "Tallennetaan automaattisesti…"),
        ("sv", "Den automatiska sparningen är pausad", "Sparar automatiskt…"),
    ],
)
def test_templates_and_scripts_get_them(language: str, paused: str, running: str) -> None:
    with translation.override(language):
        assert translation.gettext("Autosave is paused") == paused
        request = RequestFactory().get("/admin/jsi18n/")
        catalogue = JavaScriptCatalog.as_view(packages=["wagtail.admin"])(request).content.decode()
    assert json.dumps(running) in catalogue


@pytest.mark.parametrize(("language", "ago"), [("fi", "minuutti sitten"), ("sv", "en minut sedan")])
def test_how_long_ago_is_said_in_the_language_too(language: str, ago: str) -> None:
    with translation.override(language):
        assert naturaltime(timezone.now() - timedelta(seconds=70)).replace("\xa0", " ") == ago

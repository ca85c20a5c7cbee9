"""What the demo is made of, and where it is refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from PIL import Image as Pillow

from oer.domain.criteria import RULES
from oer.people.models import User
from oer.screening.criteria_file import read_criteria
from oer.screening.models import CriteriaSet
from oer.site.demo import pictures
from oer.site.demo.film import avi
from oer.site.demo.texts import demo_texts
from oer.site.demo.worksheet import open_document
from oer.site.management.commands.create_demo import CRITERIA


def test_criteria_that_are_in_use_stay_in_use(db: None, tmp_path: Path, settings: Any):
    settings.MEDIA_ROOT = tmp_path
    mine = tmp_path / "criteria.yaml"
    mine.write_text(CRITERIA.read_text(encoding="utf-8").replace('"2026.0"', '"2030.1"'), encoding="utf-8")
    call_command("import_criteria", str(mine), stdout=io.StringIO())
    call_command("create_demo", force=True, stdout=io.StringIO())
    assert CriteriaSet.objects.active().version == "2030.1"


@override_settings(DEBUG=False)
def test_it_refuses_where_public_passwords_have_no_place(db: None):
    with pytest.raises(CommandError, match="public passwords"):
        call_command("create_demo")
    assert not User.objects.exists()


def test_the_starter_criteria_are_a_valid_set_that_machines_evaluate():
    data = read_criteria(CRITERIA)
    automatic = [one for one in data["criteria"] if one["kind"] == "automatic"]
    assert len(automatic) >= 8
    assert {rule["id"] for one in data["criteria"] for rule in one["rules"]} <= set(RULES)


def test_every_text_says_what_it_is():
    for text in demo_texts("materials"):
        assert {"title", "language", "licence", "author", "subjects", "levels"} <= text.facts.keys(), text.key
        assert text.key.startswith(f"{text.facts['language']}-")
    for text in demo_texts("cases"):
        assert set(text.parts()) == {"context", "goal", "implementation", "results", "lessons"}, text.key


def test_a_worksheet_is_an_open_document_with_title_and_language():
    content = open_document("Työ & pohja", "fi", ["# Kuka?", "Nimi"])
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.namelist()[0] == "mimetype"
    assert archive.getinfo("mimetype").compress_type == zipfile.ZIP_STORED
    assert "<dc:title>Työ &amp; pohja</dc:title>" in archive.read("meta.xml").decode()
    assert 'fo:language="fi"' in archive.read("styles.xml").decode()
    assert archive.read("content.xml").decode().count("<text:h ") == 2


def test_a_film_is_an_indexed_avi_of_its_pictures():
    film = avi((Pillow.new("RGB", (64, 48), colour) for colour in ("red", "blue")), rate=2)
    assert (film[:4], film[8:12]) == (b"RIFF", b"AVI ")
    assert int.from_bytes(film[4:8], "little") == len(film) - 8
    assert film.count(b"00dc") == 4
    with pytest.raises(ValueError, match="needs pictures"):
        avi([], rate=2)


def test_the_moon_grows_and_wanes():
    light = [
        sum(frame.resize((128, 72)).convert("L").histogram()[200:])
        for number, frame in enumerate(pictures.moon())
        if number % 24 == 0
    ]
    new, first, full, last = light
    assert new < first < full > last > new

"""House rules of the templates, executable."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template

FOLDER = Path(settings.BASE_DIR) / "templates"
TEMPLATES = sorted(FOLDER.rglob("*.html"))
#: Folders of screens inside Wagtail's admin, whose includes may share its context.
ADMIN = {"admin", "jobs", "screening", "wagtailadmin"}
PUBLIC = [path for path in TEMPLATES if not ADMIN & set(path.relative_to(FOLDER).parts)]


def named(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_compiles(path: Path) -> None:
    get_template(named(path))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_holds_no_inline_script_style_or_handler(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"<script(?![^>]*\ssrc=)", text), "put the script into kierto/*.js"
    assert not re.search(r"<style|\sstyle=", text), "put the style into kierto/*.css"
    assert not re.search(r"\son[a-z]+=", text), "attach the handler in kierto/*.js"


@pytest.mark.parametrize("path", PUBLIC, ids=named)
def test_an_include_says_what_it_is_given(path: Path) -> None:
    for tag in re.findall(r"\{%\s*include\s[^%]*%\}", path.read_text()):
        assert re.search(r"\sonly\s*%\}$", tag), f"close the context of {tag}"


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_every_static_file_named_is_there(path: Path) -> None:
    for name in re.findall(r"\{%\s*static\s+['\"]([^'\"]+)['\"]", path.read_text()):
        assert finders.find(name), f"{name} does not exist"


@pytest.mark.parametrize("path", PUBLIC, ids=named)
def test_a_picture_has_an_alternative_text_or_says_it_has_none(path: Path) -> None:
    for tag in re.findall(r"<img\b[^>]*>", path.read_text()):
        assert " alt=" in tag, tag


@pytest.mark.parametrize("path", PUBLIC, ids=named)
def test_nothing_is_loaded_from_elsewhere(path: Path) -> None:
    assert not re.search(r"(?:src|<link[^>]*\shref)=[\"']?https?:", path.read_text())

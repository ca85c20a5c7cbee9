"""A screen reader is told which words of a page are the material's and which are ours (WCAG 3.1.2)."""

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from media.captions.models import Captions
from media.models import Video
from oer.jobs.worker import run_due_jobs
from oer.site.foundation import set_up_site
from tests.materials.factories import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client, settings: Any, tmp_path: Path) -> BeautifulSoup:
    """A Finnish material with a film, a film to come and a picture, as a Swedish reader has it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    set_up_site()
    made: dict[str, Any] = {"renditions_folder": "abc", "seconds": 250, "has_audio": True}
    film = Video.objects.create(title="Retki", state="ready", width=640, height=360, **made)
    cues = [{"start": 1000, "end": 4000, "text": "Good morning"}]
    Captions.objects.create(video=film, language="en", cues=cues).confirm(None)
    waiting = Video.objects.create(title="Tulossa", state="waiting")
    image = get_image_model().objects.create(title="Lukusuora", file=get_test_image_file())
    picture = {"image": image.pk, "alt_text": "Lukusuora", "decorative": False, "credit": "Aino Aalto"}
    body: list[dict[str, Any]] = [{"type": "video", "value": str(video.pk)} for video in (film, waiting)]
    published(slug="retki", language="fi", body=[*body, {"type": "image", "value": picture}])
    run_due_jobs(["default"])
    return BeautifulSoup(client.get("/sv/materials/retki/").content, "html.parser")


def language(of: Tag | None) -> str:
    """The language that is in force where this element stands."""
    assert of is not None
    return str(of["lang"] if of.has_attr("lang") else of.find_parent(attrs={"lang": True})["lang"])  # type: ignore[index]


@pytest.mark.parametrize(
    ("words", "spoken"),
    [
        ("Ladda ner videon", "sv"),
        ("Videon kan inte laddas.", "sv"),
        ("Videon förbereds", "sv"),
        ("Bild:", "sv"),
        ("Aino Aalto", "fi"),
        ("Tulossa", "fi"),
        ("Retki", "fi"),
        ("Good morning", "en"),
    ],
)
def test_words_in_a_materials_body_are_in_their_own_language(
    page: BeautifulSoup, words: str, spoken: str
) -> None:
    body = page.select_one(".body")
    assert body
    found = [text.parent for text in body.find_all(string=lambda text: words in text)]
    assert [language(one) for one in found] == [spoken] * len(found)
    assert found


def test_the_name_of_a_film_is_in_the_materials_language(page: BeautifulSoup) -> None:
    assert language(page.select_one("video[aria-label=Retki]")) == "fi"
    assert language(page.select_one("[data-player-words]")) == "sv"

"""What an attached file says leads to its page, and the page of results to the file."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from oer.domain.record import Passage
from oer.jobs.worker import run_due_jobs
from search.find import find
from search.query import parse
from tests.search.records import publish, record

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("place", "file", "page"),
    [
        ("/documents/7/kaavat.pdf#page=3", "/documents/7/kaavat.pdf#page=3", 3),
        ("/documents/7/kaavat.docx", "/documents/7/kaavat.docx", None),
        ("https://files.example.org/kaavat.pdf#page=x", "https://files.example.org/kaavat.pdf#page=x", None),
    ],
)
def test_the_file_is_opened_at_the_page_that_says_it(place: str, file: str, page: int | None) -> None:
    publish(record("Harjoitus", passages=(Passage(kind="file", text="Laskusäännöt ja kaavat", place=place),)))
    run_due_jobs()
    hit = find(parse("kaava", "fi")).hits[0]
    assert (hit.file, hit.file_page) == (file, page)
    assert hit.highlights["passage"] == "Laskusäännöt ja <mark>kaavat</mark>"
    assert hit.seconds is None
    with translation.override("en"):
        shown = Client().get("/en/search/", {"q": "kaava"}).content.decode()
    assert f'href="{file}">Open the attached file' in shown
    assert ("at page 3" in shown) == (page == 3)


@pytest.mark.parametrize("place", ["", "b1234-alku", "#t=12"])
def test_what_the_page_itself_says_opens_no_file(place: str) -> None:
    publish(record("Harjoitus", passages=(Passage(kind="body", text="Laskusäännöt ja kaavat", place=place),)))
    run_due_jobs()
    assert find(parse("kaava", "fi")).hits[0].file == ""

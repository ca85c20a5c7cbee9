"""A material as readers see it."""

import pytest
from django.test import Client

from oer.materials.models import MaterialSource
from oer.site.foundation import set_up_site
from tests.materials.factories import clear, draft, published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site() -> None:
    set_up_site()


def test_the_page_says_what_it_is_for_whom_and_what_one_may_do(client: Client) -> None:
    published(slug="luvut", minutes=90)
    body = client.get("/en/materials/luvut/").content.decode()
    for text in (
        "Murtolukuja lukusuoralla",
        "Learning material · Finnish · Mathematics",
        "Grades 3–6",
        "1 h 30 min",
        "Aino Aalto",
        "Checked against the selection criteria 2026.1",
        "You may use and adapt it if you credit the author.",
        "https://creativecommons.org/licenses/by/4.0/",
        "lukusuora",
    ):
        assert text in body


def test_content_carries_its_own_language(client: Client) -> None:
    published(slug="brak", title="Bråktal", language="sv")
    body = client.get("/fi/materials/brak/").content.decode()
    assert '<h1 lang="sv">Bråktal</h1>' in body
    assert '<div class="body" lang="sv">' in body


def test_contents_lead_to_headings_that_are_there(client: Client) -> None:
    published(slug="luvut")
    body = client.get("/fi/materials/luvut/").content.decode()
    anchor = body.split('<a href="#b')[1].split('"')[0]
    assert f'id="b{anchor}"' in body


def test_every_source_is_credited_with_its_licence(client: Client) -> None:
    page = draft(slug="luvut")
    source = MaterialSource(title="Lukusuora", authors_text="Kalle Malli; Maija Meri", licence="CC-BY-SA-4.0")
    page.sources = [source]
    page.save()
    revision = page.save_revision()
    clear(revision)
    revision.publish()
    body = client.get("/fi/materials/luvut/").content.decode()
    assert "Lukusuora, Kalle Malli, Maija Meri" in " ".join(body.split())
    assert "https://creativecommons.org/licenses/by-sa/4.0/" in body


def test_a_source_address_that_could_act_is_not_a_link(client: Client) -> None:
    page = draft(slug="luvut")
    page.sources = [MaterialSource(title="Lukusuora", url="javascript:alert(1)")]
    page.save()
    revision = page.save_revision()
    clear(revision)
    revision.publish()
    assert b"javascript:" not in client.get("/fi/materials/luvut/").content


def test_readers_are_told_when_a_machine_wrote_it(client: Client) -> None:
    published(slug="kone", ai_generated=True)
    published(slug="ihminen")
    assert b"Mostly written by AI." in client.get("/en/materials/kone/").content
    assert b"Mostly written by AI." not in client.get("/en/materials/ihminen/").content


def test_a_draft_can_be_previewed_and_says_it_has_not_been_reviewed() -> None:
    page = draft(slug="luonnos", language="", licence="", subjects=[], levels=[], description="")
    response = page.make_preview_request(preview_mode="")
    response.render()
    body = response.content.decode()
    assert response.status_code == 200
    assert "Murtolukuja lukusuoralla" in body
    assert 'class="note note--wait"' in body
    assert "note--good" not in body


def test_a_title_with_markup_is_shown_as_text(client: Client) -> None:
    published(slug="x", title="<script>alert(1)</script>")
    for path in ("", "materials/", "materials/x/"):
        assert b"<script>alert" not in client.get(f"/fi/{path}").content


def test_the_index_pages_through_everything(client: Client) -> None:
    for number in range(26):
        published(slug=f"m{number}", title=f"Number {number}")
    first = client.get("/en/materials/").content.decode()
    second = client.get("/en/materials/?page=2").content.decode()
    assert first.count('class="card ') == 24
    assert second.count('class="card ') == 2
    assert "Page 1 of 2" in first
    assert client.get("/en/materials/?page=rubbish").content.decode().count('class="card ') == 24

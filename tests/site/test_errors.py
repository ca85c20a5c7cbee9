"""What people see when something is not here, not allowed or broken."""

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils.translation import override

from oer.site.foundation import set_up_site
from oer.site.views import server_error


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_page_that_is_not_here_offers_the_search(client: Client, language: str) -> None:
    set_up_site()
    response = client.get(f"/{language}/nowhere/")
    assert response.status_code == 404
    assert f'action="/{language}/search/"' in response.content.decode()


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_page_of_a_failure_reads_no_database(language: str) -> None:
    # Without the `db` fixture any query raises, and so would the test.
    with override(language):
        response = server_error(RequestFactory().get(f"/{language}/search/?q=x"))
    body = response.content.decode()
    assert response.status_code == 500
    assert f'<html lang="{language}">' in body
    assert f'href="/{language}/search/?q=x"' in body
    assert f"/language/sv/?next=%2F{language}%2Fsearch%2F%3Fq%3Dx" in body


def test_a_view_that_fails_gives_that_page(client: Client, monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    set_up_site()
    client.raise_request_exception = False
    monkeypatch.setattr("oer.site.home.catalogue_stamp", lambda: 1 / 0)
    response = client.get("/sv/")
    assert response.status_code == 500
    assert '<html lang="sv">' in response.content.decode()


@pytest.mark.parametrize("template", ["403.html", "403_csrf.html", "404.html", "410.html", "500.html"])
def test_every_error_page_can_be_written_with_nothing_at_hand(template: str) -> None:
    with override("en"):
        body = render_to_string(template, {})
    assert "To the front page" in body


@pytest.mark.django_db
def test_a_stale_form_says_that_nothing_was_saved() -> None:
    response = Client(enforce_csrf_checks=True).post("/en/login/", {"username": "x", "password": "y"})
    assert response.status_code == 403
    assert b"Nothing was saved." in response.content

"""One page tree, three interface languages."""

import pytest
from django.test import Client

from oer.site.foundation import set_up_site
from oer.site.languages import in_language
from tests.materials.factories import published

LANGUAGES = ("fi", "sv", "en")


@pytest.mark.parametrize(
    ("address", "code", "expected"),
    [
        ("/fi/", "sv", "/sv/"),
        ("/fi/materials/x/", "en", "/en/materials/x/"),
        ("/sv/search/?q=br%C3%A5k&level=basic-3-6", "fi", "/fi/search/?q=br%C3%A5k&level=basic-3-6"),
        ("/r/7c4d/", "sv", "/r/7c4d/"),
        ("/finland/", "sv", "/finland/"),
        ("/fi", "sv", "/fi"),
        ("/", "sv", "/"),
    ],
)
def test_an_address_differs_by_its_prefix_only(address: str, code: str, expected: str) -> None:
    assert in_language(address, code) == expected


@pytest.mark.parametrize(
    ("cookie", "header", "expected"),
    [
        ("", "", "/fi/"),
        ("", "de", "/fi/"),
        ("", "sv-FI,sv;q=0.9,en;q=0.8", "/sv/"),
        ("en", "sv", "/en/"),
        ("xx", "sv", "/sv/"),
    ],
)
def test_the_root_goes_by_cookie_then_browser_then_finnish(
    client: Client, db: None, cookie: str, header: str, expected: str
) -> None:
    if cookie:
        client.cookies["django_language"] = cookie
    response = client.get("/", headers={"Accept-Language": header})
    assert (response.status_code, response["Location"]) == (302, expected)


def test_choosing_a_language_is_remembered_and_keeps_the_page_and_its_query(client: Client) -> None:
    response = client.get("/language/sv/", {"next": "/fi/search/?q=murtoluvut&level=basic-3-6"})
    assert response["Location"] == "/sv/search/?q=murtoluvut&level=basic-3-6"
    assert response.cookies["django_language"].value == "sv"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "fi/", ""]
)
def test_choosing_a_language_never_leads_off_the_site(client: Client, elsewhere: str) -> None:
    assert client.get("/language/sv/", {"next": elsewhere})["Location"] == "/sv/"


def test_a_language_we_do_not_speak_is_not_found(client: Client, db: None) -> None:
    assert client.get("/language/de/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "path", ["", "materials/", "cases/", "materials/luvut/", "search/?q=murtoluvut", "login/", "nowhere/"]
)
def test_every_page_speaks_the_language_of_its_address_and_links_to_itself_in_the_others(
    client: Client, language: str, path: str
) -> None:
    set_up_site()
    published(slug="luvut")
    body = client.get(f"/{language}/{path}").content.decode()
    assert f'<html lang="{language}">' in body
    for other in LANGUAGES:
        assert f'href="/language/{other}/?next=%2F{language}%2F' in body
        if path != "nowhere/":
            assert f'hreflang="{other}" href="/{other}/{path.replace("&", "&amp;")}"' in body


@pytest.mark.django_db
def test_the_switch_on_an_address_without_prefix_comes_back_to_it(client: Client) -> None:
    set_up_site()
    body = client.get("/r/00000000-0000-0000-0000-000000000000", headers={"Accept-Language": "sv"}).content
    assert b"/language/fi/?next=%2Fr%2F00000000" in body

"""A source published here is known by its address."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import PageViewRestriction

from oer.materials.sources import page_at
from oer.site.foundation import set_up_site
from tests.materials.factories import draft, published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://kierto.example"
    set_up_site()


def test_a_page_is_known_by_each_of_its_addresses() -> None:
    page = published()
    path = f"materials/{page.slug}/"
    for address in (
        f"https://kierto.example/fi/{path}",
        f"https://kierto.example/sv/{path}#alku",
        f"http://kierto.example/en/materials/{page.slug}?a=b",
        f"https://kierto.example/r/{page.translation_key}",
        f" https://kierto.example/r/{page.translation_key}/ ",
    ):
        found = page_at(address)
        assert found is not None, address
        assert found.pk == page.pk


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://elsewhere.example/fi/materials/murtolukuja-lukusuoralla/",
        "https://kierto.example/materials/murtolukuja-lukusuoralla/",
        "https://kierto.example/fi/materials/no-such-page/",
        "https://kierto.example/r/not-a-uuid",
        "https://kierto.example/r/00000000-0000-0000-0000-000000000000",
        "https://[broken/fi/",
        "javascript:alert(1)",
    ],
)
def test_other_addresses_are_of_no_page_here(address: str) -> None:
    published(title="Murtolukuja lukusuoralla")
    assert page_at(address) is None


def test_what_is_not_public_is_not_known() -> None:
    page, hidden = draft(), published()
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    for one in (page, hidden):
        assert page_at(f"https://kierto.example/r/{one.translation_key}") is None

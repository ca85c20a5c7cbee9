"""The admin in its own colours, by day and by night."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.editor import sign_in
from tests.site.test_in_a_browser import violations

pytestmark = pytest.mark.browser

PAGES = {
    "teacher": ("/admin/", "/admin/videos/", "/admin/videos/new/", "/admin/account/"),
    "reviewer": ("/admin/", "/admin/images/"),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_everything_stands_out_from_its_ground(page: Page, live_site: str, name: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    sign_in(page, live_site, name, "/admin/")
    addresses = [*PAGES[name]]
    # What the person works on: the page under review in the editor, or on the reviewer's desk.
    work = page.locator("main a", has_text="Sääpäiväkirja").first.get_attribute("href")
    assert work
    addresses.append(work)
    found = []
    for address in addresses:
        page.goto(f"{live_site}{address}")
        page.wait_for_load_state("networkidle")
        found += [f"{address} {line}" for line in violations(page) if re.match("color-contrast:", line)]
    assert found == []

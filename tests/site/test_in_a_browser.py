"""The public pages in a real browser: accessible, narrow enough for a phone, and whole without JavaScript."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
#: Pages by name; a function finds the address where it is not fixed.
PAGES = ("home", "materials", "material", "case", "search", "nothing found", "login", "account", "not found")
ADDRESSES = {
    "home": "/fi/",
    "materials": "/fi/materials/",
    "search": "/fi/search/?q=murtolukuja&level=basic-3-6",
    "nothing found": "/sv/search/?q=zxqvzxqv",
    "login": "/sv/login/",
}


def open_page(page: Page, site: str, name: str) -> None:
    """Go to one of `PAGES`; the first material or case of the demo is found by its card."""
    if name == "not found":
        # The running system is a laptop's, whose 404 is Django's own: ours stands in for it.
        body = render_to_string("404.html", {})
        page.route("**/nowhere/", lambda route: route.fulfill(body=body, content_type="text/html"))
        page.goto(f"{site}/en/nowhere/")
        return
    if name == "account":
        page.goto(f"{site}/fi/login/")
        page.locator("[name=username]").fill("teacher")
        page.locator("[name=password]").fill("teacher-demo")
        page.locator("form.form button").click()
        page.wait_for_url("**/fi/account/")
        return
    if name in ADDRESSES:
        page.goto(site + ADDRESSES[name])
        return
    page.goto(f"{site}/fi/{'materials' if name == 'material' else 'cases'}/")
    page.locator(".card__title a").first.click()
    page.wait_for_selector(".page-head h1")
    page.wait_for_load_state("load")


def violations(page: Page) -> list[str]:
    """What axe finds serious or critical, a line each."""
    page.evaluate(AXE.read_text())
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{problem['id']}: {node['target']} {node['failureSummary']}"
        for problem in found["violations"]
        if problem["impact"] in ("serious", "critical")
        for node in problem["nodes"]
    ]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_stands_in_the_way_of_anyone(
    page: Page, live_site: str, name: str, scheme: Any
) -> None:
    page.emulate_media(color_scheme=scheme)
    open_page(page, live_site, name)
    assert violations(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_screen_of_320_pixels(page: Page, live_site: str, name: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    open_page(page, live_site, name)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_its_own_policy_and_misses_no_file(page: Page, live_site: str, name: str) -> None:
    wrong: list[str] = []
    page.on(
        "console", lambda message: wrong.append(message.text) if "Content Security" in message.text else None
    )
    page.on(
        "response", lambda got: wrong.append(got.url) if got.status >= 400 and "/static/" in got.url else None
    )
    open_page(page, live_site, name)
    page.wait_for_load_state("networkidle")
    assert wrong == []


def test_searching_narrowing_and_reading_work_without_javascript(browser: Any, live_site: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 800})
    page = context.new_page()
    page.goto(f"{live_site}/fi/")
    page.locator("#home-search").fill("murtolukuja")
    page.locator(".search-box__button").click()
    page.locator(".drawer__open").click()
    page.locator("input[name=language][value=fi]").check()
    page.locator(".facets button").click()
    assert "language=fi" in page.url
    assert "q=murtolukuja" in page.url
    page.locator(".hit__title a").first.click()
    expect(page.locator(".page-head h1")).to_be_visible()
    context.close()


def test_the_language_switch_keeps_the_search_and_is_remembered(page: Page, live_site: str) -> None:
    page.goto(f"{live_site}/fi/search/?q=murtolukuja&level=basic-3-6")
    page.locator(".languages a[hreflang=sv]").click()
    assert page.url == f"{live_site}/sv/search/?q=murtolukuja&level=basic-3-6"
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    page.goto(live_site)
    assert page.url == f"{live_site}/sv/"


def test_the_filters_are_open_on_a_wide_screen_and_a_drawer_on_a_phone(page: Page, live_site: str) -> None:
    page.goto(f"{live_site}/fi/search/")
    expect(page.locator(".facets button")).to_be_visible()
    page.set_viewport_size({"width": 375, "height": 800})
    expect(page.locator(".facets button")).not_to_be_visible()
    page.locator(".drawer__open").click()
    expect(page.locator(".facets button")).to_be_visible()


def test_the_keyboard_reaches_the_content_past_the_navigation(page: Page, live_site: str) -> None:
    page.goto(f"{live_site}/fi/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()

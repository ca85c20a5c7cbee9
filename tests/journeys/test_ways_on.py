"""Ways on from a search in a real browser: offers by key and touch, like materials, no results, a wish."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.browser

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


def violations(page: Any) -> list[str]:
    """What axe-core finds wrong with the search box, its list and the ways on."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    parts = "['.search-box', '.nothing', '.similar'].filter(part => document.querySelector(part))"
    found = page.evaluate(f"axe.run({{ include: {parts} }}, {{ resultTypes: ['violations'] }})")
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found["violations"]]


@pytest.fixture(autouse=True)
def indexed(live_site: str, page: Any) -> None:
    """The worker has indexed what the site began with."""
    end = time.monotonic() + 90
    while not page.request.get(f"{live_site}/search/suggest?q=murtol&lang=fi").json():
        assert time.monotonic() < end, "The demo content is not indexed."
        time.sleep(0.5)


def type_into_the_box(page: Any, address: str, text: str) -> Any:
    page.goto(address)
    box = page.get_by_role("combobox").first
    box.click()
    box.press_sequentially(text, delay=20)
    page.locator("[role=listbox]:not([hidden])").wait_for()
    return box


def test_a_title_is_offered_and_opened_by_the_keyboard(live_site: str, page: Any) -> None:
    box = type_into_the_box(page, f"{live_site}/fi/", "murtol")
    assert box.get_attribute("aria-expanded") == "true"
    assert violations(page) == []
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "murtol"
    option = page.get_by_role("option", name="Murtoluvut lukusuoralla")
    for _time in range(10):
        box.press("ArrowDown")
        if option.get_attribute("aria-selected") == "true":
            break
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    box.press("Enter")
    page.wait_for_url("**/materials/murtoluvut-lukusuoralla/")
    similar = page.locator(".similar")
    if similar.count():
        assert "Murtoluvut lukusuoralla" not in similar.locator("h3").all_inner_texts()
        assert violations(page) == []


def test_a_subject_is_offered_and_tapped_on_a_phone(live_site: str, browser: Any) -> None:
    context = browser.new_context(locale="sv-FI", viewport={"width": 320, "height": 640}, has_touch=True)
    page = context.new_page()
    type_into_the_box(page, f"{live_site}/sv/search/", "matem")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("option", name="Matematik", exact=True).last.tap()
    page.wait_for_url("**/sv/search/?subject=mathematics")
    assert page.locator(".hit").count()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_without_scripts_a_search_in_vain_has_ways_on_and_takes_a_wish(
    live_site: str, browser: Any, scheme: str
) -> None:
    context = browser.new_context(locale="fi-FI", java_script_enabled=False, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{live_site}/fi/search/?q=murtoluku&kind=case&level=higher")
    without = page.locator(".way a.chip--on")
    assert without.count() == 1
    without.click()
    assert page.locator(".hit").count()
    page.goto(f"{live_site}/fi/search/?q=zzqqyyxx")
    assert page.locator(".way a[href*='subject=']").count()
    page.fill(".nothing textarea", "Luokalle 3")
    page.locator(".nothing button[type=submit]").click()
    page.wait_for_url("**/fi/search/?q=zzqqyyxx")
    assert page.locator(".messages, .note").first.inner_text()
    context.close()

"""What is wider than the screen in a text, in a real browser: scrolled by keyboard, and only then a stop."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from oer.materials.markdown import render
from oer.materials.showing import Setting, as_shown
from tests.site.test_in_a_browser import open_page, violations

pytestmark = pytest.mark.browser

CELLS = " | ".join(f"Kymmenesosa{number}" for number in range(3))
TEXT = (
    f"| {CELLS} |\n|{'---|' * 3}\n| {CELLS} |\n\n```\nyksi_rivi_{'jatkuu_' * 6}\n```\n\n"
    f"$${'+'.join(f'x_{number}^2' for number in range(12))} = 1$$\n"
)
FRAMES = ("div.wide--table", "div.wide--pre", "span.wide--math")


@pytest.fixture
def written(page: Page) -> Page:
    """A page on which every material has this text, too, as the server shows it."""

    def add(route: Route) -> None:
        answer = route.fetch()
        text = as_shown(render(TEXT), "b1", Setting(language="fi"))
        begun = '<div class="prose">'
        route.fulfill(response=answer, body=answer.text().replace(begun, f"{begun}{text}", 1))

    page.route("**/materials/*/", add)
    return page


def test_what_does_not_fit_a_phone_is_scrolled_by_keyboard(written: Page, live_site: str) -> None:
    written.set_viewport_size({"width": 320, "height": 640})
    open_page(written, live_site, "material")
    reached: dict[str, Any] = {}
    for _stop in range(60):
        written.keyboard.press("Tab")
        for frame in FRAMES:
            here = written.locator(frame).first
            if here.evaluate("frame => frame === document.activeElement"):
                written.keyboard.press("ArrowRight")
                expect(here).not_to_have_js_property("scrollLeft", 0)
                reached[frame] = here.get_attribute("aria-label")
    assert reached.keys() == set(FRAMES)
    assert all(reached.values())
    assert written.evaluate("document.documentElement.scrollWidth") <= 320
    assert not violations(written)


def test_what_fits_is_no_stop(written: Page, live_site: str) -> None:
    written.set_viewport_size({"width": 2400, "height": 900})
    open_page(written, live_site, "material")
    for frame in FRAMES:
        expect(written.locator(frame).first).not_to_have_attribute("tabindex", "0")
    written.set_viewport_size({"width": 320, "height": 640})
    for frame in FRAMES:
        expect(written.locator(frame).first).to_have_attribute("tabindex", "0")

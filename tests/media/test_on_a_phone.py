"""A teacher with a phone: uploads, follows on her desk how it goes, and captions; nothing is cut off."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.editor import sign_in
from tests.media.clips import make

pytestmark = [pytest.mark.browser, pytest.mark.ffmpeg]

#: What of our own part of the page stands out over the right edge; the admin cuts it off.
BEYOND = """() => [...document.querySelectorAll('main .nice-padding *, main section *, main form *')]
  .filter(one => one.getBoundingClientRect().right > innerWidth + 1 && one.checkVisibility())
  .filter(one => !one.closest('.plyr, header, .w-sr-only'))
  .map(one => [one, one.parentElement].map(it => it.cloneNode(false).outerHTML.slice(0, 160)).join(' in '))"""


@pytest.fixture
def phone(browser: Browser) -> Any:
    """A page 360 pixels wide."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="fi-FI")
    yield context.new_page()
    context.close()


def whole(page: Page) -> None:
    """Nothing is cut off."""
    assert page.evaluate(BEYOND) == []


def test_a_video_is_uploaded_followed_and_captioned_on_a_phone(
    phone: Page, live_site: str, tmp_path: Path, tools: None
) -> None:
    more = ("-preset", "ultrafast")
    film = make(tmp_path / "kuutosten_ilmastonmuutosprojekti.mp4", size="720x1280", seconds=6, more=more)
    sign_in(phone, live_site, "teacher", "/admin/videos/new/")
    whole(phone)
    phone.set_input_files("input[type=file]", film)
    phone.locator("main form button[type=submit]").last.click()
    phone.wait_for_url(re.compile(r"/admin/videos/edit/"))
    whole(phone)
    phone.goto(f"{live_site}/fi/account/")
    mine = phone.locator(".video-desk li", has_text="kuutosten ilmastonmuutosprojekti")
    phone.evaluate("window.loadedOnce = true")
    expect(mine).to_contain_text("Valmis", timeout=60_000)
    assert phone.evaluate("window.loadedOnce"), "it followed by itself"
    mine.locator("a").first.click()
    phone.locator("#captions a[href*='/captions/add/']").click()
    whole(phone)
    phone.locator("main form button[type=submit]").last.click()
    phone.wait_for_url(re.compile(r"/admin/videos/captions/"))
    whole(phone)
    for page in ("/admin/", "/admin/videos/", "/fi/account/"):
        phone.goto(f"{live_site}{page}")
        whole(phone)
    phone.locator(".video-desk a[lang=fi]").first.click()
    phone.wait_for_url(re.compile(r"/admin/videos/captions/"))
    phone.go_back()
    mine.locator("a").first.click()
    expect(phone.locator("#captions th a")).to_have_text("suomi")
    whole(phone)

"""A new file for a video, as its author meets it while it is converted."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.editor import sign_in
from tests.media.clips import make

pytestmark = [pytest.mark.browser, pytest.mark.ffmpeg]


def choose(page: Page, film: Path) -> None:
    """Sends the form with this file; the page that follows says how far it is."""
    page.set_input_files("input[type=file]", film)
    # The page may have had the same address before.
    with page.expect_navigation(url=re.compile(r"/admin/videos/edit/")):
        page.locator("main form button[type=submit]").last.click()


def test_a_new_file_is_discarded_and_what_can_be_done_goes_when_it_has_come(
    page: Page, live_site: str, tools: None, tmp_path: Path
) -> None:
    sign_in(page, live_site, "teacher", "/admin/videos/new/")
    choose(page, make(tmp_path / "eka.mp4"))
    expect(page.locator("main video")).to_be_visible(timeout=90_000)
    choose(page, make(tmp_path / "vika.mp4", seconds=120))
    discard = page.get_by_role("link", name="Poista uusi tiedosto")
    discard.click()
    page.get_by_role("button", name="Kyllä, poista").click()
    expect(page.get_by_text("Uusi tiedosto ”vika.mp4” on poistettu. Video on ennallaan.")).to_be_visible()
    expect(discard).to_have_count(0)
    choose(page, make(tmp_path / "toka.mp4", size="426x240", seconds=8))
    # Somebody is writing, so the page is not loaded anew under their hands.
    page.locator("input[name=title]").fill("Lumi sulaa")
    discard.focus()
    expect(page.locator("[data-news]")).to_contain_text("Video on valmis", timeout=90_000)
    expect(discard).to_have_count(0)
    assert page.locator("input[name=title]").input_value() == "Lumi sulaa"

"""A teacher captions a video: from a file, corrected beside the film by keyboard, confirmed for everybody."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from media.sandbox import find_fault
from tests.conftest import missing
from tests.journeys import editor
from tests.journeys.test_publish import until
from tests.media.clips import make

pytestmark = pytest.mark.browser

AXE = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
SRT = (
    "1\n00:00:01,000 --> 00:00:03,000\nHyvää päivää kaikille\n\n"
    "2\n00:00:03,500 --> 00:00:03,000\nLumi sulaa nyt ja vesi virtaa\n"
)


def uploaded(page: Any, site: str, folder: Path) -> None:
    """A clip of twelve seconds on the teacher's desk, converted."""
    if fault := find_fault():
        missing(fault)
    clip = make(folder / "lumi.mp4", seconds=12, more=("-preset", "ultrafast"))
    editor.sign_in(page, site, "teacher", "/admin/videos/new/")
    page.set_input_files("input[type=file]", clip)
    page.fill("input[name=title]", "Lumen sulaminen")
    page.locator("main button[type=submit], form button[type=submit]").last.click()
    page.wait_for_url(re.compile("/videos/edit/"))
    until(lambda: page.reload() and page.locator("video[data-master]").count(), 60, "the video to be ready")


def said(page: Any) -> list[str]:
    """The texts of the list."""
    texts: list[str] = page.locator(".cues textarea").evaluate_all("all => all.map(one => one.value)")
    return texts


def corrected(page: Any) -> None:
    """The fault of the second caption mended, then divided, added to and undone, without a mouse."""
    page.locator(".cue .captions-editor__fault").wait_for()
    ends = page.locator("[data-cue='1'] input[data-side=end]")
    ends.fill("0:06,5")
    ends.press("Tab")
    page.locator(".cue .captions-editor__fault").wait_for(state="detached")
    text = page.locator("[data-cue='1'] textarea")
    text.focus()
    text.evaluate("area => area.setSelectionRange(14, 14)")
    page.keyboard.press("Alt+KeyS")
    assert said(page) == ["Hyvää päivää kaikille", "Lumi sulaa nyt", "ja vesi virtaa"]
    page.keyboard.press("Alt+Enter")
    assert said(page)[-1] == ""
    page.locator("[data-do=undo]").press("Enter")
    assert len(said(page)) == 3
    page.keyboard.press("Control+KeyS")
    page.locator(".captions-editor__status", has_text=re.compile("Tallennettu|Saved")).wait_for()


def test_captions_are_corrected_beside_the_video_and_confirmed(
    live_site: str, page: Any, tmp_path: Path
) -> None:
    uploaded(page, live_site, tmp_path)
    page.locator("#captions p > a.button").click()
    file = tmp_path / "tekstit.srt"
    file.write_text(SRT, encoding="cp1252")
    page.set_input_files("input[type=file]", file)
    page.locator("form[enctype] button[type=submit]").click()
    page.locator(".cues").wait_for()
    corrected(page)
    page.locator("[data-cue='1'] textarea").focus()
    page.keyboard.press("Alt+KeyP")
    page.wait_for_function("() => document.querySelector('video').currentTime > 3.4")
    page.locator(".captions-editor__now", has_text="Lumi sulaa nyt").wait_for()
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run('.captions-editor', {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa']})")
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found["violations"]] == []
    page.locator("[data-captions-confirm] button").click()
    page.locator(".messages .success").first.wait_for()
    assert page.locator("video track").get_attribute("srclang") == "fi"
    page.locator("#captions table", has_text=re.compile("Vahvistettu|Confirmed")).wait_for()

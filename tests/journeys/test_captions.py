"""A teacher captions a video: from a file, corrected beside the film by keyboard, confirmed for everybody."""

import json
import re
import time
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


def opened(page: Any, folder: Path, text: str) -> None:
    """The editor of captions just added from a file, on the way from the video's page."""
    page.locator("#captions p > a.button").click()
    file = folder / "tekstit.srt"
    file.write_text(text, encoding="cp1252")
    page.set_input_files("input[type=file]", file)
    page.locator("form[enctype] button[type=submit]").click()
    page.locator(".cues").wait_for()


def status(page: Any, words: str) -> None:
    """Waits until the bar says so."""
    page.locator(".captions-editor__status", has_text=re.compile(words)).wait_for()


def asks_before_leaving(page: Any) -> bool:
    """Whether the page would ask somebody who leaves it."""
    leave = "dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    return not page.evaluate(leave)


def undone(page: Any) -> None:
    """Two texts and a time changed; each is undone alone, the last first."""
    before = said(page)
    end = page.locator("[data-cue='1'] input[data-side=end]")
    page.locator("[data-cue='0'] textarea").press_sequentially(" ja huomenta")
    page.locator("[data-cue='1'] textarea").press_sequentially(" taas")
    written = said(page)
    end.fill("0:09")
    end.press("Tab")
    assert end.input_value() == "0:09.000"
    undo = page.locator("[data-do=undo]")
    undo.click()
    assert (end.input_value(), said(page)) == ("0:07.000", written)
    undo.click()
    assert said(page) == [written[0], before[1]]
    undo.click()
    assert said(page) == before
    assert undo.is_disabled()


def saved_in_a_hurry(page: Any) -> None:
    """Ctrl+S again and again while the answer is slow: nobody else has saved, and nothing is left."""
    sent: list[dict[str, Any]] = []

    def slowly(route: Any) -> None:
        sent.append(json.loads(route.request.post_data))
        time.sleep(0.3)
        route.continue_()

    page.route("**/save/", slowly)
    text = page.locator("[data-cue='1'] textarea")
    for letter in "abc":
        text.press_sequentially(letter)
        page.keyboard.press("Control+KeyS")
        page.keyboard.press("Control+KeyS")
    status(page, "^(Tallennettu|Saved)")
    page.wait_for_timeout(1500)
    page.unroute("**/save/")
    assert page.locator(".captions-editor__status.captions-editor__fault").count() == 0
    savings = [one for one in sent if "version" in one]
    assert [one["version"] for one in savings] == list(range(1, len(savings) + 1))
    assert savings[-1]["cues"][1]["text"].endswith("abc")
    assert len(savings) < 6, "what waits is saved together"


def written_as_text(page: Any) -> None:
    """The text is typed in, saved by the keys, refused when it is none, and is a list again."""
    page.locator("[data-do=plain]").click()
    area = page.locator("[data-captions-text]")
    assert area.get_attribute("dir") == "auto"
    for name in ("undo", "addFirst"):
        assert page.locator(f"[data-do={name}]").is_hidden()
    assert not asks_before_leaving(page)
    whole = area.input_value()
    area.fill("pelkkää")
    assert asks_before_leaving(page)
    page.keyboard.press("Control+KeyS")
    status(page, "00:00:01.000 --> 00:00:04.000")
    assert area.input_value() == "pelkkää"
    area.fill(whole.replace("Lumi", "Elementti &lt;p&gt; ja lumi"))
    page.keyboard.press("Control+KeyS")
    status(page, "^(Tallennettu|Saved)")
    assert not asks_before_leaving(page)
    page.locator("[data-do=plain]").click()
    assert "Elementti <p> ja lumi" in said(page)[1]
    page.reload()
    page.locator(".cues").wait_for()
    assert "Elementti <p> ja lumi" in said(page)[1]


def read_without_a_script(browser: Any, page: Any) -> None:
    """A line of the transcript leads to the film itself, which has been loaded and stands at that second."""
    context = browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    plain = context.new_page()
    plain.goto(page.url)
    plain.locator("[data-transcript] summary").click()
    plain.get_by_role("link", name="Lumi sulaa nyt").click()
    plain.wait_for_url(re.compile(r"/video\.mp4#t=3\.5$"))
    # Not by `wait_for_function`: where pages may run no script it cannot wait, but questions are answered.
    until(lambda: plain.evaluate("document.querySelector('video').readyState > 1"), 20, "the film to load")
    assert plain.evaluate("document.querySelector('video').currentTime") >= 3.5
    context.close()


def test_nothing_that_is_typed_is_lost_on_the_way_to_everybody(
    live_site: str, page: Any, tmp_path: Path
) -> None:
    uploaded(page, live_site, tmp_path)
    opened(page, tmp_path, SRT.replace("00:00:03,500 --> 00:00:03,000", "00:00:03,500 --> 00:00:07,000"))
    undone(page)
    saved_in_a_hurry(page)
    written_as_text(page)
    page.locator("[data-do=plain]").click()
    area = page.locator("[data-captions-text]")
    area.fill(area.input_value().replace("Hyvää päivää", "Huomenta"))
    page.locator("[data-captions-confirm] button").click()
    page.locator(".messages .success").first.wait_for()
    track = page.locator("video track").get_attribute("src")
    shown = page.request.get(f"{live_site}{track}").text()
    assert "Huomenta kaikille" in shown
    assert "Elementti &lt;p&gt; ja lumi" in shown


def test_captions_are_corrected_beside_the_video_and_confirmed(
    live_site: str, browser: Any, page: Any, tmp_path: Path
) -> None:
    uploaded(page, live_site, tmp_path)
    opened(page, tmp_path, SRT)
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
    read_without_a_script(browser, page)

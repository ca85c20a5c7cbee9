"""The player in a real browser: renditions through hls.js, the MP4 when they cannot be had."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from tests.media.pages import played, ready

pytestmark = [pytest.mark.browser, pytest.mark.ffmpeg, pytest.mark.usefixtures("tools")]

AXE = django_settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"


def test_a_film_plays_adaptively_without_errors(page: Any, pages: tuple[str, Path]) -> None:
    errors: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    assert played(page, f"{pages[0]}/good.html") == "hls"
    assert not errors
    assert any(url.endswith("0.m4s") for url in asked)
    assert page.evaluate("document.querySelector('video').videoWidth") in (416, 640)


def test_a_film_whose_playlist_is_lost_plays_as_a_file(page: Any, pages: tuple[str, Path]) -> None:
    assert played(page, f"{pages[0]}/lost.html") == "mp4"


def test_nothing_is_fetched_in_pieces_before_somebody_plays(page: Any, pages: tuple[str, Path]) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{pages[0]}/good.html")
    page.wait_for_timeout(500)
    assert any(url.endswith("player.js") for url in asked)
    assert not [url for url in asked if url.endswith((".m3u8", ".m4s", "hls.min.mjs"))]


def test_captions_are_off_in_the_language_spoken_and_on_in_another(
    page: Any, pages: tuple[str, Path]
) -> None:
    ready(page, f"{pages[0]}/good.html")
    assert page.locator(".plyr--captions-active").count() == 0
    ready(page, f"{pages[0]}/good-sv.html")
    page.locator(".plyr--captions-active").wait_for()
    page.evaluate("document.querySelector('video').currentTime = 4")
    page.locator(".plyr__captions[lang=fi]", has_text="Tänään mittaamme").wait_for()


def test_the_players_words_are_in_the_pages_language_and_its_title_in_its_own(
    page: Any, pages: tuple[str, Path]
) -> None:
    ready(page, f"{pages[0]}/good-sv.html")
    spoken = "document.querySelector('SELECTOR').closest('[lang]').lang"
    for selector, language in (
        (".plyr[aria-label=Koe]", "fi"),
        (".plyr__control--overlaid", "sv"),
        (".plyr__controls [data-plyr=play]", "sv"),
        (".plyr__menu__container button", "sv"),
    ):
        assert page.evaluate(spoken.replace("SELECTOR", selector)) == language, selector


def test_captions_chosen_elsewhere_are_on_though_in_another_language(
    page: Any, pages: tuple[str, Path]
) -> None:
    page.goto(f"{pages[0]}/good.html")
    page.evaluate("localStorage['kierto-player'] = JSON.stringify({captions: true, language: 'sv'})")
    ready(page, f"{pages[0]}/good.html")
    page.locator(".plyr--captions-active").wait_for()
    assert page.evaluate("JSON.parse(localStorage['kierto-player']).language") == "sv", "it stays chosen"


def test_what_somebody_chose_is_remembered(page: Any, pages: tuple[str, Path]) -> None:
    ready(page, f"{pages[0]}/good.html")
    page.locator("[data-plyr=captions]").focus()
    page.keyboard.press("Enter")
    page.locator(".plyr--captions-active").wait_for()
    page.locator("[data-plyr=settings]").first.click()
    page.get_by_role("menuitem", name=re.compile("Nopeus|Speed")).click()
    page.get_by_role("menuitemradio", name="1.5×").click()
    page.wait_for_function("JSON.parse(localStorage['kierto-player']).speed === 1.5")
    ready(page, f"{pages[0]}/good.html")
    page.locator(".plyr--captions-active").wait_for()
    page.wait_for_function("document.querySelector('video').playbackRate === 1.5")
    # Playing changes from the file to the playlist, and the speed stays.
    assert played(page, f"{pages[0]}/good.html") == "hls"
    assert page.evaluate("document.querySelector('video').playbackRate") == 1.5


def test_the_quality_chosen_is_the_one_played(page: Any, pages: tuple[str, Path]) -> None:
    ready(page, f"{pages[0]}/good.html")
    page.locator("[data-plyr=settings]").first.click()
    page.get_by_role("menuitem", name=re.compile("Kuvanlaatu|quality")).click()
    page.get_by_role("menuitemradio", name="234p").click()
    assert played(page, f"{pages[0]}/good.html") == "hls", "the choice is kept over a reload"
    page.wait_for_function("document.querySelector('video').videoHeight === 234")


def test_a_line_of_the_transcript_jumps_to_its_second(page: Any, pages: tuple[str, Path]) -> None:
    ready(page, f"{pages[0]}/good.html")
    page.evaluate("document.querySelector('video').muted = true")
    page.locator("[data-transcript] summary").click()
    assert page.get_by_text("Vesi jäätyy nollassa <asteessa> & sulaa siinä.").count() == 1
    page.get_by_role("link", name="Vesi jäätyy").click()
    page.wait_for_function("document.querySelector('video').currentTime > 12.3")
    assert page.evaluate("document.querySelector('video').currentTime") < 20
    assert page.locator("[aria-current=true]").inner_text().startswith("Vesi")
    assert page.url.endswith("good.html"), "the page is not left"


def test_the_film_is_seen_when_a_line_jumps(page: Any, pages: tuple[str, Path]) -> None:
    page.set_viewport_size({"width": 740, "height": 360})
    ready(page, f"{pages[0]}/good.html")
    page.locator("[data-transcript] summary").click()
    page.get_by_role("link", name="Vesi jäätyy").click()
    page.wait_for_function(
        "(({top, bottom}) => top >= -1 && bottom <= innerHeight + 1)"
        "(document.querySelector('[data-video-frame]').getBoundingClientRect())"
    )


def test_an_address_with_a_time_opens_at_that_second(page: Any, pages: tuple[str, Path]) -> None:
    ready(page, f"{pages[0]}/good.html#t=12.5")
    page.wait_for_function("document.querySelector('video').currentTime === 12.5")
    page.evaluate("location.hash = '#t=3&video=abcd1234'")
    page.wait_for_function("document.querySelector('video').currentTime === 3")


def test_a_video_goes_on_where_it_was_left(page: Any, pages: tuple[str, Path]) -> None:
    played(page, f"{pages[0]}/good.html#t=13")
    page.wait_for_function("document.querySelector('video').currentTime > 14")
    page.evaluate("document.querySelector('video').pause()")
    ready(page, f"{pages[0]}/good.html?again")
    page.wait_for_function("document.querySelector('video').currentTime >= 13")
    assert page.evaluate("document.querySelector('video').paused")


def test_the_keyboard_plays_seeks_and_captions(page: Any, pages: tuple[str, Path]) -> None:
    ready(page, f"{pages[0]}/good.html")
    page.evaluate("document.querySelector('video').muted = true")
    page.locator(".plyr__control--overlaid").focus()
    page.keyboard.press("k")
    page.wait_for_function("document.querySelector('video').currentTime > 0.2")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('video').currentTime > 10")
    page.keyboard.press("c")
    page.locator(".plyr--captions-active").wait_for()


def test_without_a_script_the_browser_plays_the_file_with_its_captions(
    browser: Any, pages: tuple[str, Path]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{pages[0]}/good.html")
    assert plain.locator("video[controls] source[type='video/mp4']").count() == 1
    assert plain.locator("video track[srclang=fi]").get_attribute("src") == "/fi.vtt"
    plain.locator("summary").click()
    link = plain.get_by_role("link", name="Lataa video")
    assert (link.get_attribute("href"), link.get_attribute("download")) == ("/made/video.mp4", "koe.mp4")
    link = plain.get_by_role("link", name="Vesi jäätyy")
    assert link.get_attribute("href") == "/made/video.mp4#t=12"
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_player_and_transcript_are_accessible(browser: Any, pages: tuple[str, Path], scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 320, "height": 700})
    page = context.new_page()
    ready(page, f"{pages[0]}/good.html")
    page.locator("summary").click()
    page.locator("[data-plyr=settings]").first.click()
    page.locator(".plyr__menu__container").wait_for()
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")
    assert [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()

"""The player in a real browser when something cannot be loaded: it goes on where it was, or says so."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.conftest import PATIENCE
from tests.media.pages import ready

pytestmark = [pytest.mark.browser, pytest.mark.ffmpeg, pytest.mark.usefixtures("tools")]

#: Segments from the twelfth second on.
LATER = re.compile(r"/[3-9]\.m4s$")
#: An iPhone has no other: hls.js takes the page's own <source> away for it.
MANAGED = "window.ManagedMediaSource = window.MediaSource"
#: Keeps the places where the film was while it played.
WATCHED = """const video = document.querySelector('video'); window.places = []; video.muted = true;
video.addEventListener('timeupdate', () => places.push(video.currentTime)); video.play().catch(() => {});"""
KEPT = "localStorage.getItem('kierto-position-abcd1234')"


def film(page: Any, expression: str) -> Any:
    """What the page's video says of itself."""
    return page.evaluate(f"document.querySelector('video').{expression}")


def until(page: Any, condition: str) -> None:
    """Waits until this is true of the page's video."""
    page.wait_for_function(f"document.querySelector('video').{condition}")


def gone(page: Any, addresses: Any) -> None:
    """From now on these addresses have nothing."""
    page.route(addresses, lambda route: route.fulfill(status=404))


@pytest.mark.parametrize("browser_has", ["", MANAGED], ids=["MediaSource", "ManagedMediaSource"])
def test_a_film_whose_segments_are_gone_goes_on_as_a_file_at_its_second(
    page: Any, pages: tuple[str, Path], browser_has: str
) -> None:
    page.add_init_script(browser_has)
    gone(page, LATER)
    ready(page, f"{pages[0]}/good.html#t=11")
    page.evaluate(WATCHED)
    until(page, "dataset.adapted === 'hls'")
    until(page, "dataset.adapted === 'mp4'")
    until(page, "currentTime > 12.5")
    assert page.evaluate("Math.min(...places)") > 10.9
    assert int(page.evaluate(KEPT)) >= 10, "its place is still remembered"


def test_a_film_whose_segments_are_damaged_goes_on_as_a_file_at_its_second(
    page: Any, pages: tuple[str, Path]
) -> None:
    def damaged(route: Any) -> None:
        head, box, content = (pages[1] / urlsplit(route.request.url).path[1:]).read_bytes().partition(b"mdat")
        route.fulfill(body=head + box + b"\xff" * len(content))

    page.route(LATER, damaged)
    ready(page, f"{pages[0]}/good.html#t=11")
    page.evaluate(WATCHED)
    until(page, "dataset.adapted === 'mp4'")
    until(page, "currentTime > 12.5")
    assert page.evaluate("Math.min(...places)") > 10.9


def test_a_film_whose_playlist_is_gone_plays_from_the_second_asked_for(
    page: Any, pages: tuple[str, Path]
) -> None:
    ready(page, f"{pages[0]}/lost.html#t=12")
    page.evaluate(WATCHED)
    until(page, "dataset.adapted === 'mp4'")
    until(page, "currentTime > 12.5")
    assert page.evaluate("Math.min(...places)") >= 12


@pytest.mark.parametrize(("name", "playlist", "means"), [("good", "master", "hls"), ("lost", "none", "mp4")])
def test_a_film_paused_while_its_playlist_is_on_its_way_stays_paused(
    page: Any, pages: tuple[str, Path], name: str, playlist: str, means: str
) -> None:
    held: list[Any] = []
    page.route(f"**/{playlist}.m3u8", lambda route: held.append(route))
    ready(page, f"{pages[0]}/{name}.html#t=12")
    page.evaluate(WATCHED)
    page.wait_for_function("window.places.length")
    page.locator(".plyr__controls [data-plyr=play]").press("Enter")
    until(page, "paused")
    at = film(page, "currentTime")
    held[0].continue_()
    until(page, f"dataset.adapted === '{means}'")
    until(page, "readyState > 1")
    page.wait_for_timeout(700)
    assert film(page, "paused")
    assert film(page, "currentTime") == pytest.approx(at, abs=0.3)


def sentence(page: Any, key: str = "abcd1234") -> Any:
    """What is said of a film that cannot be loaded."""
    return page.locator(f"#video-{key} [role=status] [data-video-lost]")


def test_what_cannot_be_loaded_is_said_at_its_film_and_the_page_opens_anew_at_its_second(
    page: Any, pages: tuple[str, Path]
) -> None:
    gone(page, LATER)
    gone(page, "**/video.mp4")
    ready(page, f"{pages[0]}/two.html#t=11&video=abcd1234")
    expect(sentence(page, "dcba4321")).to_be_visible()
    expect(sentence(page, "dcba4321")).to_have_text(
        re.compile(r"Video ei lataudu\.\s+Lataa sivu uudelleen\.")
    )
    page.evaluate(WATCHED)
    until(page, "dataset.adapted === 'mp4'")
    expect(sentence(page)).to_be_visible()
    at = film(page, "currentTime")
    assert at > 11, "the segment that was there has been seen"
    assert film(page, "paused")
    expect(page.locator("#video-abcd1234 .plyr__control--overlaid[aria-label=Toista]")).to_be_visible()
    page.unroute(LATER)
    page.unroute("**/video.mp4")
    with page.expect_navigation():
        sentence(page).get_by_role("link").click()
    assert page.url.endswith(f"/two.html#t={int(at)}&video=abcd1234")
    until(page, f"currentTime === {int(at)}")
    until(page, "readyState > 0")
    expect(sentence(page)).to_be_hidden()
    expect(sentence(page, "dcba4321")).to_be_visible()


def test_a_file_that_the_network_kept_back_plays_on_at_its_second_when_play_is_pressed(
    page: Any, pages: tuple[str, Path]
) -> None:
    page.route("**/video.mp4", lambda route: route.abort("internetdisconnected"))
    ready(page, f"{pages[0]}/lost.html#t=12")
    page.evaluate(WATCHED)
    until(page, "dataset.adapted === 'mp4'")
    expect(sentence(page)).to_be_visible()
    until(page, "paused")
    page.unroute("**/video.mp4")
    page.locator(".plyr__controls [data-plyr=play]").press("Enter")
    until(page, "currentTime > 12.5")
    expect(sentence(page)).to_be_hidden()
    assert page.evaluate("Math.min(...places)") >= 12


@pytest.mark.parametrize(("name", "means"), [("good", "hls"), ("lost", "mp4")])
def test_without_a_network_that_is_said_until_playing_goes_on_by_itself(
    page: Any, pages: tuple[str, Path], name: str, means: str
) -> None:
    away = re.compile(r"/[3-9]\.m4s$|/video\.mp4$")
    page.route(away, lambda route: route.abort("internetdisconnected"))
    ready(page, f"{pages[0]}/{name}.html#t=11")
    page.evaluate(f"() => {{ {WATCHED} }}")
    until(page, f"dataset.adapted === '{means}'")
    page.context.set_offline(True)
    said = page.locator("[role=status] [data-video-offline]")
    expect(said).to_have_text("Verkkoyhteyttä ei ole. Toisto jatkuu, kun yhteys palaa.")
    expect(said).to_be_visible(timeout=PATIENCE)
    page.unroute(away)
    page.context.set_offline(False)
    until(page, "currentTime > 12.5")
    assert film(page, "dataset.adapted") == means
    expect(said).to_be_hidden()
    expect(sentence(page)).to_be_hidden()
    assert page.evaluate("Math.min(...places)") >= 10.9

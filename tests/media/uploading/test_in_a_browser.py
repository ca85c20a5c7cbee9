"""An upload over a network that breaks, by a teacher who closes the laptop."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.journeys.editor import sign_in
from tests.media.clips import make

pytestmark = [pytest.mark.browser, pytest.mark.ffmpeg]
PIECE = 8 * 1024 * 1024


@pytest.fixture
def film(tmp_path: Path, tools: None) -> Path:
    """A film of one second that is three pieces long: an MP4 may have free space at its end."""
    film = make(tmp_path / "lumen_sulaminen.mp4")
    free = 2 * PIECE
    with film.open("ab") as file:
        file.write(free.to_bytes(4, "big") + b"free" + bytes(free - 8))
    return film


def test_a_large_film_goes_on_where_it_stopped(page: Page, live_site: str, film: Path) -> None:
    _one_piece(page, live_site, film)
    # The laptop is closed while the network is away; the next day both are back.
    page.goto(f"{live_site}/admin/")
    page.unroute("**/videos/uploads/**")
    assert _saved(page, live_site, film) == str(PIECE)
    expect(page.locator("main")).to_contain_text("lumen sulaminen")


def test_an_upload_goes_on_by_itself_when_the_network_is_back(page: Page, live_site: str, film: Path) -> None:
    sign_in(page, live_site, "teacher", "/admin/videos/new/")
    offsets: list[str] = []

    def until_the_network_goes(route: Route, request: Request) -> None:
        offsets.append(request.headers.get("upload-offset", "")) if request.method == "PATCH" else None
        if offsets[-1:] == [str(PIECE)]:
            page.context.set_offline(True)
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.route("**/videos/uploads/**", until_the_network_goes)
    with page.expect_request(lambda sent: sent.headers.get("upload-offset") == str(PIECE)):
        page.set_input_files("input[type=file]", film)
    page.unroute("**/videos/uploads/**")
    # Saved while there is no network: nothing is sent in one piece, nothing is lost.
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_timeout(1500)
    page.context.set_offline(False)
    page.wait_for_url(re.compile(r"/admin/videos/edit/"))
    expect(page.locator("main")).to_contain_text("lumen sulaminen")


def test_what_is_being_written_stays_when_the_film_is_ready(
    page: Page, live_site: str, tools: None, tmp_path: Path
) -> None:
    sign_in(page, live_site, "teacher", "/admin/videos/new/")
    looks = re.compile("/admin/videos/edit/")
    # The page sees how far the film is only when the title is written.
    page.route(
        looks, lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_()
    )
    _saved(page, live_site, make(tmp_path / "pitka.mp4", seconds=8))
    page.locator("input[name=title]").fill("Lumi sulaa keväällä")
    page.unroute(looks)
    expect(page.locator("[data-news]")).to_contain_text("Video on valmis", timeout=90_000)
    assert page.locator("input[name=title]").input_value() == "Lumi sulaa keväällä"
    page.locator("main form button[type=submit]").last.click()
    expect(page.get_by_text("Lumi sulaa keväällä").first).to_be_visible()


def test_an_upload_that_is_cut_off_for_long_tries_anew(page: Page, live_site: str, film: Path) -> None:
    """Nothing tells the browser that it is back: the site was away, not the network."""
    page.clock.install()
    sign_in(page, live_site, "teacher", "/admin/videos/new/")
    gone = re.compile("/videos/uploads/")
    page.route(gone, lambda route: route.abort("connectionrefused"))
    page.set_input_files("input[type=file]", film)
    line = page.locator(".video-upload p").first
    for _pause in range(20):
        page.clock.run_for(60_000)
        if "katkesi" in line.inner_text():
            break
    expect(line).to_contain_text("Lähetys katkesi")
    page.locator("main form button[type=submit]").last.click()
    expect(line).to_contain_text("tallennetaan")
    page.unroute(gone)
    page.clock.run_for(60_000)
    page.clock.resume()
    page.wait_for_url(re.compile(r"/admin/videos/edit/"))


def test_a_large_film_goes_on_at_another_machine(
    page: Page, browser: Browser, live_site: str, film: Path
) -> None:
    _one_piece(page, live_site, film)
    with browser.new_context(locale="fi-FI") as elsewhere:
        other = elsewhere.new_page()
        sign_in(other, live_site, "teacher", "/admin/videos/new/")
        assert _saved(other, live_site, film.rename(film.with_name("lumi.mp4"))) == str(PIECE)
        # What the desk calls it is what it is called.
        expect(other.locator("main")).to_contain_text("lumen sulaminen")


def _one_piece(page: Page, live_site: str, film: Path) -> None:
    """Chooses the film over a network that lets one piece through."""
    sign_in(page, live_site, "teacher", "/admin/videos/new/")
    offsets: list[str] = []

    def one_piece_only(route: Route, request: Request) -> None:
        if request.method == "PATCH":
            offsets.append(request.headers["upload-offset"])
        if request.method == "PATCH" and offsets[-1] != "0":
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/videos/uploads/**", one_piece_only)
    with page.expect_request(lambda sent: sent.headers.get("upload-offset") == str(PIECE)):
        page.set_input_files("input[type=file]", film)
    expect(page.locator(".video-upload p").first).to_contain_text("49 prosenttia")


def _saved(page: Page, live_site: str, film: Path) -> str:
    """Chooses the film and saves it at once; where its first piece began."""
    page.goto(f"{live_site}/admin/videos/new/")
    offsets: list[str] = []
    page.on(
        "request",
        lambda sent: offsets.append(sent.headers["upload-offset"]) if sent.method == "PATCH" else None,
    )
    page.set_input_files("input[type=file]", film)
    # Saved before it has arrived: the form goes by itself when it has.
    page.locator(
        "form[action$='/videos/new/'] button[type=submit], main form button[type=submit]"
    ).last.click()
    page.wait_for_url(re.compile(r"/admin/videos/edit/"))
    return offsets[0]


def test_a_text_with_a_films_name_is_refused_at_once(page: Page, live_site: str, tmp_path: Path) -> None:
    sign_in(page, live_site, "teacher", "/admin/videos/new/")
    text = tmp_path / "opetus.mp4"
    text.write_text("Tämä on muistiinpano, ei video. " * 400)
    page.set_input_files("input[type=file]", text)
    expect(page.locator(".video-upload [role=alert]")).to_contain_text("tekstiä")
    assert page.locator("input[type=file]").input_value() == ""

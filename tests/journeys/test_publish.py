"""Journey 1: a teacher's lesson goes the whole way and is found, with its video playing."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from tests.journeys import editor

pytestmark = [pytest.mark.browser, pytest.mark.data]

LESSON = (
    "## Murtolukujen vertailua\n\n"
    "Vertaillaan murtolukuja pareittain. Kumpi on suurempi, kolmasosa vai neljäsosa? "
    "Jokainen pari saa narun ja viisi pyykkipoikaa. Naru on lukusuora nollasta yhteen.\n\n"
    "## Tehtävät\n\n1. Ripusta narulle luvut 1/2, 1/3 ja 3/4.\n"
    "2. Perustele parillesi, miksi ne ovat siinä.\n\n"
    "Lopuksi jokainen pari esittelee oman lukusuoransa ja kertoo, mikä vertailussa oli vaikeinta."
)


def picture(folder: Path) -> Path:
    image = Image.new("RGB", (900, 240), "white")
    ImageDraw.Draw(image).line((40, 120, 860, 120), fill="navy", width=6)
    image.save(folder / "lukusuora.png")
    return folder / "lukusuora.png"


def until(condition: Any, seconds: float, what: str) -> Any:
    """Ask again and again until the answer is true. Fails with `what` when the time is up."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := condition():
            return answer
        time.sleep(0.5)
    return pytest.fail(f"Waited {seconds:.0f} s for {what}")


def written_by_a_teacher(page: Any, site: str, tmp_path: Path, film: Path, title: str) -> None:
    """From an empty editor to a submitted lesson, led by what the readiness panel says."""
    editor.sign_in(page, site, "teacher", "/admin/new-material/")
    editor.settle(page)
    page.fill("#id_title", title)
    editor.write_markdown(page, LESSON)
    editor.add_picture(page, picture(tmp_path), "Lukusuora nollasta yhteen")
    editor.add_video(page, film, "Pyöräilijöitä lukusuoralla")
    editor.save(page)
    assert re.search(r"\d+ asiaa estää", editor.readiness(page))
    editor.describe(page)
    editor.write_until_ready(page)
    editor.submit(page)
    page.locator(".messages .success").first.wait_for()


def approved_by_a_reviewer(page: Any, site: str, title: str) -> None:
    editor.sign_in(page, site, "reviewer", "/admin/screening/")
    page.get_by_role("link", name=title).first.click()
    page.locator("[data-review-desk]").wait_for()
    assert page.locator("[data-approve]").count() == 0
    assert editor.judge_everything(page) > 0
    page.locator("[data-approve]").click()
    page.locator(".messages .success").first.wait_for()


def plays_in_several_qualities(page: Any, site: str) -> None:
    video = page.locator("video[data-master]")
    master = page.request.get(site + video.get_attribute("data-master")).text()
    assert master.count("#EXT-X-STREAM-INF") >= 2
    video.evaluate("video => { video.muted = true; return video.play(); }")
    moved = "() => document.querySelector('video').currentTime > 1"
    page.wait_for_function(moved, timeout=20_000)
    page.locator("video[data-adapted=hls]").wait_for()
    assert video.evaluate("video => video.error") is None


def test_a_lesson_is_written_screened_reviewed_published_found_and_played(
    live_site: str, browser: Any, page: Any, tmp_path: Path, shared_data: Path
) -> None:
    title = "Pyykkipojat lukusuoralla"
    film = shared_data / "media" / "video" / "bikes.mp4"
    written_by_a_teacher(page, live_site, tmp_path, film, title)
    reviewer = browser.new_context(locale="fi-FI").new_page()
    approved_by_a_reviewer(reviewer, live_site, title)
    reviewer.context.close()

    visitor = browser.new_context(locale="fi-FI", viewport={"width": 390, "height": 800}).new_page()
    search = f"{live_site}/fi/search/?q=pyykkipojilla"

    def found() -> bool:
        visitor.goto(search)
        return bool(visitor.get_by_role("link", name=title).count())

    until(found, 10, "the lesson to be found by an inflected word that is not in it")
    visitor.get_by_role("link", name=title).first.click()
    until(
        lambda: visitor.reload() and visitor.locator("video[data-master]").count(),
        120,
        "the video to be converted",
    )
    plays_in_several_qualities(visitor, live_site)
    visitor.context.close()


def test_a_teacher_is_told_in_words_what_is_wrong_with_a_film_that_is_none(
    live_site: str, page: Any, tmp_path: Path
) -> None:
    text = tmp_path / "elokuva.mp4"
    text.write_text("Tämä ei ole elokuva.\n" * 50)
    editor.sign_in(page, live_site, "teacher2", "/admin/videos/new/")
    page.set_input_files("input[type=file]", text)
    page.get_by_role("alert").get_by_text("Tiedosto on tekstiä").wait_for()

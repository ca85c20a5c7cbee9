"""The player in a real browser: renditions through hls.js, the MP4 when they cannot be had."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.template.loader import render_to_string

from media.player import Player
from media.probing import probe
from media.transcoding import transcode
from tests.media.clips import make

pytestmark = [pytest.mark.browser, pytest.mark.ffmpeg, pytest.mark.usefixtures("tools")]


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder, silently, with the type that modules need."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript"}

    def log_message(self, *args: Any) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def pages(tools: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Address and folder of a small site with one film, as a page shows it."""
    root = tmp_path_factory.mktemp("pages")
    base = django_settings.BASE_DIR
    (root / "static" / "npm").mkdir(parents=True)
    (root / "static" / "kierto").symlink_to(base / "oer" / "site" / "assets" / "kierto")
    (root / "static" / "npm" / "hls").symlink_to(base / "node_modules" / "hls.js" / "dist")
    film, work = root / "film.mp4", root / "made"
    make(film, seconds=4, size="640x360", more=("-preset", "ultrafast"))
    work.mkdir()
    transcode(film, probe(film), work, lambda percent: None)
    usual: dict[str, Any] = {
        "title": "Koe",
        "state": "ready",
        "state_label": "",
        "reason": "",
        "progress": 100,
    }
    for name, master in (("good", "/made/master.m3u8"), ("lost", "/made/none.m3u8")):
        video = Player(
            **usual,
            seconds=4,
            width=640,
            height=360,
            master=master,
            mp4="/made/video.mp4",
            poster="/made/poster.jpg",
        )
        body = render_to_string("media/player.html", {"video": video})
        (root / f"{name}.html").write_text(f"<!doctype html><title>Koe</title>{body}", encoding="utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", root
        server.shutdown()
        thread.join()


def played(page: Any, address: str) -> str:
    """Plays past a second; by which means."""
    page.goto(address)
    page.evaluate(
        "const video = document.querySelector('video'); video.muted = true; video.play().catch(() => {})"
    )
    page.wait_for_function("document.querySelector('video').currentTime > 1")
    means: str = page.evaluate("document.querySelector('video').dataset.adapted")
    return means


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
    assert not [url for url in asked if url.endswith((".m3u8", ".m4s", ".mjs"))]

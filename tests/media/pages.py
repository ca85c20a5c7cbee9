"""Pages that show a film, and how a browser plays it."""

import dataclasses
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from django.conf import settings as django_settings
from django.template.loader import render_to_string
from django.utils import translation

from media.captions.cues import Cue, webvtt
from media.captions.transcript import paragraphs
from media.player import Player, Track, Transcript
from media.probing import probe
from media.transcoding import transcode
from tests.media.clips import make

SAID = [
    Cue(0, 3000, "Hyvää päivää kaikille."),
    Cue(3000, 9000, "<v Aino>Tänään mittaamme lumen sulamista."),
    Cue(12_000, 20_000, "Vesi jäätyy nollassa <asteessa> & sulaa siinä."),
]


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder, silently, with the type that modules need."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript"}

    def log_message(self, *args: Any) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        """A file whole, or the part of it asked for, as every real server can: seeking needs it."""
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        path = Path(self.translate_path(self.path))
        if not asked or not path.is_file():
            super().do_GET()
            return
        data = path.read_bytes()
        first, last = int(asked[1]), min(int(asked[2] or len(data)), len(data) - 1)
        self.send_response(206)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Range", f"bytes {first}-{last}/{len(data)}")
        self.send_header("Content-Length", str(last - first + 1))
        self.end_headers()
        with suppress(ConnectionError):
            self.wfile.write(data[first : last + 1])


def written(root: Path, work: Path) -> None:
    """The pages: a Finnish film in Finnish and Swedish, without its playlist, and beside one that is gone."""
    said = Transcript(
        language="fi", label="suomi", paragraphs=tuple(paragraphs(SAID)), vtt="/fi.vtt", text="/fi.txt"
    )
    video = Player(
        **{"title": "Koe", "state": "ready", "state_label": "", "reason": "", "progress": 100},  # type: ignore[arg-type]
        **{"seconds": 30, "width": 640, "height": 360, "key": "abcd1234", "heights": (360, 234)},  # type: ignore[arg-type]
        language="fi",
        title_language="fi",
        master="/made/master.m3u8",
        mp4="/made/video.mp4",
        poster=f"/made/{next(work.glob('poster*.jpg')).name}",
        thumbnails="/made/thumbnails.vtt",
        captions=(Track(address="/fi.vtt", language="fi", label="suomi"),),
        transcripts=(said,),
    )
    lost = dataclasses.replace(video, master="/made/none.m3u8")
    gone = dataclasses.replace(lost, mp4="/made/none.mp4", key="dcba4321")
    for name, language, films in (
        ("good", "fi", [video]),
        ("good-sv", "sv", [video]),
        ("lost", "fi", [lost]),
        ("two", "fi", [video, gone]),
    ):
        with translation.override(language):
            body = "".join(render_to_string("media/player.html", {"video": one}) for one in films)
        head = f"<!doctype html><html lang='{language}'><meta charset='utf-8'><title>Koe</title>"
        (root / f"{name}.html").write_text(f"{head}<main><h1>Koe</h1>{body}</main>", encoding="utf-8")


@contextmanager
def shown_in_pages(root: Path) -> Iterator[str]:
    """Address of a small site in this folder with one film, as pages show it."""
    base = django_settings.BASE_DIR
    (root / "static" / "npm").mkdir(parents=True)
    (root / "static" / "kierto").symlink_to(base / "oer" / "site" / "assets" / "kierto")
    for prefix, package in (("hls", "hls.js"), ("plyr", "plyr")):
        (root / "static" / "npm" / prefix).symlink_to(base / "node_modules" / package / "dist")
    film, work = root / "film.mp4", root / "made"
    make(film, seconds=30, size="640x360", more=("-preset", "ultrafast"))
    (root / "fi.vtt").write_text(webvtt(SAID), encoding="utf-8")
    work.mkdir()
    transcode(film, probe(film), work, lambda percent: None)
    written(root, work)
    with on_the_web(root) as address:
        yield address


@contextmanager
def on_the_web(root: Path) -> Iterator[str]:
    """Address under which this folder is served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def played(page: Any, address: str) -> str:
    """Plays past a second; by which means."""
    page.goto(address)
    page.evaluate(
        "const video = document.querySelector('video'); video.muted = true; video.play().catch(() => {})"
    )
    page.wait_for_function("document.querySelector('video').currentTime > 1")
    page.wait_for_function("document.querySelector('video').dataset.adapted !== 'asked'")
    means: str = page.evaluate("document.querySelector('video').dataset.adapted")
    return means


def ready(page: Any, address: str) -> None:
    """Opens a page and waits for the player's own controls."""
    page.goto(address)
    page.wait_for_function("document.querySelector('video').dataset.dressed === 'plyr'")

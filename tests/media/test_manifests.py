"""HLS and DASH name the same segments, and the usual players of both play them in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings as django_settings

from media.boxes import NoIndex, span
from media.dash import MANIFEST
from media.packaging import MASTER
from media.probing import probe
from media.transcoding import transcode
from tests.media.clips import make
from tests.media.pages import on_the_web

pytestmark = [pytest.mark.ffmpeg, pytest.mark.usefixtures("tools")]

NAMES = {"d": "urn:mpeg:dash:schema:mpd:2011"}
HLS = """<!doctype html><title>hls</title><link rel="icon" href="data:,"><video muted></video>
<script src="/npm/hls.js/dist/hls.min.js"></script>
<script>window.errors = []; const video = document.querySelector("video"); const player = new Hls();
player.on(Hls.Events.ERROR, (event, data) => errors.push(data.details));
player.loadSource("MADE/master.m3u8"); player.attachMedia(video); video.play()</script>"""
DASH = """<!doctype html><title>dash</title><link rel="icon" href="data:,"><video muted></video>
<script src="/npm/dashjs/dist/modern/umd/dash.all.min.js"></script>
<script>window.errors = []; const video = document.querySelector("video");
const player = dashjs.MediaPlayer().create();
player.on("error", event => errors.push(event.error.message));
player.initialize(video, "MADE/manifest.mpd", true);
</script>"""


@pytest.fixture(scope="module")
def folder(tools: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film and a recording, converted, with a page for each player."""
    root = tmp_path_factory.mktemp("manifests")
    film = make(root / "film.mp4", seconds=9, size="480x270", more=("-preset", "ultrafast"))
    recording = make(root / "recording.m4a", seconds=9, more=("-map", "1:a"))
    for source in (film, recording):
        made = root / source.stem
        made.mkdir()
        transcode(source, probe(source), made, lambda percent: None)
        for kind, page in (("hls", HLS), ("dash", DASH)):
            (root / f"{kind}-{made.name}.html").write_text(page.replace("MADE", f"/{made.name}"))
    (root / "npm").symlink_to(django_settings.BASE_DIR / "node_modules")
    return root


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """The folder on the web."""
    with on_the_web(folder) as address:
        yield address


@pytest.mark.browser
@pytest.mark.parametrize("made", ["film", "recording"])
@pytest.mark.parametrize("player", ["hls", "dash"])
def test_the_usual_players_play_past_five_seconds_without_an_error(
    player: str, made: str, page: Any, address: str
) -> None:
    told: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("console", lambda line: told.append(line.text) if line.type == "error" else None)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/{player}-{made}.html")
    page.wait_for_function("document.querySelector('video').currentTime > 5", timeout=20_000)
    assert page.evaluate("window.errors") == []
    assert told == []
    assert any(url.endswith("/sound/1.m4s") for url in asked)
    assert bool(page.evaluate("document.querySelector('video').videoWidth")) == (made == "film")


def test_both_name_the_same_segments_and_when_they_are_shown(folder: Path) -> None:
    made = folder / "film"
    tree = ElementTree.parse(made / MANIFEST).getroot()  # noqa: S314 - our own file
    sets = tree.findall("d:Period/d:AdaptationSet", NAMES)
    assert [one.get("contentType") for one in sets] == ["video", "audio"]
    assert tree.get("mediaPresentationDuration") == "PT9.000S"
    for one in tree.findall(".//d:Representation", NAMES):
        template = one.find("d:SegmentTemplate", NAMES)
        assert template is not None
        playlist = (made / str(one.get("id")) / "index.m3u8").read_text()
        start = re.search(r'#EXT-X-MAP:URI="(\S+)"', playlist)
        assert start
        assert template.get("initialization") == f"{one.get('id')}/{start[1]}"
        times = [
            (int(run.get("d", 0)), int(run.get("r", 0)))
            for run in template.findall("d:SegmentTimeline/d:S", NAMES)
        ]
        scale = int(template.get("timescale", 0))
        listed = [duration / scale for duration, more in times for _ in range(more + 1)]
        said = [float(value) for value in re.findall(r"#EXTINF:([\d.]+)", playlist)]
        # A playlist leaves out the samples that only fill the last frame of sound.
        assert listed == pytest.approx(said, abs=0.05)
    master = (made / MASTER).read_text()
    assert re.findall(r"^(\S+)/index\.m3u8$", master, re.M) == ["180p", "270p", "sound"]


def test_a_segment_without_an_index_is_noticed(tmp_path: Path) -> None:
    for content in (b"", b"\0\0\0\x08moof", b"\0\0\0\x10sidx\0\0\0\0", b"\0\0\0\0free"):
        segment = tmp_path / "0.m4s"
        segment.write_bytes(content)
        with pytest.raises(NoIndex):
            span(segment)

"""What a file really is, and every kind of file that is none of what we take."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from media.probing import probe
from media.reasons import Refused
from media.streams import read
from tests.media.clips import look, make, turned

pytestmark = [pytest.mark.ffmpeg, pytest.mark.usefixtures("tools")]


def refusal_of(path: Path) -> str:
    with pytest.raises(Refused) as refused:
        probe(path)
    return refused.value.code


def test_a_clip_is_measured_whatever_it_is_called(clip: Path, tmp_path: Path) -> None:
    renamed = tmp_path / "notes.txt"
    renamed.write_bytes(clip.read_bytes())
    found = probe(renamed)
    assert (found.width, found.height, found.rate, found.channels) == (320, 240, Fraction(25), 1)
    assert found.seconds == pytest.approx(1, abs=0.1)


def test_a_phone_held_upright_is_measured_upright(clip: Path, tmp_path: Path) -> None:
    found = probe(turned(tmp_path / "phone.mov", clip))
    assert (found.width, found.height) == (240, 320)


def test_pixels_that_are_not_square_are_made_square_by_shrinking(tmp_path: Path) -> None:
    found = probe(make(tmp_path / "wide.mp4", more=("-vf", "setsar=4/3", "-preset", "ultrafast")))
    assert (found.width, found.height) == (320, 180)


def test_a_browser_recording_without_a_length_is_read_through(tmp_path: Path) -> None:
    # Written to a pipe, as a browser does: nobody goes back to note the length.
    recording = make(tmp_path / "recording.webm", more=("-c:v", "libvpx", "-live", "1", "-an"))
    assert "duration" not in look(recording, "stream=duration")[0]
    assert probe(recording).seconds == pytest.approx(1, abs=0.1)


def test_a_browser_recording_is_as_long_as_what_goes_on_longest(tmp_path: Path, settings: Any) -> None:
    # Of a screen that stands still while somebody talks on there are no more pictures.
    live = ("-c:v", "libvpx", "-live", "1", "-vf", "trim=end=1", "-c:a", "libopus")
    recording = make(tmp_path / "recording.webm", seconds=4, more=live)
    found = probe(recording)
    assert (found.picture_seconds, found.seconds) == (pytest.approx(1, abs=0.1), pytest.approx(4, abs=0.1))
    settings.VIDEO_MAX_SECONDS = 2
    assert refusal_of(recording) == "too-long"


def test_a_sound_file_is_a_recording_whatever_its_cover_and_its_brand(tmp_path: Path) -> None:
    sound = make(tmp_path / "sound.m4a", more=("-map", "1:a"))
    bare = tmp_path / "sound.mp4"
    bare.write_bytes(sound.read_bytes().replace(b"ftypM4A ", b"ftypisom", 1))
    covered = make(tmp_path / "covered.mp3", more=("-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-frames:v", "1"))
    for path in (sound, bare, covered):
        found = probe(path)
        assert (found.picture, found.width, found.height, found.channels) == (None, 0, 0, 1)
        assert found.seconds == pytest.approx(1, abs=0.1)


def test_the_start_of_a_film_is_not_a_film(clip: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(clip.read_bytes()[:2000])
    assert refusal_of(cut) == "broken"


def test_a_film_longer_than_allowed_is_refused(clip: Path, settings: Any) -> None:
    settings.VIDEO_MAX_SECONDS = 0
    assert refusal_of(clip) == "too-long"


@pytest.mark.parametrize(
    ("stream", "code"),
    [
        ({"width": 16000, "height": 16000}, "too-large-picture"),
        ({"width": 8, "height": 8}, "too-small-picture"),
        ({"codec_tag_string": "encv"}, "encrypted"),
        ({"codec_name": None}, "broken"),
        (
            {"side_data_list": [{"dv_profile": 5, "dv_bl_signal_compatibility_id": 0}]},
            "dolby-vision",
        ),
        ({"disposition": {"attached_pic": 1}}, "no-picture"),
    ],
)
def test_streams_that_we_do_not_take(stream: dict[str, Any], code: str) -> None:
    good = {"codec_type": "video", "codec_name": "h264", "width": 640, "height": 360, "index": 0}
    with pytest.raises(Refused) as refused:
        read({"streams": [good | {"disposition": {}} | stream], "format": {}})
    assert refused.value.code == code


@contextmanager
def listener() -> Iterator[tuple[int, list[str]]]:
    """A loopback port, and what knocked on it by the time the block ends."""
    knocks: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1], knocks
        server.settimeout(0.2)
        try:
            knocks.append(str(server.accept()[1]))
        except TimeoutError:
            return


HLS = "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10.0,\n{target}\n#EXT-X-ENDLIST\n"
CONCAT = "ffconcat version 1.0\nfile '{target}'\n"
MPD = (
    '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period><AdaptationSet>'
    '<Representation id="1"><BaseURL>{target}</BaseURL></Representation></AdaptationSet></Period></MPD>'
)


@pytest.mark.parametrize("form", [HLS, CONCAT, MPD], ids=["hls", "concat", "mpd"])
@pytest.mark.parametrize("name", ["film.mp4", "film.m3u8"])
@pytest.mark.parametrize(
    "target", ["{secret}", "file:///etc/passwd", "http://127.0.0.1:{port}/film.ts", "concat:{secret}"]
)
def test_a_playlist_leads_nowhere(form: str, name: str, target: str, clip: Path, tmp_path: Path) -> None:
    secret = tmp_path / "another user's film.mp4"
    secret.write_bytes(clip.read_bytes())
    with listener() as (port, knocks):
        film = tmp_path / name
        film.write_text(form.format(target=target.format(secret=secret, port=port)))
        assert refusal_of(film) == "playlist"
    assert not knocks


def test_ffprobe_itself_refuses_a_playlist_that_hides_its_kind(clip: Path, tmp_path: Path) -> None:
    """The sniffing is a courtesy: the format whitelist inside the sandbox is what holds."""
    from media.probing import _limits, command
    from media.sandbox import Sandbox, ToolFailed

    with listener() as (port, knocks):
        film = tmp_path / "film.mp4"
        film.write_text(HLS.format(target=f"http://127.0.0.1:{port}/film.ts"))
        box = Sandbox(input_file=film, output_folder=None, limits=_limits())
        with pytest.raises(ToolFailed, match="not on whitelist"):
            box.run(command(box.source))
    assert not knocks


@pytest.mark.data
def test_truncated_and_foreign_files_are_refused_with_a_reason(shared_data: Path) -> None:
    files = sorted((shared_data / "media" / "tiny").iterdir())
    # A whole second of sound, however small the file.
    good = {"mp4-with-audio.mp4"}
    refused = {path.name: refusal_of(path) for path in files if path.name not in good}
    assert refused["jpeg.jpg"] == refused["svg.svg"] == refused["gif.gif"] == "image"
    assert refused["wav.wav"] == "broken"
    assert refused["Mpeg4.mp4"] == "no-picture"
    assert refused["FlashVideo.flv"] == "broken"
    assert refused["zip.zip"] == refused["pdf.pdf"] == "not-video"


SEEN = {"index": 0, "codec_type": "video", "codec_name": "h264", "width": 320, "height": 240}
HEARD = {"index": 1, "codec_type": "audio", "codec_name": "aac", "sample_rate": "48000"}


@pytest.mark.parametrize(
    ("mean", "fastest", "rate"),
    [
        ("25/1", "25/1", "25"),
        # A varying rate: motion at the fastest, not at the mean.
        ("10/1", "30/1", "30"),
        # A recorder that ticks 120 times a second and mostly sees nothing new.
        ("160/12", "120/1", "60"),
        ("90/1", "120/1", "90"),
        # Jittered: the fastest is only how finely the clock ticks.
        ("726/100", "90000/1", "30"),
        ("2930/100", "90000/1", "30"),
        ("2502/100", "90000/1", "2502/100"),
        ("41/1", "1000/1", "60"),
        ("500/1", "1000/1", "240"),
        ("0/0", "90000/1", "25"),
    ],
)
def test_a_varying_rate_is_taken_at_its_usual_fastest(mean: str, fastest: str, rate: str) -> None:
    picture = SEEN | {"avg_frame_rate": mean, "r_frame_rate": fastest}
    assert read({"format": {}, "streams": [picture]}).rate == Fraction(rate)


@pytest.mark.parametrize(
    ("pix_fmt", "matrix", "rgb"),
    [
        ("yuv420p", "bt709", False),
        ("gray10le", "unknown", False),
        ("gbrp", "gbr", True),
        *[(name, "unknown", True) for name in ("rgb24", "bgra", "0rgb", "gbrap10le", "pal8", "rgb555le")],
    ],
)
def test_pictures_of_red_green_and_blue_are_known(pix_fmt: str, matrix: str, rgb: bool) -> None:
    picture = SEEN | {"pix_fmt": pix_fmt, "color_space": matrix}
    assert read({"format": {}, "streams": [picture]}).rgb == rgb


def test_the_sound_is_the_one_that_the_file_calls_its_first_choice() -> None:
    chosen = HEARD | {"index": 2, "disposition": {"default": 1}}
    assert read({"format": {}, "streams": [SEEN, HEARD, chosen]}).sound == 2
    assert read({"format": {}, "streams": [SEEN, HEARD, HEARD | {"index": 2}]}).sound == 1


@pytest.mark.parametrize(
    ("whole", "picture", "sound", "expected"),
    [
        ({"duration": "5.0"}, {}, {}, 5.0),
        # A second sound track, or captions, that go on after what is shown and heard.
        ({"duration": "9.0"}, {"duration": "5.0"}, {"duration": "5.02"}, 5.02),
        # Matroska, cut out of something longer: its clock does not begin at 0.
        (
            {"duration": "1005.0", "start_time": "1000.0"},
            {"start_time": "1000.0", "tags": {"DURATION": "00:16:45.000000000"}},
            {"start_time": "1000.0", "tags": {"DURATION": "00:16:44.900000000"}},
            5.0,
        ),
        (
            {"duration": "5.0", "start_time": "1000.0"},
            {"start_time": "1000.0", "duration": "5.0"},
            {"start_time": "1001.0", "duration": "4.5"},
            5.5,
        ),
        ({"duration": "5.0"}, {"duration": "4.0"}, {"duration": "N/A"}, 5.0),
        ({}, {}, {}, None),
    ],
)
def test_the_length_is_that_of_what_is_taken(
    whole: dict[str, Any], picture: dict[str, Any], sound: dict[str, Any], expected: float | None
) -> None:
    found = read({"format": {"format_name": "mov"} | whole, "streams": [SEEN | picture, HEARD | sound]})
    assert found.seconds == (None if expected is None else pytest.approx(expected))

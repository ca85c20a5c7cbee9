"""One decode, and what comes out of it plays from start to end."""

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from media import room
from media.blame import fault_of_the_file
from media.commands import FOR_LESSONS, HABITS, USUAL_PRESET, command, threads
from media.converting import Pace
from media.ladder import Source, ladder
from media.loudness import Levelling
from media.packaging import FALLBACK, MASTER, PLAYLIST, SOUND, Incomplete, Package, measure, read_package
from media.pictures import poster
from media.probing import Probe, probe
from media.reasons import NoRoom, Refused
from media.sandbox import ToolFailed
from media.transcoding import Progress, fingerprint, transcode
from tests.media.clips import colour, decode, keyframe_times, look, make, turned

FAST = ("-preset", "ultrafast")
ffmpeg_needed = [pytest.mark.ffmpeg, pytest.mark.usefixtures("tools")]


def probed(**facts: Any) -> Probe:
    usual = {
        **{"width": 1280, "height": 720, "rate": Fraction(25), "seconds": 4.0, "picture": 0, "sound": 1},
        **{"channels": 2, "interlaced": False, "format": "mov"},
    }
    return Probe(**usual | facts)


def sizes(graph: str) -> dict[str, str | None]:
    """Each size of a filter graph, with the one that it is scaled from (None for the source's own)."""
    steps = [re.fullmatch(r"((?:\[[^]]+\])*)(.+?)((?:\[[^]]+\])*)", step) for step in graph.split(";")]
    made_by = {name: step for step in steps if step for name in re.findall(r"[^][]+", step[3])}
    found: dict[str, str | None] = {}
    for step in steps:
        size = step and re.match(r"scale=(\d+:\d+):flags", step[2])
        if step is None or not size:
            continue
        above = made_by.get(step[1].strip("[]"))
        while above and not above[2].startswith("scale="):
            above = made_by.get(above[1].strip("[]"))
        found[size[1]] = above[2].removeprefix("scale=").partition(":flags")[0] if above else None
    return found


def convert(source: Path, work: Path) -> Package:
    work.mkdir()
    return transcode(source, probe(source), work, lambda percent: None)


def test_one_input_is_decoded_once_and_split() -> None:
    words = command("/in/source", probed(), ladder(probed().source), Levelling())
    assert words.count("-i") == 1
    graph = words[words.index("-filter_complex") + 1]
    assert graph.count("[0:0]") == 1
    assert sizes(graph) == {
        "1280:720": None,
        "854:480": "1280:720",
        "640:360": "854:480",
        "416:234": "640:360",
    }
    assert "-nostdin" in words
    assert words[words.index("-protocol_whitelist") + 1] == "file"
    assert "hls" not in words[words.index("-format_whitelist") + 1].split(",")


def test_another_preset_searches_in_its_own_way(settings: Any) -> None:
    facts = probed()
    settings.VIDEO_PRESET = USUAL_PRESET
    words = command("/in/source", facts, ladder(facts.source), Levelling())
    assert f"{HABITS}:{FOR_LESSONS}" in words
    settings.VIDEO_PRESET = "medium"
    words = command("/in/source", facts, ladder(facts.source), Levelling())
    assert FOR_LESSONS in words


def test_interlaced_pictures_are_made_whole_and_silence_makes_no_sound_track() -> None:
    facts = probed(interlaced=True, sound=None, channels=0)
    words = " ".join(command("/in/source", facts, ladder(facts.source), Levelling()))
    assert "bwdif" in words
    assert "-c:a" not in words
    assert SOUND not in words


def test_the_folder_is_named_by_content_and_recipe(tools: None, settings: Any) -> None:
    one = fingerprint("a" * 64)
    settings.VIDEO_PRESET = "slow"
    assert fingerprint("a" * 64) != one
    assert fingerprint("b" * 64).split("-")[0] != one.split("-")[0]


@pytest.mark.ffmpeg
def test_an_installation_keeps_every_picture_of_sixty_a_second(
    tools: None, settings: Any, tmp_path: Path
) -> None:
    source, usual = make(tmp_path / "jump.mp4", rate=60, seconds=3), fingerprint("a" * 64)
    settings.VIDEO_FASTEST = 60
    assert fingerprint("a" * 64) != usual
    package = convert(source, tmp_path / "work")
    for made in package.renditions:
        playlist = tmp_path / "work" / made.name / PLAYLIST
        (stream,) = look(playlist, "stream=r_frame_rate,nb_read_frames", "-count_frames")
        assert (stream["r_frame_rate"], stream["nb_read_frames"]) == ("60/1", "180")
        assert keyframe_times(playlist) == pytest.approx([0, 2], abs=1 / 60)


def test_progress_is_told_from_the_times_that_ffmpeg_and_its_filters_print() -> None:
    told: list[int] = []
    hear = Progress(10.0, told.append)
    for line in (
        *("frame=1", "out_time_us=N/A", "kierto.told=1", "frame:0    pts:-512    pts_time:-0.033"),
        *("out_time_us=2500000", "frame:3    pts:76800   pts_time:5", "out_time_us=99999999", "progress=end"),
    ):
        hear(line)
    assert told == [28, 52, 99]  # 2.5 and 5 of 10 s; never a hundred before all is in its place


@pytest.mark.ffmpeg
@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize("name", ["film.mp4", "sound.mp3"])
def test_progress_is_told_all_the_way(tmp_path: Path, name: str) -> None:
    """Also while a sheet of thumbnails or a waveform, which come at the end, have not begun."""
    more = FAST if name == "film.mp4" else ("-vn",)
    source = make(tmp_path / name, seconds=20, rate=10, more=more)
    work = tmp_path / "work"
    work.mkdir()
    told: list[int] = []
    transcode(source, probe(source), work, told.append)
    assert all(any(low <= percent < low + 20 for percent in told) for low in (10, 30, 50, 70)), told


@pytest.mark.parametrize(
    ("now", "percent", "left"),
    [
        (150.0, 55, 45.0),  # 50 per cent in 50 s since listening ended, 45 to go
        (120.0, 15, 170.0),
        (102.0, 55, None),
        (160.0, 9, None),
        (195.0, 100, 0.0),
    ],
)
def test_the_remaining_time_follows_from_the_pace_since_listening_ended(
    now: float, percent: int, left: float | None
) -> None:
    pace = Pace()
    assert [pace.seconds_left(at, done) for at, done in ((0.0, 0), (90.0, 1), (100.0, 5))] == [None] * 3
    assert pace.seconds_left(now, percent) == left


@pytest.mark.parametrize(
    ("status", "said", "limit", "code"),
    [
        (1, "Invalid data found when processing input", "", "broken"),
        (1, "Conversion failed!", "time", "too-heavy"),
        (1, "av_interleaved_write_frame(): No space left on device", "", ""),
        (69, "Error while decoding stream #0:0", "", "broken"),
        (139, "", "", "broken"),  # a crash: 128 + 11
        (137, "", "", ""),  # killed from outside: 128 + 9
        (255, "Exiting normally, received signal 15.", "", ""),
    ],
)
def test_the_file_is_blamed_only_for_what_it_did(status: int, said: str, limit: str, code: str) -> None:
    assert fault_of_the_file(ToolFailed(status, said, limit=limit)) == code


class TestConverting:
    pytestmark = ffmpeg_needed

    @pytest.mark.parametrize("preset", [USUAL_PRESET, "ultrafast"])
    def test_a_clip_becomes_renditions_that_decode_with_keyframes_in_step(
        self, preset: str, settings: Any, tmp_path: Path
    ) -> None:
        settings.VIDEO_PRESET = preset
        source = make(
            tmp_path / "a", size="640x360", rate=50, seconds=5, more=("-preset", "ultrafast", "-f", "mp4")
        )
        package = convert(source, tmp_path / "work")
        assert [made.name for made in package.renditions] == ["360p", "234p"]
        times = [keyframe_times(tmp_path / "work" / made.name / PLAYLIST) for made in package.renditions]
        assert times[0] == times[1] == pytest.approx([0, 2, 4], abs=0.04)
        for name in ("360p", "234p", SOUND):
            decode(tmp_path / "work" / name / PLAYLIST)
            assert (tmp_path / "work" / name / "0.m4s").is_file()
        assert package.seconds == pytest.approx(5, abs=0.04)
        rate = look(tmp_path / "work" / FALLBACK, "stream=avg_frame_rate,codec_type")[0]["avg_frame_rate"]
        assert Fraction(rate) == 25

    def test_the_mp4_starts_at_once_and_the_poster_is_a_picture(self, clip: Path, tmp_path: Path) -> None:
        convert(clip, tmp_path / "work")
        decode(tmp_path / "work" / FALLBACK)
        start = (tmp_path / "work" / FALLBACK).read_bytes()
        assert start.index(b"moov") < start.index(b"mdat")
        still = look(tmp_path / "work" / poster(1), "stream=width,height")[0]
        assert (still["width"], still["height"]) == (320, 240)

    def test_the_master_playlist_says_what_was_measured(self, clip: Path, tmp_path: Path) -> None:
        package = convert(clip, tmp_path / "work")
        text = (tmp_path / "work" / MASTER).read_text()
        assert re.findall(r"RESOLUTION=(\S+?),", text) == ["214x160", "320x240"]  # smallest first
        assert f"BANDWIDTH={package.renditions[0].bandwidth}," in text
        assert re.search(r'CODECS="avc1\.[0-9a-f]{6},mp4a\.40\.2",AUDIO="sound"', text)
        decode(tmp_path / "work" / MASTER)
        assert read_package(tmp_path / "work") == package

    def test_portrait_odd_and_silent_sources(self, clip: Path, tmp_path: Path) -> None:
        phone = turned(tmp_path / "phone.mov", clip)
        odd = make(
            tmp_path / "odd.mkv", size="321x241", more=("-c:v", "mjpeg", "-pix_fmt", "yuvj444p", "-an")
        )
        for number, (source, size) in enumerate([(phone, (240, 320)), (odd, (320, 240))]):
            package = convert(source, tmp_path / f"work{number}")
            assert (package.renditions[0].width, package.renditions[0].height) == size
            decode(tmp_path / f"work{number}" / FALLBACK)
        assert not package.has_audio
        assert not (tmp_path / "work1" / SOUND).exists()

    def test_a_phones_film_is_turned_upright(self, tmp_path: Path) -> None:
        # White on the left as the sensor saw it; turned a quarter, it must be white above or below.
        halves = ("-vf", "drawbox=c=black:t=fill,drawbox=w=iw/2:c=white:t=fill", *FAST, "-an")
        phone = turned(tmp_path / "phone.mov", make(tmp_path / "sensor.mp4", more=halves))
        convert(phone, tmp_path / "work")
        film = tmp_path / "work" / FALLBACK
        corners = [sum(colour(film, at)) > 380 for at in ("10:10", "220:10", "10:300", "220:300")]
        assert corners in ([True, True, False, False], [False, False, True, True])

    def test_a_file_whose_end_is_missing_is_refused(self, tmp_path: Path) -> None:
        whole = make(
            tmp_path / "whole.mp4", seconds=8, more=("-preset", "ultrafast", "-movflags", "+faststart")
        )
        cut = tmp_path / "cut.mp4"
        cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
        with pytest.raises(Refused) as refused:
            convert(cut, tmp_path / "work")
        assert refused.value.code in ("cut-short", "broken")

    def test_a_folder_with_something_missing_is_not_finished(self, clip: Path, tmp_path: Path) -> None:
        convert(clip, tmp_path / "work")
        plan = ladder(Source(width=320, height=240, rate=Fraction(25), channels=1))
        (tmp_path / "work" / "160p" / "0.m4s").unlink()
        with pytest.raises(Incomplete, match=r"160p.*was not made"):
            measure(tmp_path / "work", plan)
        (tmp_path / "work" / "facts.json").unlink()
        with pytest.raises(Incomplete, match="no facts"):
            read_package(tmp_path / "work")

    def test_an_output_that_stops_the_report_stops_the_tool(self, clip: Path, tmp_path: Path) -> None:
        def stop(percent: int) -> None:
            raise InterruptedError

        (tmp_path / "work").mkdir()
        with pytest.raises(InterruptedError):
            transcode(clip, probe(clip), tmp_path / "work", stop)


def test_large_pictures_are_encoded_with_few_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 16)
    small, large = (
        ladder(Source(width=width, height=height, rate=Fraction(30)), 2160)
        for width, height in ((2560, 1440), (3840, 2160))
    )
    assert (threads(small), threads(large)) == (8, 4)


@pytest.mark.ffmpeg
@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize("when", ["before", "while"])
def test_the_last_part_of_the_disk_is_left_to_others(
    when: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without sound: nothing is listened to before, and so nothing told.
    source = make(tmp_path / "a.mp4", size="640x360", seconds=6, more=(*FAST, "-an"))

    def somebody_fills_it(percent: int = 0) -> None:
        monkeypatch.setattr(room, "MOST_SPARE", 2**62)
        monkeypatch.setattr(room, "SPARE_SHARE", 1)

    if when == "before":
        somebody_fills_it()
    (work := tmp_path / "work").mkdir()
    with pytest.raises(NoRoom):
        transcode(source, probe(source), work, somebody_fills_it)
    assert not (work / MASTER).exists()
    assert bool([*work.iterdir()]) == (when == "while"), "the conversion had begun, or had not"

"""Sounds brought to -16 LUFS by the real tool, and measured afresh afterwards."""

import subprocess
import wave
from pathlib import Path

import pytest

from media.packaging import MASTER, SOUND_FILE, Package
from media.pictures import poster
from media.probing import probe
from media.reasons import Refused
from media.transcoding import transcode
from tests.media.clips import decode, look, loudness, make

pytestmark = [pytest.mark.ffmpeg, pytest.mark.usefixtures("tools")]

#: Speech-like: noise in bursts, with pauses; the claps are short and loud.
BURSTS = "anoisesrc=d=8:c=pink:r=48000:seed=7,volume='if(lt(mod(t,2),1.3),{level},0.001)':eval=frame"
CLAPS = "aevalsrc='if(lt(mod(t,2.9),0.004),0.9*sin(2*PI*1900*t),0)':d=8:s=48000"


def sound(path: Path, *graph: str, more: tuple[str, ...] = ()) -> Path:
    """A sound file of what the filters make."""
    command = ["ffmpeg", "-nostdin", "-v", "error", "-y", "-filter_complex", ";".join(graph), "-map", "[out]"]
    subprocess.run([*command, *more, str(path)], check=True, timeout=60)
    return path


def convert(source: Path, work: Path) -> Package:
    work.mkdir()
    return transcode(source, probe(source), work, lambda percent: None)


@pytest.mark.parametrize(
    "graph",
    [
        pytest.param((f"{BURSTS.format(level=0.05)}[out]",), id="quiet"),
        pytest.param((f"{BURSTS.format(level=3)},alimiter[out]",), id="too loud"),
        pytest.param(
            (f"{BURSTS.format(level=0.1)}[a]", f"{CLAPS}[b]", "[a][b]amix=normalize=0[out]"), id="claps"
        ),
        pytest.param((f"{BURSTS.format(level=0.1)},aformat=channel_layouts=mono[out]",), id="mono"),
        pytest.param(
            # Only the middle speaks: a downmix that leaves it out would be silent.
            (
                f"{BURSTS.format(level=0.1)},pan=5.1|FC=c0|FL=0.05*c0|FR=0.05*c0|BL=0*c0|BR=0*c0|LFE=0.5*c0[out]",
            ),
            id="surround",
        ),
    ],
)
def test_every_sound_comes_out_at_the_common_loudness(graph: tuple[str, ...], tmp_path: Path) -> None:
    package = convert(sound(tmp_path / "source.flac", *graph), tmp_path / "work")
    made = loudness(tmp_path / "work" / SOUND_FILE)
    assert made.integrated == pytest.approx(-16, abs=1)
    assert made.peak <= 0
    stream = look(tmp_path / "work" / SOUND_FILE, "stream=channels,sample_rate")[0]
    assert (stream["channels"], stream["sample_rate"]) == (2, "48000")
    assert package.loudness is not None
    starts = [start for start, _end in package.active]
    assert starts == pytest.approx([0, 2, 4, 6], abs=0.3)
    assert sum(end - start for start, end in package.active) == pytest.approx(4 * 1.3, abs=1)


def test_a_film_with_a_silent_track_is_a_silent_film(tmp_path: Path) -> None:
    source = make(tmp_path / "a.mp4", more=("-af", "volume=0", "-preset", "ultrafast"))
    package = convert(source, tmp_path / "work")
    assert not package.has_audio
    assert package.active == ()
    assert (package.peak or 0) < -50
    assert len(look(tmp_path / "work" / MASTER, "stream=codec_type")) == len(package.renditions)


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("a.mp4", ("-preset", "ultrafast")),
        # As a browser writes it: of neither is it said how long it is.
        ("a.webm", ("-c:v", "libvpx", "-live", "1", "-c:a", "libopus")),
    ],
)
def test_a_silent_track_longer_than_the_picture_is_not_missed(
    name: str, more: tuple[str, ...], tmp_path: Path
) -> None:
    silent = ("-vf", "trim=end=1", "-af", "volume=0", *more)
    package = convert(make(tmp_path / name, seconds=4, more=silent), tmp_path / "work")
    assert package.seconds == pytest.approx(1, abs=0.1)
    assert not package.has_audio


@pytest.mark.parametrize("channels", [10, 24])
def test_microphones_side_by_side_are_heard_together(channels: int, tmp_path: Path) -> None:
    voice = sound(tmp_path / "voice.wav", f"{BURSTS.format(level=0.1)}[out]")
    with wave.open(str(voice)) as one, wave.open(str(tmp_path / "many.wav"), "wb") as many:
        many.setparams(one.getparams()._replace(nchannels=channels))
        frames = one.readframes(one.getnframes())
        # Only the last of them hears something.
        silence = bytes(2 * (channels - 1))
        many.writeframes(b"".join(silence + frames[at : at + 2] for at in range(0, len(frames), 2)))
    heard_in_two(tmp_path / "many.wav", tmp_path / "work")


def test_a_sound_from_all_around_is_heard(tmp_path: Path) -> None:
    # As a camera that looks all around records: the first channel hears everything.
    made = "aevalsrc='0.05*sin(2*PI*440*t)|0|0|0':d=4:s=48000:c=4.0[out]"
    around = sound(tmp_path / "a.opus", made, more=("-c:a", "libopus", "-mapping_family", "2"))
    heard_in_two(around, tmp_path / "work")


def heard_in_two(source: Path, work: Path) -> None:
    """It becomes a sound of two channels, as loud as any other."""
    assert convert(source, work).has_audio
    assert loudness(work / SOUND_FILE).integrated == pytest.approx(-16, abs=1)
    assert look(work / SOUND_FILE, "stream=channels")[0]["channels"] == 2


def test_hiss_alone_is_not_made_loud(tmp_path: Path) -> None:
    faint = "aevalsrc='0.0015*(2*random(0)-1)+if(between(t,1,1.002),0.02*sin(2*PI*900*t),0)':d=2:s=48000"
    hiss = sound(tmp_path / "hiss.wav", f"{faint}[out]")
    convert(hiss, tmp_path / "work")
    assert loudness(tmp_path / "work" / SOUND_FILE).integrated < -45


def test_a_silent_recording_is_refused(tmp_path: Path) -> None:
    silence = sound(tmp_path / "silence.wav", "anullsrc=d=1[out]")
    with pytest.raises(Refused) as refused:
        convert(silence, tmp_path / "work")
    assert refused.value.code == "silent"


@pytest.mark.parametrize("name", ["a.mp3", "a.m4a", "a.ogg", "a.opus", "a.wav", "a.flac", "a.aac", "a.aiff"])
def test_recordings_of_every_kind_play_as_playlist_and_as_file(name: str, tmp_path: Path) -> None:
    coder = {"a.ogg": ("-c:a", "libvorbis"), "a.opus": ("-c:a", "libopus")}.get(name, ())
    source = make(tmp_path / name, seconds=1.5, more=("-map", "1:a", *coder))
    package = convert(source, tmp_path / "work")
    assert package.has_audio
    assert package.renditions == ()
    assert package.seconds == pytest.approx(1.5, abs=0.06)
    for made in (MASTER, SOUND_FILE):
        decode(tmp_path / "work" / made)
    drawing = look(tmp_path / "work" / poster(1), "stream=width,height")[0]
    assert (drawing["width"], drawing["height"]) == (1280, 320)


def test_progress_is_told_while_the_sound_is_listened_to(tmp_path: Path) -> None:
    source, told = sound(tmp_path / "source.flac", f"{BURSTS.format(level=0.05)}[out]"), []
    (tmp_path / "work").mkdir()
    transcode(source, probe(source), tmp_path / "work", told.append)
    # Five of eight seconds, of the five per cent that listening is.
    assert told[0] == 3
    assert told == sorted(told)

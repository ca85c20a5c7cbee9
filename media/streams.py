"""What ffprobe said of a file, as a frozen value, or a refusal. Pure."""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from media.ladder import SMALLEST_SIDE, USUAL_RATES, Source
from media.reasons import Refused

#: Largest picture we decode: 4K, in either direction, with room for cinema formats.
LARGEST_SIDE = 4096
LARGEST_PICTURE = 4096 * 2304
#: Streams of all kinds; a file with more was made to hurt.
MOST_STREAMS = 64
#: Brightness curves of pictures that show more than a screen can, which must be brought down to it.
HDR_CURVES = ("smpte2084", "arib-std-b67")
#: A file says how many pictures a second come at most; more than this is only how finely its clock ticks.
FASTEST_BEAT = 240
_CLOCK = re.compile(r"(\d+):(\d\d):(\d\d(?:\.\d+)?)")
_ENCRYPTED_TAGS = {"encv", "enca", "drmi", "drms"}
#: Formats without a table of contents: what ffprobe says of their length is reckoned from the first bit rate.
_GUESSED_LENGTH = ("mp3", "aac", "amr")
#: Codecs that carry interlaced pictures without always saying so in the container.
_PERHAPS_INTERLACED = {"h264", "hevc", "mpeg2video", "mpeg4", "dvvideo", "vc1", "prores", "rawvideo"}


@dataclass(frozen=True, kw_only=True)
class Probe:
    """A file's measured facts, upright, with square pixels. `seconds` is None when the file does not say.

    A sound recording has no picture: `picture` is None, width and height are 0.
    """

    width: int
    height: int
    rate: Fraction
    seconds: float | None
    #: ffmpeg's index of the picture stream, and of the sound stream, if there is one.
    picture: int | None
    sound: int | None
    channels: int
    #: Whether pictures may have been recorded in two halves.
    interlaced: bool
    format: str
    #: When the picture ends, in seconds; None when the file does not say it of the picture alone.
    picture_seconds: float | None = None
    #: Whether the picture is stored as red, green and blue, not as brightness and colour.
    rgb: bool = False
    #: ffmpeg's name of how the sound's channels stand around the listener; empty when not said.
    layout: str = ""
    #: ffmpeg's names of the picture's brightness curve, primaries and matrix; empty when not said.
    curve: str = ""
    primaries: str = ""
    matrix: str = ""

    @property
    def source(self) -> Source:
        """What the ladder is chosen from."""
        return Source(width=self.width, height=self.height, rate=self.rate, channels=self.channels)

    @property
    def hdr(self) -> bool:
        """Whether the picture must be brought down to what an ordinary screen shows."""
        return self.curve in HDR_CURVES


def read(answer: dict[str, Any]) -> Probe:
    """ffprobe's JSON as a value. Raises Refused when it has neither a picture nor a sound that we take."""
    streams = answer.get("streams") or []
    if len(streams) > MOST_STREAMS:
        raise Refused("too-heavy")
    if any(stream.get("codec_tag_string") in _ENCRYPTED_TAGS for stream in streams):
        raise Refused("encrypted")
    pictures = [stream for stream in streams if _is_picture(stream)]
    sounds = [stream for stream in streams if _is_sound(stream)]
    sound = max(sounds, key=_is_default) if sounds else None
    if not pictures and sound is None:
        raise Refused("no-picture")
    picture = max(pictures, key=lambda stream: (_is_default(stream), _area(stream))) if pictures else None
    if picture and _is_dolby_only(picture):
        raise Refused("dolby-vision")
    width, height = _size(picture) if picture else (0, 0)
    return Probe(
        width=width,
        height=height,
        rate=_rate(picture) if picture else Fraction(0),
        seconds=_seconds(answer, [stream for stream in (picture, sound) if stream]),
        picture=picture["index"] if picture else None,
        sound=sound["index"] if sound else None,
        channels=int(sound.get("channels") or 2) if sound else 0,
        interlaced=_may_be_interlaced(picture) if picture else False,
        format=str(answer.get("format", {}).get("format_name", "")),
        picture_seconds=_picture_seconds(answer, picture) if picture else None,
        rgb=_is_rgb(picture) if picture else False,
        layout=_said(sound, "channel_layout"),
        curve=_said(picture, "color_transfer"),
        primaries=_said(picture, "color_primaries"),
        matrix=_said(picture, "color_space"),
    )


def without_sound(probe: Probe) -> Probe:
    """The same with its picture alone, which may be shorter than a sound in which nothing is heard."""
    return replace(probe, sound=None, channels=0, seconds=probe.picture_seconds or probe.seconds)


def _is_picture(stream: dict[str, Any]) -> bool:
    """A moving picture: a cover image inside a sound file is not one."""
    still = stream.get("disposition", {}).get("attached_pic")
    return stream.get("codec_type") == "video" and not still


def _is_sound(stream: dict[str, Any]) -> bool:
    named = stream.get("codec_name") and stream.get("sample_rate") not in (None, "0")
    return stream.get("codec_type") == "audio" and bool(named)


def _is_rgb(stream: dict[str, Any]) -> bool:
    name = str(stream.get("pix_fmt", ""))
    stored = "rgb" in name or "bgr" in name or name.startswith("gbr") or name == "pal8"
    return stored or stream.get("color_space") in ("gbr", "rgb")


def _is_dolby_only(stream: dict[str, Any]) -> bool:
    """Colours in Dolby's own form (profile 5), with nothing beneath that ordinary screens could be given."""
    said = (item for item in stream.get("side_data_list", []) if "dv_profile" in item)
    return any(one["dv_profile"] == 5 and not one.get("dv_bl_signal_compatibility_id") for one in said)


def _is_default(stream: dict[str, Any]) -> int:
    return int(stream.get("disposition", {}).get("default", 0))


def _area(stream: dict[str, Any]) -> int:
    return int(stream.get("width") or 0) * int(stream.get("height") or 0)


def _size(stream: dict[str, Any]) -> tuple[int, int]:
    width, height = _upright(stream)
    if max(width, height) > LARGEST_SIDE or width * height > LARGEST_PICTURE:
        raise Refused("too-large-picture")
    if not stream.get("codec_name") or width < 1 or height < 1:
        raise Refused("broken")
    if min(width, height) < SMALLEST_SIDE:
        raise Refused("too-small-picture")
    return width, height


def _upright(stream: dict[str, Any]) -> tuple[int, int]:
    """Width and height as shown: turned as the camera noted, pixels made square by shrinking one side."""
    width, height = int(stream.get("width") or 0), int(stream.get("height") or 0)
    shape = _fraction(stream.get("sample_aspect_ratio", "").replace(":", "/"))
    if shape and Fraction(1, 8) < shape < 8:
        width, height = (width, round(height / shape)) if shape > 1 else (round(width * shape), height)
    turned = next((item["rotation"] for item in stream.get("side_data_list", []) if "rotation" in item), 0)
    return (height, width) if round(float(turned)) % 180 == 90 else (width, height)


def _rate(stream: dict[str, Any]) -> Fraction:
    """Frames a second; of a varying rate the usual fastest, since the mean would drop pictures in motion."""
    mean, fastest = (_fraction(stream.get(key, "")) for key in ("avg_frame_rate", "r_frame_rate"))
    if mean and fastest and mean < fastest * Fraction(9, 10):
        return max(mean, min(fastest, Fraction(60))) if fastest <= FASTEST_BEAT else _steadied(mean)
    for rate in (mean, fastest):
        if rate and 0 < rate <= 240:
            return rate
    return Fraction(25)


def _steadied(mean: Fraction) -> Fraction:
    """The rate of pictures that follow no beat: their mean where it is usual, else the usual one above."""
    if any(abs(mean - usual) <= usual / 100 for usual in USUAL_RATES):
        return mean
    return next((Fraction(rate) for rate in (30, 60) if mean < rate), min(mean, Fraction(FASTEST_BEAT)))


def _may_be_interlaced(stream: dict[str, Any]) -> bool:
    order = stream.get("field_order", "unknown")
    return order != "progressive" and (order != "unknown" or stream.get("codec_name") in _PERHAPS_INTERLACED)


def _seconds(answer: dict[str, Any], streams: list[dict[str, Any]]) -> float | None:
    """How long what we take of the file is, from where the file begins.

    The file as a whole may be longer (by a second sound track, or captions), or begin at another time than 0.
    """
    whole = answer.get("format", {})
    if whole.get("format_name") in _GUESSED_LENGTH:
        return None
    begins = _number(whole, "start_time") or 0.0
    ends = [_end(stream) for stream in streams]
    if ends and all(ends):
        last = max(end for end in ends if end) - begins
    else:
        last = _number(whole, "duration") or 0.0
    return last if last > 0 else None


def _picture_seconds(answer: dict[str, Any], picture: dict[str, Any]) -> float | None:
    end = _end(picture)
    return end - (_number(answer.get("format", {}), "start_time") or 0.0) if end else None


def _end(stream: dict[str, Any]) -> float | None:
    """When a stream ends on the file's own clock; Matroska says it in a tag, others say how long it takes."""
    if clock := _CLOCK.fullmatch(str(stream.get("tags", {}).get("DURATION", ""))):
        return int(clock[1]) * 3600 + int(clock[2]) * 60 + float(clock[3])
    length = _number(stream, "duration")
    return (_number(stream, "start_time") or 0.0) + length if length else None


def _number(holder: dict[str, Any], key: str) -> float | None:
    with suppress(KeyError, ValueError):
        return float(holder[key])
    return None


def _said(stream: dict[str, Any] | None, key: str) -> str:
    said = str((stream or {}).get(key, ""))
    return "" if said in ("unknown", "unspecified", "reserved") else said


def _fraction(text: str) -> Fraction | None:
    with suppress(ValueError, ZeroDivisionError):
        return Fraction(text)
    return None

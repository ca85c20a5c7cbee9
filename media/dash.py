"""The DASH manifest: the same segments that the HLS playlists name, for players that want it so. Pure."""

from itertools import accumulate, groupby
from xml.etree import ElementTree as Tree

from media.boxes import Span
from media.ladder import Rung, Sound
from media.packaging import SOUND_CODEC, Track, Tracks

MANIFEST = "manifest.mpd"
_CHANNELS = "urn:mpeg:dash:23003:3:audio_channel_configuration:2011"


def manifest(tracks: Tracks) -> str:
    """The manifest; the pictures are one set to choose from, the sound is another."""
    top = Tree.Element(
        "MPD",
        {
            "xmlns": "urn:mpeg:dash:schema:mpd:2011",
            "profiles": "urn:mpeg:dash:profile:isoff-live:2011",
            "type": "static",
            "minBufferTime": "PT4S",
            "mediaPresentationDuration": f"PT{tracks.seconds:.3f}S",
        },
    )
    period = Tree.SubElement(top, "Period", {"id": "0", "start": "PT0S"})
    if tracks.pictures:
        pictures = _set(period, "0", "video")
        for rung, found, name in reversed(tracks.pictures):
            _picture(pictures, rung, found, name, f"{tracks.plan.rate}")
    if tracks.sound and tracks.plan.sound:
        _sound(_set(period, "1", "audio"), tracks.sound, tracks.plan.sound)
    Tree.indent(top)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{Tree.tostring(top, encoding="unicode")}\n'


def _set(period: Tree.Element, name: str, kind: str) -> Tree.Element:
    return Tree.SubElement(
        period,
        "AdaptationSet",
        {
            "id": name,
            "contentType": kind,
            "mimeType": f"{kind}/mp4",
            "segmentAlignment": "true",
            "startWithSAP": "1",
        },
    )


def _picture(pictures: Tree.Element, rung: Rung, found: Track, codec: str, rate: str) -> None:
    one = Tree.SubElement(
        pictures,
        "Representation",
        {
            "id": rung.name,
            "codecs": codec,
            "width": str(rung.width),
            "height": str(rung.height),
            "frameRate": rate,
            "sar": "1:1",
            "bandwidth": str(found.peak),
        },
    )
    _segments(one, found)


def _sound(sounds: Tree.Element, found: Track, sound: Sound) -> None:
    one = Tree.SubElement(
        sounds,
        "Representation",
        {
            "id": found.name,
            "codecs": SOUND_CODEC,
            "audioSamplingRate": str(sound.sampling),
            "bandwidth": str(found.peak),
        },
    )
    Tree.SubElement(
        one, "AudioChannelConfiguration", {"schemeIdUri": _CHANNELS, "value": str(sound.channels)}
    )
    _segments(one, found)


def _segments(one: Tree.Element, found: Track) -> None:
    """Where the segments lie and when each is shown: as the files themselves say."""
    template = Tree.SubElement(
        one,
        "SegmentTemplate",
        {
            "timescale": str(found.spans[0].timescale),
            "presentationTimeOffset": str(found.spans[0].start),
            "initialization": f"{found.name}/{found.initialisation}",
            "media": f"{found.name}/$Number$.m4s",
            "startNumber": "0",
        },
    )
    line = Tree.SubElement(template, "SegmentTimeline")
    for start, duration, more in _runs(found.spans):
        times = {"t": str(start), "d": str(duration)}
        Tree.SubElement(line, "S", times | ({"r": str(more)} if more else {}))


def _runs(spans: tuple[Span, ...]) -> list[tuple[int, int, int]]:
    """Start and duration of each run of segments equally long that follow each other, and how many follow."""
    ends = accumulate((one.duration for one in spans), initial=0)
    runs = []
    for _, run in groupby(
        zip(spans, ends, strict=False), key=lambda pair: (pair[0].duration, pair[0].start - pair[1])
    ):
        same = [one for one, _ in run]
        runs.append((same[0].start, same[0].duration, len(same) - 1))
    return runs

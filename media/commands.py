"""The ffmpeg command that makes everything of one source in one decode. Pure: a plan in, words out."""

import os
from typing import Any

import ffmpeg
from django.conf import settings

from media.ladder import Ladder, Rung
from media.listening import as_one, levelled
from media.loudness import Levelling
from media.packaging import FALLBACK, PLAYLIST, SOUND, SOUND_FILE
from media.pictures import STILLS, STILLS_FOLDER, Sheet, sheet, still_step
from media.probing import Probe
from media.sandbox import FORMATS

SEGMENT_SECONDS = 4
#: x264's trade of time for bytes, unless an installation chooses another.
USUAL_PRESET = "veryfast"
#: What x264 is told beside the usual preset: to do what costs little and saves bytes (trellis, a look-ahead),
#: and not to search where searching costs much and saves few. Each was measured (decision 23).
HABITS = "trellis=1:rc-lookahead=20:b-adapt=0:subme=1:me=dia:partitions=i8x8"
#: What it is told beside any preset. What it does for the eye keeps grain, of which screens and slides have
#: none, and costs bytes on every edge of a letter.
FOR_LESSONS = "psy=0:aq-strength=0.85"
#: With more threads than a few, encoding a picture of more pixels than this goes past the memory that a tool
#: may use (`media.probing.memory_bytes`).
LARGE_PICTURE = 2560 * 1440
FEW_THREADS, MOST_THREADS = 4, 8
#: The still picture of a sound recording: its waveform, as width x height.
WAVEFORM = "1280x320"
#: The note on frames whose time is printed (see `media.transcoding.Progress`).
TOLD = "kierto.told"
_BRIGHT_TO_ORDINARY = (
    "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=tonemap=hable:desat=0,"
    "zscale=t=bt709:m=bt709:r=tv,format=yuv420p"
)

Stream = Any


def command(source: str, probe: Probe, plan: Ladder, chosen: Levelling) -> list[str]:
    """The ffmpeg command line, to be started in the output folder: decoded once, split, scaled, encoded."""
    file = ffmpeg.input(
        f"file:{source}", protocol_whitelist="file", format_whitelist=FORMATS, threads=threads(plan)
    )
    sound = file[str(probe.sound)] if plan.sound else None
    made = _encoding(plan) | ({"af": levelled(probe, chosen)} if plan.sound else {})
    outputs = _films(file, sound, probe, plan, made) if plan.rungs else _recording(sound, probe, plan, made)
    asked = ffmpeg.merge_outputs(*outputs).global_args(
        *("-nostdin", "-hide_banner", "-v", "error", "-nostats", "-progress", "pipe:1"),
        *("-filter_complex_threads", str(_filter_threads(probe, plan))),
    )
    return list(ffmpeg.compile(asked))


def preset() -> str:
    """The preset of this installation."""
    return str(getattr(settings, "VIDEO_PRESET", USUAL_PRESET))


def encoder_options() -> str:
    """What x264 is told beside its preset: whoever chooses another one wants its way of searching, too."""
    return f"{HABITS}:{FOR_LESSONS}" if preset() == USUAL_PRESET else FOR_LESSONS


def threads(plan: Ladder) -> int:
    """Threads for each decoder and encoder: more bring little, and each has pictures of its own in memory."""
    large = any(rung.width * rung.height > LARGE_PICTURE for rung in plan.rungs)
    return min(FEW_THREADS if large else MOST_THREADS, os.cpu_count() or 1)


def _filter_threads(probe: Probe, plan: Ladder) -> int:
    """Scaling is too little work to be cut into slices; making bright pictures ordinary is not."""
    return threads(plan) if probe.hdr or probe.interlaced else 1


def _films(
    file: Stream, sound: Stream | None, probe: Probe, plan: Ladder, made: dict[str, object]
) -> list[Stream]:
    """All picture sizes, each scaled from the one above it, and the stills and thumbnails taken from them.

    The sound has filters of its own: in one graph with the picture it would begin anew, and out of step,
    wherever the picture changes its size, and the picture would be kept in memory until a sound is heard.
    """
    size = _whole(file[str(probe.picture)], probe, plan)
    films, still = [], None
    for number, rung in enumerate(plan.rungs):
        scaled = _scaled(size, rung, probe) if number == 0 else _smaller(size, rung)
        # The film itself, what comes after it (a smaller size, or the thumbnails), and perhaps the stills.
        uses = scaled.filter_multi_output("split", 3 if rung == plan.fallback else 2)
        films.append(uses[0])
        size, still = uses[1], uses[2] if rung == plan.fallback else still
    streams = [*films, sound] if sound is not None else films
    pictures = [
        ffmpeg.output(
            _sampled(still, still_step(probe.seconds)), f"{STILLS_FOLDER}/%02d.jpg", **_jpeg(STILLS)
        ),
        ffmpeg.output(_tiled(size, sheet(plan.rungs[-1], probe.seconds)), "thumbnails-%d.jpg", **_jpeg()),
    ]
    return [ffmpeg.output(*streams, _tee(plan), **made), *pictures]


def _recording(sound: Stream, probe: Probe, plan: Ladder, made: dict[str, object]) -> list[Stream]:
    """A sound recording: the same files without a picture, and a drawing of its waveform."""
    # Few samples are enough for a drawing, and all of them are kept until the end; but each column wants one.
    rate = 4000 if (probe.seconds or 60) > 1 else 48_000
    heard = sound
    for name, option, value in as_one(probe):
        heard = heard.filter(name, **{option: value})
    seconds = heard.filter("aresample", rate).filter("asetnsamples", rate, p=0)
    mono = _told(seconds, "ametadata").filter("aformat", channel_layouts="mono")
    wave = mono.filter("showwavespic", s=WAVEFORM, colors="0x9fc9eb")
    return [
        ffmpeg.output(sound, _tee(plan), **made),
        ffmpeg.output(wave, f"{STILLS_FOLDER}/01.jpg", **_jpeg(1), update=1),
    ]


def _whole(picture: Stream, probe: Probe, plan: Ladder) -> Stream:
    """Pictures whole, at one steady rate, no brighter than an ordinary screen."""
    if probe.interlaced:
        picture = picture.filter("bwdif", deint="interlaced")
    # From the beginning, also of a picture that begins after the sound: thumbnails go by these times.
    picture = picture.filter("fps", fps=str(plan.rate), start_time=0)
    if not probe.hdr:
        return picture
    # Scaled down first: the arithmetic that follows is done for every pixel in floating point.
    picture = picture.filter("scale", plan.rungs[0].width, plan.rungs[0].height, flags="bicubic")
    picture = picture.filter(
        "setparams",
        color_primaries=probe.primaries or "bt2020",
        color_trc=probe.curve,
        colorspace=probe.matrix or "bt2020nc",
    )
    for words in _BRIGHT_TO_ORDINARY.split(","):
        name, _, options = words.partition("=")
        pairs = [option.partition("=") for option in options.split(":")]
        named = {key: value for key, equals, value in pairs if equals}
        picture = picture.filter(name, *(key for key, equals, _ in pairs if not equals), **named)
    return picture


def _scaled(picture: Stream, rung: Rung, probe: Probe) -> Stream:
    """The largest size: square pixels in the one format that everything plays, its colours named."""
    if probe.rgb:
        # As three planes first: of a palette the scaler knows only the matrix of small pictures.
        picture = picture.filter("format", "gbrp")
    matrix = {"out_color_matrix": "bt709"} if probe.rgb else {}
    scaled = picture.filter("scale", rung.width, rung.height, flags="bicubic", out_range="tv", **matrix)
    scaled = scaled.filter("setsar", "1").filter("format", "yuv420p")
    named = _colours(probe)
    return scaled.filter("setparams", **named) if named else scaled


def _smaller(larger: Stream, rung: Rung) -> Stream:
    """The next size; all else stays as it is."""
    return larger.filter("scale", rung.width, rung.height, flags="bicubic").filter("setsar", "1")


def _colours(probe: Probe) -> dict[str, str]:
    """What to say of the colours where the file says nothing: a small size is not a small source."""
    if probe.hdr or (probe.matrix and not probe.rgb):
        return {}
    name = "bt709" if probe.rgb or min(probe.width, probe.height) >= 720 else "smpte170m"
    return {"colorspace": name, "color_primaries": name, "color_trc": name}


def _sampled(stream: Stream, step: float, *size: int) -> Stream:
    """The first frame of each `step` seconds, in the colours that a JPEG is taken to have."""
    # A frame's time may be a hair less than it is; which step it belongs to must not hang on that.
    now, before = (f"floor({time}/{step:.3f}+0.0001)" for time in ("t", "prev_selected_t"))
    chosen = stream.filter("select", f"isnan(prev_selected_t)+gt({now},{before})")
    in_order = _told(chosen, "metadata").filter("setpts", "N/FRAME_RATE/TB")
    drawn = in_order.filter("scale", *size, out_color_matrix="bt601", out_range="pc")
    return drawn.filter("format", "yuvj420p")


def _told(stream: Stream, filter_name: str) -> Stream:
    """Prints the time of each frame: ffmpeg's own clock is silent until every output has begun, and a sheet
    of thumbnails or a waveform begins at the end.
    """
    noted = stream.filter(filter_name, "add", key=TOLD, value="1")
    return noted.filter(filter_name, "print", key=TOLD, file="-", direct=1)


def _tiled(stream: Stream, asked: Sheet) -> Stream:
    """Frames now and then, small, on one sheet (or more, when the length was not known)."""
    small = _sampled(stream, asked.step, asked.width, asked.height).filter("setsar", "1")
    return small.filter("tile", f"{asked.columns}x{asked.rows}")


def _jpeg(most: int | None = None) -> dict[str, object]:
    asked: dict[str, object] = {"q:v": 4, "pix_fmt": "yuvj420p", "map_metadata": -1, "f": "image2"}
    return asked | ({"frames:v": most} if most else {})


def _encoding(plan: Ladder) -> dict[str, object]:
    asked: dict[str, object] = {"map_metadata": -1, "map_chapters": -1, "flags": "+global_header", "f": "tee"}
    # Where one of the two begins late, the other waits for it encoded.
    asked["max_muxing_queue_size"] = 1_000_000
    if plan.rungs:
        asked |= {
            "c:v": "libx264",
            "preset": preset(),
            "x264-params": encoder_options(),
            "profile:v": "high",
            "g": plan.keyframe_frames,
            "keyint_min": plan.keyframe_frames,
            "sc_threshold": 0,
            "flags": "+global_header+cgop",
            "threads": threads(plan),
        }
    for number, rung in enumerate(plan.rungs):
        asked |= {
            f"crf:v:{number}": rung.crf,
            f"maxrate:v:{number}": rung.peak,
            f"bufsize:v:{number}": rung.peak * 2,
        }
    if plan.sound:
        asked |= {
            "c:a": "aac",
            "b:a": plan.sound.bandwidth,
            "ac": plan.sound.channels,
            "ar": plan.sound.sampling,
        }
    return asked


def _tee(plan: Ladder) -> str:
    """All uses of what is encoded: segments with a playlist for each, one rung as an MP4, the sound alone."""
    group = f",agroup:{SOUND}" if plan.sound and plan.rungs else ""
    parts = [f"v:{number}{group},name:{rung.name}" for number, rung in enumerate(plan.rungs)]
    if plan.sound:
        parts.append(f"a:0{group},name:{SOUND}")
    variants = " ".join(parts).replace(":", r"\:")
    segments = ":".join(
        [
            # Times stay as they are (the first pictures are decoded before 0): otherwise all are moved by
            # as much as whatever happens to come first.
            *("f=hls", "avoid_negative_ts=disabled"),
            *(f"hls_time={SEGMENT_SECONDS}", "hls_playlist_type=vod", "hls_segment_type=fmp4"),
            *("hls_flags=independent_segments", "hls_segment_filename=%v/%d.m4s"),
            *("hls_fmp4_init_filename=init.mp4", f"var_stream_map='{variants}'"),
        ]
    )
    uses = [f"[{segments}]%v/{PLAYLIST}"]
    if plan.fallback:
        chosen = f"v\\:{plan.rungs.index(plan.fallback)}" + (",a" if plan.sound else "")
        uses.append(rf"[select=\'{chosen}\':f=mp4:movflags=+faststart]{FALLBACK}")
    if plan.sound:
        uses.append(rf"[select=a:f=ipod:movflags=+faststart]{SOUND_FILE}")
    return "|".join(uses)

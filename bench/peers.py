"""Other ways of making the same files as `media.transcoding`: plain commands, without the sandbox."""

from __future__ import annotations

import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from media import commands, listening, probing, transcoding
from media.ladder import Ladder, Rung
from media.loudness import Levelling
from media.packaging import FALLBACK, PLAYLIST, SOUND, SOUND_FILE
from media.pictures import STILLS, STILLS_FOLDER, sheet, still_step
from media.probing import Probe


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is to be made of a clip. Plan and gain are known; looking and measuring are part of every way."""

    clip: Path
    found: Probe
    plan: Ladder
    chosen: Levelling

    @classmethod
    def of(cls, clip: Path, found: Probe) -> Asked:
        """What ours makes of it."""
        chosen = Levelling()
        if found.sound is not None:
            _heard, chosen = listening.listen(clip, found, lambda share: None)
        return cls(clip=clip, found=found, plan=transcoding.plan_for(found), chosen=chosen)


def same_plan(asked: Asked, work: Path) -> None:
    """The commands that ours runs, and nothing around them."""
    _look(asked)
    _listen(asked)
    (work / STILLS_FOLDER).mkdir()
    _run(commands.command(str(asked.clip), asked.found, asked.plan, asked.chosen), work)


def each_alone(asked: Asked, work: Path) -> float:
    """Each rendition by a command of its own, the smallest first; when the first one could be played."""
    _look(asked)
    first = 0.0
    for rung in reversed(asked.plan.rungs):
        _run(
            [*_input(asked), *_picture(asked, rung), *_encoder(asked.plan, rung), *_segments(rung.name)], work
        )
        first = first or time.monotonic()
    _listen(asked)
    if asked.plan.sound:
        sound = ("-map", f"0:{asked.found.sound}", "-af", _levelled(asked), "-c:a", "aac")
        rate = ("-b:a", str(asked.plan.sound.bandwidth), "-ar", str(asked.plan.sound.sampling))
        _run([*_input(asked), *sound, *rate, *_segments(SOUND)], work)
        _run([*_FFMPEG, "-i", f"{SOUND}/{PLAYLIST}", "-c", "copy", SOUND_FILE], work)
    if asked.plan.fallback:
        both = [asked.plan.fallback.name] + [SOUND] * bool(asked.plan.sound)
        inputs = [word for name in both for word in ("-i", f"{name}/{PLAYLIST}")]
        _run([*_FFMPEG, *inputs, "-c", "copy", "-movflags", "+faststart", FALLBACK], work)
        _pictures(asked, asked.plan.fallback, work)
    return first


_FFMPEG = ("ffmpeg", "-nostdin", "-v", "error", "-y")


def _input(asked: Asked) -> list[str]:
    return [*_FFMPEG, "-threads", str(commands.threads(asked.plan)), "-i", str(asked.clip)]


def _picture(asked: Asked, rung: Rung) -> list[str]:
    """The same filters as the whole ladder's command has for this rung."""
    deinterlaced = "bwdif=deint=interlaced," if asked.found.interlaced else ""
    scaled = f"fps={asked.plan.rate},scale={rung.width}:{rung.height}:flags=bicubic,setsar=1,format=yuv420p"
    return ["-map", f"0:{asked.found.picture}", "-vf", deinterlaced + scaled]


def _encoder(plan: Ladder, rung: Rung) -> list[str]:
    keys = str(plan.keyframe_frames)
    return [
        *("-c:v", "libx264", "-preset", commands.preset(), "-x264-params", commands.encoder_options()),
        *("-profile:v", "high"),
        *("-threads", str(commands.threads(plan)), "-g", keys, "-keyint_min", keys, "-sc_threshold", "0"),
        *("-flags", "+global_header+cgop", "-crf", str(rung.crf)),
        *("-maxrate", str(rung.peak), "-bufsize", str(rung.peak * 2)),
    ]


def _segments(folder: str) -> list[str]:
    return [
        *("-f", "hls", "-hls_time", str(commands.SEGMENT_SECONDS), "-hls_playlist_type", "vod"),
        *("-hls_segment_type", "fmp4", "-hls_flags", "independent_segments"),
        *("-hls_segment_filename", f"{folder}/%d.m4s", "-hls_fmp4_init_filename", "init.mp4"),
        f"{folder}/{PLAYLIST}",
    ]


def _look(asked: Asked) -> None:
    """Without its size and streams nobody knows what to make of a file."""
    _run(probing.command(str(asked.clip)))


def _listen(asked: Asked) -> None:
    """Measuring as often as ours does at the least: once, and once more when peaks are held down."""
    if asked.found.sound is None:
        return
    _run(listening.command(str(asked.clip), asked.found, (listening.start(asked.found), *listening.MEASURED)))
    if asked.chosen.limited:
        again = (listening.levelled(asked.found, asked.chosen), *listening.MEASURED_AGAIN)
        _run(listening.command(str(asked.clip), asked.found, again))


def _levelled(asked: Asked) -> str:
    return listening.levelled(asked.found, asked.chosen)


def _pictures(asked: Asked, rung: Rung, work: Path) -> None:
    """Stills and thumbnails, each by a command of its own, in the colours that a JPEG is taken to have."""
    (work / STILLS_FOLDER).mkdir()
    tiles = sheet(asked.plan.rungs[-1], asked.found.seconds)
    colours = "out_color_matrix=bt601:out_range=pc"
    for step, filters, out in (
        (
            still_step(asked.found.seconds),
            f"scale={rung.width}:{rung.height}:{colours}",
            f"{STILLS_FOLDER}/%02d.jpg",
        ),
        (
            tiles.step,
            f"scale={tiles.width}:{tiles.height}:{colours},tile={tiles.columns}x{tiles.rows}",
            "thumbnails-%d.jpg",
        ),
    ):
        now, before = (f"floor({time}/{step:.3f}+0.0001)" for time in ("t", "prev_selected_t"))
        chosen = f"select='isnan(prev_selected_t)+gt({now},{before})',setpts=N/FRAME_RATE/TB"
        stream = ("-map", f"0:{asked.found.picture}", "-vf", f"{chosen},{filters}")
        _run(
            [*_input(asked), *stream, "-frames:v", str(STILLS), "-q:v", "4", "-pix_fmt", "yuvj420p", out],
            work,
        )


def _run(command: list[str], work: Path | None = None) -> None:
    for folder in {Path(word).parent for word in command if word.endswith((".m4s", PLAYLIST))}:
        if work and not folder.is_absolute() and "-hls_time" in command:
            (work / folder).mkdir(exist_ok=True)
    subprocess.run(command, cwd=work, check=True, stdout=subprocess.DEVNULL)

"""What a player needs to know of a video; the one value its template is written from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.text import slugify

from media.dash import MANIFEST
from media.folders import renditions_address
from media.packaging import FALLBACK, MASTER, SOUND_FILE
from media.pictures import THUMBNAILS

if TYPE_CHECKING:
    from media.captions.transcript import Paragraph
    from media.models import Video

_SECONDS = re.compile(r"[0-9]{1,6}(\.[0-9]{1,3})?")


@dataclass(frozen=True, kw_only=True)
class Track:
    """One text track: its address, language code and label, and its kind in HTML's words."""

    address: str
    language: str
    label: str
    kind: str = "captions"
    #: Whether it is switched on from the start.
    is_default: bool = False


@dataclass(frozen=True, kw_only=True)
class Transcript:
    """What is said or seen in a video, or its chapters, to be read beside it.

    The addresses are those of the whole text.
    """

    language: str
    label: str
    #: What the text is, in HTML's words for tracks.
    kind: str = "captions"
    paragraphs: tuple["Paragraph", ...]
    vtt: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Player:
    """A video as readers meet it. The addresses are empty until it is ready."""

    title: str
    #: The language the title is written in, BCP 47; empty when nobody has said.
    title_language: str = ""
    state: str
    #: The state, and why it failed, in the reader's language.
    state_label: str
    reason: str
    progress: int
    seconds: float
    #: What it waits for other than its turn, and when it will be ready, while it is being converted.
    waits_for: str = ""
    ready_at: datetime | None = None
    #: Pixels of the largest rendition, so that the page keeps its place for the picture.
    width: int
    height: int
    #: Address of the HLS master playlist, of the progressive MP4 (of a recording: M4A), of the still picture.
    master: str = ""
    mp4: str = ""
    poster: str = ""
    #: Address of the DASH manifest of the same segments, and of the sound alone as a file.
    dash: str = ""
    sound: str = ""
    #: Whether it is a sound recording: it has no picture, its poster shows the waveform.
    is_sound: bool = False
    captions: tuple[Track, ...] = ()
    transcripts: tuple[Transcript, ...] = ()
    #: The language spoken, BCP 47; empty when nobody has said.
    language: str = ""
    #: Tells this video from others of a page, and its remembered place from theirs.
    key: str = ""
    #: The second that the reader asked to begin at, as an address carries it after `#t=`; usually empty.
    start: str = ""
    #: The short sides of its renditions, in pixels, largest first.
    heights: tuple[int, ...] = ()
    #: Address of the WebVTT track of small pictures; empty where there are none.
    thumbnails: str = ""

    @property
    def minutes_left(self) -> int:
        """Minutes until it is ready, begun ones counted; 0 when that cannot be told."""
        return minutes_until(self.ready_at) if self.state == "working" else 0

    @property
    def file_name(self) -> str:
        """What a downloaded file is called, without its ending."""
        return slugify(self.title) or self.key

    @property
    def ready(self) -> bool:
        """Whether it can be played."""
        return bool(self.mp4)


def key_of(video: "Video") -> str:
    """What addresses of moments call a video."""
    return video.pk.hex[:8]


def start_of(video: "Video", asked: Mapping[str, str]) -> str:
    """The second to begin this video at, by an address's `t` and `video`; empty unless it has that second."""
    if asked.get("video") != key_of(video) or not _SECONDS.fullmatch(asked.get("t", "")):
        return ""
    return asked["t"] if float(asked["t"]) < (video.seconds or 0) else ""


def minutes_until(moment: datetime | None) -> int:
    """Minutes until then, begun ones counted, and at least one; 0 when there is no such moment."""
    return max(1, ceil((moment - timezone.now()).total_seconds() / 60)) if moment else 0


def player(video: "Video") -> Player:
    """The value for a video in whatever state it is."""
    return Player(
        title=video.title,
        key=key_of(video),
        state=video.state,
        state_label=video.get_state_display(),
        reason=video.reason,
        waits_for=video.waits_for,
        progress=video.progress,
        ready_at=video.ready_at,
        seconds=video.seconds or 0.0,
        width=video.width or 16,
        height=video.height or 9,
        master=video.address(MASTER),
        mp4=video.address(SOUND_FILE if video.is_sound else FALLBACK),
        poster=video.address(video.poster_file),
        dash=video.address(MANIFEST),
        sound=video.address(SOUND_FILE) if video.has_audio else "",
        is_sound=video.is_sound,
        thumbnails=video.address(THUMBNAILS) if video.facts.get("thumbnails") else "",
    )


def public_poster(video: "Video") -> str:
    """Address of the still picture for a record, which everybody may read; empty before it is made."""
    made = video.renditions_folder
    return renditions_address(made, video.poster_file) if made else ""

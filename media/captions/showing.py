"""A video's player with its confirmed captions: as tracks, and as text to read."""

import dataclasses
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from media.captions.coverage import Coverage, coverage
from media.captions.languages import UNKNOWN
from media.captions.models import Captions
from media.captions.serving import address
from media.captions.transcript import one_each, paragraphs, pieces
from media.player import Player, Track, Transcript, player

if TYPE_CHECKING:
    from media.models import Video


def player_with_captions(video: "Video", spoken: str = "") -> Player:
    """The player's value with tracks and transcripts; `spoken` is the language if nobody has said which."""
    _fetch(video, "renditions")
    made = list(confirmed(video)) if video.renditions_folder else []
    shown, language = video.is_shown(), video.language or _spoken(spoken)
    default = _default(made, language)
    return dataclasses.replace(
        player(video),
        language=language,
        heights=tuple(sorted({min(r.width, r.height) for r in video.renditions.all()}, reverse=True)),
        captions=tuple(_track(captions, shown, captions is default) for captions in made),
        transcripts=tuple(_transcript(captions, shown) for captions in sorted(made, key=_reading_order)),
    )


def confirmed(video: "Video") -> Iterable[Captions]:
    """The video's confirmed captions, those in the language spoken first."""
    _fetch(video, Prefetch("captions", Captions.objects.confirmed(), to_attr="confirmed_captions"))
    found: list[Captions] = video.confirmed_captions  # type: ignore[attr-defined]
    return sorted(found, key=lambda captions: (captions.language != video.language, captions.kind))


def read_together(videos: Iterable["Video"]) -> None:
    """Marks the videos of one page: what is asked of one is fetched for all, when it is first asked."""
    together = list(videos)
    for video in together:
        video.read_together = together  # type: ignore[attr-defined]


def _fetch(video: "Video", related: "str | Prefetch[Any]") -> None:
    """Fetches what belongs to a video, and to those marked with it, unless it is there."""
    prefetch_related_objects(getattr(video, "read_together", [video]), related)


def languages_with_captions(video: "Video") -> tuple[str, ...]:
    """Languages in which what is said can be read."""
    return tuple(dict.fromkeys(c.language for c in confirmed(video) if _is_speech(c)))


def speech_coverage(video: "Video") -> Coverage | None:
    """How much of what is heard the confirmed captions cover that cover most; None where nobody listened."""
    if "active" not in video.facts:
        return None
    texts = [captions.read() for captions in confirmed(video) if _is_speech(captions)]
    found = [coverage(video.active, cues) for cues in texts or [()]]
    return max(found, key=lambda one: one.captioned)


@dataclasses.dataclass(frozen=True, slots=True)
class Spoken:
    """A piece of what is said in a video."""

    #: As addresses carry them after `#t=`.
    seconds: str
    text: str
    #: BCP 47; empty where nobody has said it.
    language: str


def spoken_pieces(video: "Video", first: str = "") -> Iterable[Spoken]:
    """What is said, in pieces; captions in the language `first` come before the others."""
    made = [captions for captions in confirmed(video) if _is_speech(captions)]
    for captions in sorted(made, key=lambda captions: captions.language != _spoken(first)):
        language = "" if captions.language == UNKNOWN else captions.language
        for seconds, text in pieces(captions.read()):
            yield Spoken(seconds, text, language)


def _spoken(written: str) -> str:
    """The language people speak where this one is written: Finnish for easy Finnish, `fi-simple`."""
    return written.partition("-")[0]


def _is_speech(captions: Captions) -> bool:
    return captions.kind in (Captions.Kind.CAPTIONS, Captions.Kind.SUBTITLES)


def _reading_order(captions: Captions) -> int:
    """Chapters lead into the film, so they stand first; then what is said, then what is seen."""
    return (not _is_speech(captions)) * (1 if captions.kind == Captions.Kind.DESCRIPTIONS else -1)


def _default(made: Iterable[Captions], spoken: str) -> Captions | None:
    """The captions that are on from the start, when the page is read in another language than is spoken."""
    page = (get_language() or "")[:2]
    speech = [captions for captions in made if _is_speech(captions)]
    if not spoken or spoken == page:
        return None
    return next((captions for captions in speech if captions.language == page), next(iter(speech), None))


def _track(captions: Captions, shown: bool, is_default: bool) -> Track:
    return Track(
        address=address(captions, "vtt", shown=shown),
        language=captions.language,
        label=_label(captions),
        kind=captions.kind,
        is_default=is_default,
    )


def _transcript(captions: Captions, shown: bool) -> Transcript:
    return Transcript(
        language=captions.language,
        label=_label(captions),
        kind=captions.kind,
        # Two chapters, or two things to be seen, never run together as what one person says does.
        paragraphs=tuple(paragraphs(captions.read()) if _is_speech(captions) else one_each(captions.read())),
        vtt=address(captions, "vtt", shown=shown),
        text=address(captions, "txt", shown=shown),
    )


def _label(captions: Captions) -> str:
    name: Any = captions.language_name
    if captions.kind == Captions.Kind.SUBTITLES:
        return _("%(language)s (translation)") % {"language": name}
    return str(name)

"""The captions of a video as its author's desk shows them: how far they are, and what they lack."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from media.captions.coverage import Coverage, coverage
from media.captions.cues import Cue, minutes
from media.captions.languages import choices
from media.captions.models import Captions
from media.captions.recognising import is_set_up, standing

if TYPE_CHECKING:
    from media.models import Video


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row of the list."""

    captions: Captions
    #: Sentences: what hinders, how much advice there is, how much of the sound is covered.
    errors: str
    advice: str
    covered: str


@dataclass(frozen=True, kw_only=True)
class CaptionsDesk:
    """What the list of a video's captions is written from."""

    lines: tuple[Line, ...]
    #: What is heard against what is captioned, when there are none at all; empty where it was not measured.
    heard: str
    nobody_speaks: bool
    add_url: str
    #: Where a speech recogniser is asked; empty where none is set up.
    recognise_url: str
    #: The languages it may be asked for, and the one spoken, as far as it is known.
    languages: tuple[tuple[str, str], ...]
    language: str
    #: How far the recogniser is, or why it failed; empty when there is nothing to say.
    recogniser: str


def captions_desk(video: "Video") -> CaptionsDesk:
    """The list for a video in whatever state it is."""
    lines = tuple(_line(captions) for captions in video.captions.all())
    return CaptionsDesk(
        lines=lines,
        heard="" if lines else covered_sentence(video, ()),
        nobody_speaks=video.nobody_speaks,
        add_url=reverse("captions:add", args=[video.pk]),
        recognise_url=reverse("captions:recognise", args=[video.pk])
        if is_set_up() and video.has_audio
        else "",
        languages=tuple(choices()) if is_set_up() else (),
        language=video.language or "fi",
        recogniser=_standing(video) if is_set_up() else "",
    )


def _standing(video: "Video") -> str:
    job = standing(video)
    if job is None or job.state == job.State.DONE:
        return ""
    if job.state == job.State.FAILED:
        return str(job.reason)
    return _("The speech recogniser is at work.")


def measured(video: "Video", cues: tuple[Cue, ...]) -> Coverage | None:
    """How much of the sound these cues cover; None where nobody has listened, so that nothing is claimed."""
    if "active" not in video.facts:
        return None
    return coverage(video.active, cues)


def covered_sentence(video: "Video", cues: tuple[Cue, ...]) -> str:
    """What is heard against what is captioned, in the active language; empty where it was not measured."""
    found = measured(video, cues)
    if found is None or not found.heard:
        return ""
    values = {"heard": minutes(found.heard), "captioned": minutes(found.captioned)}
    return _("Sound is heard for %(heard)s, captions cover %(captioned)s of it.") % values


def gap_sentence(video: "Video", cues: tuple[Cue, ...]) -> str:
    """Where something is heard for long without captions; empty where nothing is, or nobody has listened."""
    found = measured(video, cues)
    if found is None or not found.gaps:
        return ""
    places = ", ".join(f"{minutes(start)}–{minutes(end)}" for start, end in found.gaps[:5])
    return _("Something is heard without captions at %(places)s.") % {"places": places}


def _line(captions: Captions) -> Line:
    remarks = captions.remarks()
    errors = sum(remark.is_error for remark in remarks)
    advice = len(remarks) - errors
    is_speech = captions.kind in (Captions.Kind.CAPTIONS, Captions.Kind.SUBTITLES)
    return Line(
        captions=captions,
        errors=ngettext("%(count)s fault", "%(count)s faults", errors) % {"count": errors} if errors else "",
        advice=ngettext("%(count)s piece of advice", "%(count)s pieces of advice", advice) % {"count": advice}
        if advice
        else "",
        covered=covered_sentence(captions.video, captions.read()) if is_speech else "",
    )

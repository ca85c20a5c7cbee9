"""What is to be said of captions: the sentence for each finding, naming the cue and its time."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media.captions.cues import minutes

#: What stops captions from being shown to everybody; the rest is advice.
ERRORS = {"bad-times", "no-text", "no-length", "backwards", "order", "after-end", "no-language"}

SENTENCES = {
    "bad-times": gettext_lazy("The times in “%(line)s” cannot be read. Write them as 00:01:02.500."),
    "no-language": gettext_lazy("Say first in which language they are."),
    "no-text": gettext_lazy("There is no text. Write it, or delete the caption."),
    "no-length": gettext_lazy("It ends at the moment it begins, so nobody can read it. Set a later end."),
    "backwards": gettext_lazy("It ends before it begins. Set a later end."),
    "order": gettext_lazy("It begins before the caption above it. Put them in the order of time."),
    "after-end": gettext_lazy("It begins after the video has ended (%(end)s)."),
    "past-end": gettext_lazy("It stays until %(until)s, but the video ends at %(end)s."),
    "overlap": gettext_lazy("It begins before the caption above it has gone."),
    "fast": gettext_lazy(
        "There are %(speed)s characters a second to read; at most %(limit)s is comfortable. "
        "Show it longer, or say it shorter."
    ),
    "short": gettext_lazy("It is shown for %(seconds)s seconds only; a viewer needs about one."),
    "long-line": gettext_lazy("A line has %(length)s characters; %(limit)s fit on a phone. Break the line."),
    "many-lines": gettext_lazy("It has %(lines)s lines; two are read at a glance. Divide it."),
    "guessed-letters": gettext_lazy(
        "The file does not say how its letters are stored. Look whether å, ä and ö are right."
    ),
}

UNREADABLE = {
    "empty": gettext_lazy("The file is empty."),
    "too-large": gettext_lazy("The file is larger than 2 MB, so it is hardly captions. Choose another file."),
    "not-text": gettext_lazy("The file is not text. Choose a VTT or SRT file."),
    "no-cues": gettext_lazy(
        "There are no captions with times in the file. Choose a VTT or SRT file; a line such as "
        "00:00:01.000 --> 00:00:04.000 stands above each text."
    ),
    "too-many": gettext_lazy("There are more than 10,000 captions in the file. Choose another file."),
    "too-long-text": gettext_lazy(
        "One of the captions is longer than 1,000 characters. Divide it and choose the file again."
    ),
    "cannot-convert": gettext_lazy("The file cannot be converted. Save it as VTT or SRT and choose that."),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding about one cue (numbered from 1), or about all of them (0)."""

    code: str
    cue: int = 0
    #: Where the cue begins, in milliseconds.
    at: int = 0
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def is_error(self) -> bool:
        """Whether it stops the captions from being confirmed."""
        return self.code in ERRORS

    @property
    def advice(self) -> str:
        """What is wrong and what to do, in the active language, without saying where."""
        return str(SENTENCES[self.code]) % self.values

    @property
    def sentence(self) -> str:
        """The same with the cue's number and time."""
        if not self.cue:
            return self.advice
        place = {"number": self.cue, "time": minutes(self.at), "advice": self.advice}
        return _("Caption %(number)s (%(time)s): %(advice)s") % place

    def to_json(self) -> dict[str, Any]:
        """As the editor in the browser reads it."""
        return {"cue": self.cue, "error": self.is_error, "advice": self.advice, "sentence": self.sentence}


def unreadable(code: str) -> str:
    """Why no captions can be made of a file, in the active language."""
    return str(UNREADABLE[code])

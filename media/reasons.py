"""Why a file cannot become a video, in sentences that a teacher can act on."""

import errno

from django.utils.translation import gettext_lazy as _

#: The one reason that a video waits with; all others are for one that failed.
NO_ROOM = "no-room"
#: The one that is no fault of the file.
UNEXPECTED = "unexpected"
#: Reason code (kept in the database) -> sentence (shown in the reader's language).
REASONS = {
    "empty": _("The file is empty. Save or export the video again and choose the new file."),
    "not-video": _(
        "The file is neither a video nor a sound recording. Choose an MP4, MOV or WebM file, or for sound "
        "an MP3, M4A, OGG, WAV or FLAC file."
    ),
    "text": _("The file is text, not a video, whatever its name says. Choose an MP4, MOV or WebM file."),
    "image": _("The file is a picture, not a video. Add it as an image instead."),
    "playlist": _(
        "The file is a playlist: it only points at other files. Choose the video itself, "
        "an MP4, MOV or WebM file."
    ),
    "silent": _(
        "Nothing can be heard in the recording. Check the microphone, record again and choose the new file."
    ),
    "no-picture": _(
        "There is no picture in the file. Export the video again as MP4 and choose the new file."
    ),
    "encrypted": _(
        "The video is protected against copying, so it cannot be opened. Choose an unprotected copy."
    ),
    "dolby-vision": _(
        "The colours are in a form of Dolby Vision that ordinary screens cannot show. Turn Dolby Vision off "
        "when recording, or export the video as an ordinary MP4, and choose the new file."
    ),
    "broken": _(
        "The file is damaged and cannot be opened. Save or export the video again and choose the new file."
    ),
    "cut-short": _(
        "The end of the file is missing. Copy the video from the camera or the recorder again "
        "and choose the new copy."
    ),
    "too-large-file": _("The file is too large. Shorten the video or export it with a smaller picture size."),
    "too-large-picture": _(
        "The picture is too large. Export the video with at most 4K (3840 x 2160) picture size."
    ),
    "too-small-picture": _(
        "The picture is too small to be seen. Export the video with a larger picture size."
    ),
    "too-long": _("The video is too long. Divide it into shorter parts."),
    "too-heavy": _(
        "The video takes too much time or memory to convert. Export it as an ordinary MP4 "
        "and choose the new file."
    ),
    NO_ROOM: _(
        "The disk of this service is full. You need not do anything: the conversion goes on as soon as there "
        "is room."
    ),
    "gone": _("The uploaded file is no longer there. Upload the video again."),
    UNEXPECTED: _(
        "Converting the video did not work, and the fault is ours. Try again; if it fails again, "
        "tell the administrator."
    ),
}


class Refused(Exception):
    """A file that will never become a video, however often it is tried. `code` is a key of `REASONS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return f"{self.code}: {sentence(self.code)}"


class NoRoom(OSError):
    """The disk is full: what was begun goes on when there is room."""


#: Numbers of the errors that say the same.
DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def is_full(error: Exception) -> bool:
    """Whether an error says that the disk is full."""
    return isinstance(error, NoRoom) or getattr(error, "errno", None) in DISK_FULL


def sentence(code: str) -> str:
    """The reason in the active language; an unknown code is a fault of ours."""
    return str(REASONS.get(code, REASONS[UNEXPECTED])) if code else ""


def code_of(message: str) -> str:
    """The code that a `Refused` message begins with; that of a fault of ours for any other message."""
    code = message.partition(":")[0]
    return code if code in REASONS else UNEXPECTED

"""What a job waits for that no file is to blame for: a sandbox to open it in, and room on the disk."""

from collections.abc import Callable
from functools import wraps

from django.utils.translation import gettext as _

from media import folders, room
from media.reasons import NO_ROOM, NoRoom, is_full, sentence
from media.sandbox import SandboxMissing, require
from oer.jobs import Attempt, NotNow

#: How long until it is looked again, in seconds.
SANDBOX_SECONDS = 60.0
ROOM_SECONDS = 60.0

Run = Callable[[Attempt], None]
#: Told that an attempt waits again, and the code of the reason, where it is one for the video's author.
Told = Callable[[Attempt, str], None]


def _nobody(attempt: Attempt, reason_code: str) -> None:
    """Nothing shows that this job waits."""


def waits(told: Told = _nobody) -> Callable[[Run], Run]:
    """Has a handler begin only where its tools can be run safely and the disk is not all but full.

    What is lacking, now or in the middle, is waited for: no attempt is counted, and no file is failed for it.
    """

    def decorate(run: Run) -> Run:
        @wraps(run)
        def run_or_wait(attempt: Attempt) -> None:
            try:
                require()
                if room.left(folders.work()) < 0:
                    raise NoRoom("The disk is nearly full")
                run(attempt)
            except SandboxMissing as fault:
                told(attempt, "")
                said = _("Videos cannot be opened safely on the worker's machine: %(fault)s")
                raise NotNow(SANDBOX_SECONDS, said % {"fault": fault}) from fault
            except OSError as error:
                if not is_full(error):
                    raise
                told(attempt, NO_ROOM)
                raise NotNow(ROOM_SECONDS, sentence(NO_ROOM)) from error

        return run_or_wait

    return decorate

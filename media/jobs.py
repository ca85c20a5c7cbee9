"""The work the room owes: one job a file, safe to be cut off anywhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from media.captions import embedded
from media.captions import recognising as recognising
from media.converting import (
    UnderWay,
    content_of,
    facts_of,
    renditions_of,
    reporter,
    show,
    unless_under_way,
)
from media.deletion import sweep
from media.models import Replacement, State, Video
from media.reasons import UNEXPECTED, Refused, code_of, is_full
from media.replacing import REPLACE_JOB, look_at_captions, refuse, take
from media.sandbox import ToolFailed
from media.shelf import at_hand, has
from media.signals import video_changed
from media.transcoding import fingerprint
from media.waiting import waits
from oer.jobs import Attempt, NotNow, PermanentFailure, enqueue, handler, watch

#: Being cut off (a killed worker) is no fault of the film: it may happen often before we give up.
ATTEMPTS = 30
#: An error of ours is tried less often, so that nobody waits for days.
ATTEMPTS_WITH_ERRORS = 6
#: How long to wait for another conversion of the same file, in seconds.
TWIN_SECONDS = 60.0
SWEEP_SECONDS = 1800.0


def mark_failed(key: str, payload: dict[str, Any], reason: str) -> None:
    """The video shows why it will not be converted; called in the transaction that fails the job."""
    video = Video.objects.filter(pk=key).first()
    if video is None or video.state == State.READY:
        return
    video.state, video.reason_code = State.FAILED, code_of(reason)
    video.save(update_fields=["state", "reason_code", "changed_at"])
    video_changed.send(Video, video=video)


def _waits_again(attempt: Attempt, reason_code: str = "") -> None:
    again = {"reason_code": reason_code, "progress": 0, "ready_at": None}
    unfinished = Video.objects.filter(pk=attempt.key).exclude(state=State.READY)
    unfinished.update(state=State.WAITING, **again)
    Replacement.objects.filter(pk=attempt.key).update(**again)


@handler("media.transcode", queue="transcode", lease=40, attempts=ATTEMPTS, on_failed=mark_failed)
@waits(told=_waits_again)
def transcode_video(attempt: Attempt) -> None:
    """Converts one video: looks at it, makes its renditions under a new name, then lets one row flip."""
    video = Video.objects.filter(pk=attempt.key).first()
    if video is None or not is_owed(video):
        return  # deleted, or done by another job meanwhile
    attempt.report(0)
    unfinished = Video.objects.filter(pk=video.pk).exclude(state=State.READY)
    unfinished.update(state=State.WORKING, reason_code="", progress=0, ready_at=None)
    report = reporter(
        attempt,
        lambda percent, ready_at: Video.objects.filter(pk=video.pk, state=State.WORKING).update(
            progress=percent, ready_at=ready_at
        ),
    )
    with blamed(attempt), unless_under_way(video.sha256), at_hand(video.file, str(video.pk)) as path:
        facts = facts_of(path)
        sha256 = video.sha256 or content_of(path, attempt)
        # Known from now on: should it have to wait, it is not read through again.
        Video.objects.filter(pk=video.pk, file=video.file.name).update(sha256=sha256)
        package, folder = renditions_of(path, facts, sha256, str(video.pk), report)
    with attempt.finishing():
        # Deleted meanwhile, or ready with another file: the sweep takes the folder.
        if same := Video.objects.select_for_update().filter(pk=video.pk, file=video.file.name).first():
            is_new = not same.renditions_folder
            show(same, facts, package, sha256=sha256, folder=folder)
            # Only once: what its author threw away of a film's own captions does not come back.
            if is_new:
                embedded.look_for(same)


def is_owed(video: Video) -> bool:
    """Whether it is to be converted: it never was, what is shown was made in another way, or is not there."""
    return (
        video.state != State.READY or video.renditions_folder != fingerprint(video.sha256) or is_lost(video)
    )


def is_lost(video: Video) -> bool:
    """Whether its renditions are gone, as after a backup without them; in a bucket, one look at it."""
    return bool(video.renditions_folder) and not has(video.renditions_folder)


@contextmanager
def blamed(attempt: Attempt) -> Iterator[None]:
    """Tells what the file is to blame for, which no further attempt mends, from what another may."""
    try:
        yield
    except Refused as refusal:
        raise PermanentFailure(str(refusal)) from refusal
    except UnderWay as twin:
        _waits_again(attempt)
        raise NotNow(TWIN_SECONDS, _("The same file is being converted for another video.")) from twin
    except (ToolFailed, OSError) as error:
        if not is_full(error) and attempt.number >= ATTEMPTS_WITH_ERRORS:
            raise PermanentFailure(str(Refused(UNEXPECTED))) from error
        raise


class GivenUp(Exception):
    """The new file was discarded, or another came after it, while it was being converted."""


@contextmanager
def unless_given_up(waiting: "QuerySet[Replacement]") -> Iterator[None]:
    """What goes wrong with a new file that nobody wants any more, its file gone, is no failure."""
    try:
        yield
    except (GivenUp, PermanentFailure, ToolFailed, OSError):
        if waiting.exists():
            raise


@handler(REPLACE_JOB, queue="transcode", lease=40, attempts=ATTEMPTS, on_failed=refuse)
@waits(told=_waits_again)
def convert_replacement(attempt: Attempt) -> None:
    """Convert what waits, then let it take the old one's place in one transaction."""
    waiting = Replacement.objects.filter(pk=attempt.key).first()
    if waiting is None:
        return  # discarded, another file came after it, or the video was deleted
    this_one = Replacement.objects.filter(pk=waiting.pk)
    this_one.update(reason_code="", progress=0, ready_at=None)

    def show_progress(percent: int, ready_at: datetime | None) -> None:
        if not this_one.update(progress=percent, ready_at=ready_at):
            raise GivenUp

    report = reporter(attempt, show_progress)
    with unless_given_up(this_one), blamed(attempt), at_hand(waiting.file, str(waiting.pk)) as path:
        facts = facts_of(path)
        sha256 = content_of(path, attempt)
        package, folder = renditions_of(path, facts, sha256, f"replacement-{waiting.pk}", report)
    with attempt.finishing():
        # Locked with its video, so that what another conversion or a form has just written is read here.
        if still_wanted := this_one.select_for_update().select_related("video").first():
            video, former_seconds = take(still_wanted), still_wanted.video.seconds
            show(video, facts, package, sha256=sha256, folder=folder)
            look_at_captions(video, former_seconds)


@watch(queue="transcode", seconds=SWEEP_SECONDS, after=60)
def look_for_left_overs() -> None:
    """Now and then, have swept away what killed workers and given-up uploads left."""
    enqueue("media.sweep", "all")


@handler("media.sweep", queue="transcode")
def sweep_left_overs(attempt: Attempt) -> None:
    """Removes what nobody uses any more."""
    sweep()

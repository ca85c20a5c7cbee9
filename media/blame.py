"""Whether a failed tool speaks of the file, or of us."""

import signal

from media.sandbox import ToolFailed

#: Sent by people and by a kernel short of memory; a crash (say 11) is the file's doing.
STOPPING_SIGNALS = (signal.SIGHUP, signal.SIGINT, signal.SIGKILL, signal.SIGTERM)


def fault_of_the_file(failure: ToolFailed) -> str:
    """The reason code when trying again would not help; empty when it may (a full disk, a killed process)."""
    if failure.limit:
        return "too-heavy"
    stopped = failure.status < 0 or failure.status - 128 in STOPPING_SIGNALS or failure.status == 255
    return "" if stopped or disk_is_full(failure) else "broken"


def disk_is_full(failure: ToolFailed) -> bool:
    """Whether the tool found no room to write to."""
    return "No space left" in failure.said or "Disk quota exceeded" in failure.said

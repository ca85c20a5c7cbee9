"""Whether this process has been asked to stop. One flag a process, because signals come to a process."""

_requested = False


def request() -> None:
    """Ask the running attempt to end at its next report and the loop to take no further job."""
    global _requested
    _requested = True


def requested() -> bool:
    """True once a stop has been asked for."""
    return _requested

"""The ways an attempt can end other than by being done."""


class PermanentFailure(Exception):
    """Trying again would not help. Its text is a sentence for a person: what happened and what to do."""


class LeaseLost(Exception):
    """This attempt is no longer the current one: whatever it made must not be shown."""


class WorkerStopping(LeaseLost):
    """The worker is asked to stop: the attempt ends here, is not counted, and the job is taken again."""


class NotNow(Exception):
    """What the job needs is away: the attempt is not counted, and the same job waits for `seconds`."""

    def __init__(self, seconds: float, reason: str = "") -> None:
        super().__init__(reason)
        self.seconds = seconds

"""The ways an attempt can end other than by being done."""


class PermanentFailure(Exception):
    """Trying again would not help. Its text is a sentence for a person: what happened and what to do."""


class LeaseLost(Exception):
    """This attempt is no longer the current one: whatever it made must not be shown."""


class WorkerStopping(LeaseLost):
    """The worker is asked to stop: the attempt ends here, is not counted, and the job is taken again."""

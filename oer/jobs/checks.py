"""Mistakes in the job set-up that would otherwise show at the first job."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from oer.jobs.handlers import all_handlers


@register()
def every_handler_has_a_known_queue(**_kwargs: Any) -> list[CheckMessage]:
    """A queue that TASKS does not name would fail at the first enqueue."""
    known = settings.TASKS["default"]["QUEUES"]
    return [
        Error(
            f"Jobs of kind {handler.kind!r} go to the queue {handler.queue!r}, which TASKS does not name.",
            hint=f"Add it to TASKS['default']['QUEUES'], or use one of {', '.join(known)}.",
            id="jobs.E001",
        )
        for handler in all_handlers()
        if known and handler.queue not in known
    ]

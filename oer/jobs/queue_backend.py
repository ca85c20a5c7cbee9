"""Where tasks go: into the queue, but for those that must not run beside whoever asked for them."""

from __future__ import annotations

from typing import Any

from django_tasks import task_backends
from django_tasks_db.backend import DatabaseBackend

#: Tasks of these modules are done by whoever asks, before going on. Wagtail has a picture indexed for its own
#: search by a task, and moments later does so itself: on SQLite a quick worker makes its upload fail.
AT_ONCE = ("modelsearch.tasks",)
#: The name, in the settings, of the backend that does them.
IMMEDIATE = "at_once"


class QueueBackend(DatabaseBackend):  # type: ignore[misc]
    """The queue in the database."""

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        """Puts the task in line, or does it."""
        if task.func.__module__ in AT_ONCE:
            return task_backends[IMMEDIATE].enqueue(task.using(backend=IMMEDIATE), args, kwargs)
        return super().enqueue(task, args, kwargs)

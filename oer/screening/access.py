"""Who may see a screening: those who write the page, those who may review it, those who run the place."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page, TaskState

from oer.screening.workflow import ReviewTask


def may_read(user: Any, page: Page) -> bool:
    """Whether somebody may read a page's screenings."""
    permissions = page.permissions_for_user(user)
    return bool(permissions.can_edit() or permissions.can_publish())


def may_answer(user: Any, page: Page) -> bool:
    """Whether somebody speaks for a page's authors."""
    if page.owner_id == user.pk:
        return True
    authors = page.specific.authors.all() if hasattr(page.specific, "authors") else ()
    return any(author.user_id == user.pk for author in authors)


def is_reviewer(user: Any) -> bool:
    """Whether somebody reviews at all."""
    tasks = ReviewTask.objects.filter(active=True)
    if user.is_superuser:
        return tasks.exists()
    return tasks.filter(groups__in=user.groups.all()).exists()


def to_review(user: Any) -> list[TaskState]:
    """What waits for this person's review, longest first."""
    found: list[TaskState] = []
    for task in ReviewTask.objects.filter(active=True):
        found += task.get_task_states_user_can_moderate(user)
    return sorted(found, key=lambda state: state.started_at)

"""Who may review what: never somebody who has had a hand in it."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page, Revision


def is_concerned(user: Any, page: Page) -> bool:
    """Whether somebody is an owner, an author (by account or by name) or an editor of a page.

    The authors are those of the latest version as well as those of the live one.
    """
    if user.pk is None:
        return True
    if page.owner_id == user.pk or Revision.objects.for_instance(page).filter(user=user).exists():
        return True
    name = user.get_full_name().strip().casefold()
    for version in (page.specific, page.get_latest_revision_as_object()):
        for author in version.authors.all() if hasattr(version, "authors") else ():
            if author.user_id == user.pk or (name and author.name.strip().casefold() == name):
                return True
    state = page.current_workflow_state
    return bool(state and state.requested_by_id == user.pk)

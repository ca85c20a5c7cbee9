"""A person's own pages, by where each stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.urls import reverse
from wagtail.models import Page, WorkflowState

from oer.people.models import User

#: Rooms that this one does not know show on the desk what is theirs: whoever registers this Wagtail hook
#: gives a function `(request) -> component`, a component being anything with `render_html(context)`.
DESK_HOOK = "desk_component"


@dataclass(frozen=True, slots=True)
class DeskItem:
    """One of my pages."""

    title: str
    #: The page's kind in the active language, e.g. "learning material".
    kind: str
    #: Where its author goes on with it.
    edit_address: str
    #: Where readers see it; empty while it is not published.
    address: str
    #: When it last changed.
    changed_at: dt.datetime | None
    #: When it was submitted, for a page in review or sent back.
    submitted_at: dt.datetime | None = None
    #: It is published and a newer version waits.
    has_newer_draft: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """My pages; each stands in exactly one list, newest change first."""

    returned: list[DeskItem] = field(default_factory=list)
    drafts: list[DeskItem] = field(default_factory=list)
    in_review: list[DeskItem] = field(default_factory=list)
    published: list[DeskItem] = field(default_factory=list)

    @classmethod
    def of(cls, person: User) -> Desk:
        """This person's desk, in the same few queries however many pages there are."""
        desk = cls()
        pages = Page.objects.filter(owner=person).order_by("-latest_revision_created_at", "-pk")
        pages = list(pages.prefetch_related("content_type"))
        states = _running_workflows(pages)
        for page in pages:
            state = states.get(str(page.pk))
            item = _item(page, state)
            if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
                desk.returned.append(item)
            elif state:
                desk.in_review.append(item)
            elif page.live:
                desk.published.append(item)
            else:
                desk.drafts.append(item)
        return desk


def _running_workflows(pages: list[Page]) -> dict[str, WorkflowState]:
    running = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)
    states = WorkflowState.objects.filter(
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
        object_id__in=[str(page.pk) for page in pages],
        status__in=running,
    )
    return {state.object_id: state for state in states}


def _item(page: Page, state: WorkflowState | None) -> DeskItem:
    model = page.content_type.model_class() or Page
    return DeskItem(
        title=page.draft_title or page.title,
        kind=str(model._meta.verbose_name),
        edit_address=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        address=(page.url or "") if page.live else "",
        changed_at=page.latest_revision_created_at,
        submitted_at=state.created_at if state else None,
        has_newer_draft=page.live and page.has_unpublished_changes,
    )

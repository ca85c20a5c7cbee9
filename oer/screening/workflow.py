"""The way to publication: a machine screens, then a person who has had no hand in it reviews.

Both steps look at the revision that was submitted. What stops it, or asks something of its author, sends it
back at once with the report; only what a review has judged and found in order is cleared and published.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.validators import MinLengthValidator
from django.db import transaction
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from wagtail.locks import WorkflowLock
from wagtail.models import AbstractGroupApprovalTask, Page, Task, TaskState

from oer.domain.criteria import Outcome
from oer.materials.clearance import Clearance, NotCleared
from oer.screening.four_eyes import is_concerned
from oer.screening.records import SHORTEST_REASON, NoCriteria, Screening
from oer.screening.running import screen_revision
from oer.screening.summaries import summary

#: Outcomes with which the author has something to do before anybody reviews.
_BACK = (Outcome.INCOMPLETE, Outcome.RETURNED, Outcome.NEEDS_AUTHOR)


class ReviewLock(WorkflowLock):
    """Nobody changes what is being judged; its author may take it back."""

    def get_message(self, user: Any) -> str:
        text = _("“%(title)s” is being reviewed, so it stays as it is. Cancel the review to go on writing.")
        return text % {"title": self.object.get_admin_display_title()}

    def get_description(self, user: Any, can_lock: bool = False) -> str:
        return _("Nobody changes a page while it is being reviewed.")


class ReturnForm(forms.Form):
    """Why a page is sent back: its author reads it."""

    comment = forms.CharField(
        label=gettext_lazy("What should the author do?"),
        widget=forms.Textarea({"rows": 4}),
        validators=[MinLengthValidator(SHORTEST_REASON)],
        help_text=gettext_lazy("At least 20 characters."),
    )


class ScreeningTask(Task):
    """The machine's part: it passes on what nothing stops, and sends the rest back at once."""

    lock_class = ReviewLock

    class Meta:
        verbose_name = gettext_lazy("screening")
        verbose_name_plural = gettext_lazy("screenings by machine")

    def start(self, workflow_state: Any, user: Any = None) -> TaskState:
        task_state = super().start(workflow_state, user=user)
        if not _sent_back(task_state, user):
            task_state.approve(user=user, update=False, comment=_("Screened by machine."))
        return task_state

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return True

    @classmethod
    def get_description(cls) -> str:
        return _("Checks the submitted version by the selection criteria, without people.")


class ReviewTask(AbstractGroupApprovalTask):
    """The reviewers' part, with four eyes: whoever has had a hand in a page never reviews it."""

    lock_class = ReviewLock

    class Meta:
        verbose_name = gettext_lazy("review")
        verbose_name_plural = gettext_lazy("reviews")

    def start(self, workflow_state: Any, user: Any = None) -> TaskState:
        """A page that comes back to its review passes the machine again first."""
        task_state = super().start(workflow_state, user=user)
        _sent_back(task_state, user)
        return task_state

    def may_review(self, page: Page, user: Any) -> bool:
        """Whether somebody may judge this page."""
        allowed = user.is_superuser or self._user_in_groups(user)
        return bool(user.is_active and allowed and not is_concerned(user, page))

    def user_can_access_editor(self, obj: Page, user: Any) -> bool:
        return self.may_review(obj, user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Nobody changes what is being judged, reviewers least of all."""
        return True

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        return False

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, Any, bool]]:
        if not self.may_review(obj, user):
            return []
        actions = [("reject", gettext_lazy("Send back to the author"), True)]
        task_state = obj.current_workflow_task_state
        if task_state and _may_be_published(task_state):
            actions.append(("approve", gettext_lazy("Approve and publish"), False))
        return actions

    def get_form_for_action(self, action: str) -> type[forms.Form] | None:
        return ReturnForm if action == "reject" else None

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> Any:
        """Judges the page itself: a form never sees it.

        Raises:
            PermissionDenied: this person may not review this page.
            NotCleared: the judgements do not come to an approval; nothing has changed.
        """
        page = task_state.workflow_state.content_object
        if not self.may_review(page, user):
            raise PermissionDenied(_("You have had a hand in this page, so somebody else reviews it."))
        if action_name == "approve":
            self._clear(task_state, page, user)
            kwargs.setdefault("comment", "")
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        if not (user.is_superuser or self._user_in_groups(user)):
            return TaskState.objects.none()
        pages = {state.pk: state.workflow_state.content_object for state in waiting}
        return TaskState.objects.filter(
            pk__in=[pk for pk, page in pages.items() if page and not is_concerned(user, page)]
        )

    @classmethod
    def get_description(cls) -> str:
        return _(
            "Members of the chosen groups judge the criteria that need a person, never on their own pages."
        )

    def _clear(self, task_state: TaskState, page: Page, user: Any) -> None:
        revision = task_state.revision
        if revision.pk != page.latest_revision_id:
            raise NotCleared(_("The page has changed since it was submitted. It must be submitted again."))
        screening = screened(task_state)
        if not screening.result.may_be_published:
            raise NotCleared(summary(screening))
        Clearance.objects.grant(
            revision=revision,
            screening=screening.id,
            outcome=screening.outcome,
            criteria_version=screening.criteria_set.version,
            granted_by=user,
        )


def screened(task_state: TaskState) -> Screening:
    """The screening of what a task looks at, kept since the task rests on it."""
    screening = screen_revision(task_state.revision)
    screening.keep()
    return screening


def _may_be_published(task_state: TaskState) -> bool:
    try:
        return screened(task_state).result.may_be_published
    except NoCriteria:
        return False


def _sent_back(task_state: TaskState, user: Any) -> bool:
    """Reject at once what its author has to work on, saying so in the author's language."""
    author = task_state.workflow_state.requested_by
    with override(getattr(author, "language", "") or get_language()):
        try:
            screening = screened(task_state)
        except NoCriteria as error:
            comment = str(error)
        else:
            if screening.result not in _BACK:
                return False
            comment = summary(screening)
    task_state.reject(user=user, update=False, comment=comment)
    return True

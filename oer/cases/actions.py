"""What can be done with a case besides writing it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oer.cases.models import Adoption, AdoptionEvent, CasePage
from oer.cases.showing import TELLING_ROLES
from oer.domain.adoption import Event, add
from oer.people.models import Membership


class TakeUpPermissionError(PermissionDenied):
    """The person may not speak for the school on this case."""


class TakeUpAction:
    """A school tells where it stands with a case: one more event in its log."""

    def __init__(self, *, case: CasePage, school_id: int, state: str, user: Any, note: str = "") -> None:
        self.case = case
        self.school_id = school_id
        self.state = state
        self.user = user
        self.note = note

    def check(self) -> None:
        """Raises TakeUpPermissionError, with a sentence for the person, when this is not theirs to tell."""
        speaks = Membership.objects.filter(
            user=self.user, school_id=self.school_id, role__in=TELLING_ROLES
        ).exists()
        if not speaks:
            raise TakeUpPermissionError(
                _("Only a teacher or the contact person of the school can tell this. Choose your own school.")
            )
        if self.school_id == self.case.school_id:
            raise TakeUpPermissionError(_("This practice was made at your own school."))
        if not self.case.live:
            raise TakeUpPermissionError(_("This practice is not published."))

    def execute(self) -> Adoption:
        """Writes the event and returns the adoption.

        Raises `oer.domain.adoption.MoveNotAllowed` when the school cannot go there from where it stands;
        nothing has changed then.
        """
        self.check()
        today = timezone.localdate()
        with transaction.atomic():
            # Locked, so that two people of one school cannot both take the same step.
            adoption: Adoption
            adoption, _created = Adoption.objects.select_for_update().get_or_create(
                case=self.case, school_id=self.school_id, defaults={"state": self.state, "since": today}
            )
            log = adoption.log()
            # A clock set back must not make the log run backwards.
            on = max([today, *(event.on for event in log)])
            add(log, Event(self.state, on))
            AdoptionEvent.objects.create(
                adoption=adoption, state=self.state, on=on, note=self.note, by=self.user
            )
            adoption.state, adoption.since = self.state, on
            adoption.save(update_fields=["state", "since"])
        return adoption

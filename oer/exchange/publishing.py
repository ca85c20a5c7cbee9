"""Publishing what an import has written, in the name of a reviewer who vouches for it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from oer.people.models import User
from oer.screening.records import CriteriaSet, Screening
from oer.screening.running import clear_by_import


class MayNotVouch(Exception):
    """This person may not have materials published in their name."""


def check_reviewer(reviewer: User, owner: User, index: Page) -> None:
    """See that the reviewer may vouch for what belongs to the owner and stands under `index`.

    Raises:
        MayNotVouch: it is their own, or they are no reviewer; the reason is in the active language.
        NoCriteria: nothing can be screened yet.
    """
    if reviewer == owner:
        raise MayNotVouch(_("Nobody reviews their own materials: name another owner or another reviewer."))
    if not index.permissions_for_user(reviewer).can_publish_subpage():
        raise MayNotVouch(_("“%(name)s” is not a reviewer.") % {"name": reviewer.get_username()})
    CriteriaSet.objects.active()


def publish_in_the_name_of(reviewer: User, revision: Revision, page: Page | None) -> tuple[str, ...]:
    """Publish the revision if nothing in its screening stands in the way; else the reasons, as sentences.

    `page` is the revision's page as it was saved, where the caller has it at hand.
    """
    cleared = clear_by_import(revision, reviewer, page=page)
    if not isinstance(cleared, Screening):
        return cleared
    revision.publish(user=reviewer, log_action=False)
    return ()

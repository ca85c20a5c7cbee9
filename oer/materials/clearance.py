"""Clearance: the record that a revision may be published, and the guard that wants one for everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Revision


class NotCleared(PermissionDenied):
    """This version has no clearance: it must pass screening and review before it can be published."""

    def __init__(self, message: str = "") -> None:
        super().__init__(
            message or _("This version has not passed screening and review, so it cannot be published.")
        )


class ClearanceQuerySet(models.QuerySet["Clearance"]):
    def grant(
        self, *, revision: Revision, screening: UUID, outcome: str, criteria_version: str, granted_by: Any
    ) -> Clearance:
        """Clear a revision; granting twice keeps the first clearance."""
        clearance, _created = self.get_or_create(
            revision=revision,
            defaults={
                "screening": screening,
                "outcome": outcome,
                "criteria_version": criteria_version,
                "granted_by": granted_by,
            },
        )
        return clearance

    def covers(self, revision: Revision | None) -> bool:
        """Whether this very revision has been cleared."""
        return revision is not None and self.filter(revision_id=revision.pk).exists()


class Clearance(models.Model):
    """That one revision may be published, and the screening it rests on.

    A row of its own: a field on the page would be overwritten by the revision's own JSON at publish.
    """

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="clearance")
    #: Id of the `oer.screening.Screening` (a room above this one).
    screening = models.UUIDField()
    outcome = models.CharField(max_length=30)
    criteria_version = models.CharField(max_length=20)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="clearances_granted"
    )
    granted_at = models.DateTimeField(default=timezone.now)

    objects = ClearanceQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("clearance")
        verbose_name_plural = gettext_lazy("clearances")

    def __str__(self) -> str:
        return f"{self.revision_id} {self.outcome} {self.criteria_version}"


class ClearedPublishing(models.Model):
    """A page that goes live only with a cleared revision, whichever way it is asked to.

    `publish()` is reached by the admin, workflows and the scheduler alike; `save()` catches what goes around
    it (copies that keep the source live, aliases, code): such a page becomes a draft.
    """

    if TYPE_CHECKING:  # what Wagtail's page brings
        live: bool
        live_revision: Revision | None
        live_revision_id: int | None
        alias_of_id: int | None
        has_unpublished_changes: bool

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        if self.live and not self._live_revision_is_cleared():
            self.live = False
            self.live_revision = None
            self.has_unpublished_changes = True
        return super().save(*args, **kwargs)

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """Publish a cleared revision, and all that follows from it, in one transaction.

        Raises:
            NotCleared: the revision has no clearance; nothing has changed.
        """
        if not Clearance.objects.covers(revision):
            raise NotCleared
        with transaction.atomic():
            return super().publish(revision, *args, **kwargs)  # type: ignore[misc]

    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        """Unpublish, and all that follows from it, in one transaction."""
        with transaction.atomic():
            return super().unpublish(*args, **kwargs)  # type: ignore[misc]

    def save_revision(
        self, *args: Any, overwrite_revision: Revision | None = None, **kwargs: Any
    ) -> Revision:
        """As Wagtail's, but a cleared revision is never overwritten: what was cleared stays as it is."""
        if Clearance.objects.covers(overwrite_revision):
            overwrite_revision = None
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)  # type: ignore[misc]

    def _live_revision_is_cleared(self) -> bool:
        revision = self.live_revision
        if revision is None or self._state.adding or self.alias_of_id:
            return False
        return str(revision.object_id) == str(self.pk) and Clearance.objects.covers(revision)

    def clearance(self) -> Clearance | None:
        """The clearance the live version rests on."""
        if not self.live_revision_id:
            return None
        return Clearance.objects.filter(revision_id=self.live_revision_id).first()

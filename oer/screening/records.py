"""Criteria sets, screenings, and what people say about them."""

from __future__ import annotations

import uuid
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from oer.domain import criteria

#: Reasons that are shown to an author are at least this long.
SHORTEST_REASON = 20


class NoCriteria(Exception):
    """No criteria set is active: nothing can be screened until one is imported."""


class CriteriaSetQuerySet(models.QuerySet["CriteriaSet"]):
    def active(self) -> CriteriaSet:
        """The set that screens today. Raises NoCriteria when there is none."""
        found = self.filter(status=CriteriaSet.Status.ACTIVE).first()
        if found is None:
            raise NoCriteria(gettext("No selection criteria have been imported, so nothing can be screened."))
        return found


class CriteriaSet(models.Model):
    """A version of the selection criteria. Once stored, its content never changes."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("In use")
        RETIRED = "retired", _("No longer in use")

    version = models.CharField(_("version"), max_length=20, unique=True)
    #: Over canonical JSON of `data`.
    sha256 = models.CharField(max_length=64, unique=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.ACTIVE)
    data = models.JSONField(_("criteria"))
    imported_at = models.DateTimeField(_("imported"), default=timezone.now)

    objects = CriteriaSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("criteria set")
        verbose_name_plural = _("criteria sets")
        ordering = ["-imported_at"]

    def __str__(self) -> str:
        return self.version

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValidationError when the content of a stored set would change."""
        stored = CriteriaSet.objects.filter(pk=self.pk).values_list("version", "sha256").first()
        if stored and (stored != (self.version, self.sha256) or criteria.digest(self.data) != self.sha256):
            raise ValidationError(gettext("A stored criteria set never changes. Import a new version."))
        super().save(*args, **kwargs)

    def activate(self) -> None:
        """Screen by this set from now on; the others are retired."""
        with transaction.atomic():
            CriteriaSet.objects.exclude(pk=self.pk).update(status=self.Status.RETIRED)
            self.status = self.Status.ACTIVE
            self.save(update_fields=["status"])

    def criteria(self) -> criteria.CriteriaSet:
        """The set as values."""
        return _values(self.pk, self.sha256)


@lru_cache(maxsize=4)
def _values(pk: int, _sha256: str) -> criteria.CriteriaSet:
    return criteria.CriteriaSet.from_data(CriteriaSet.objects.get(pk=pk).data)


class Screening(models.Model):
    """One run of a criteria set over one revision: what was found and what it comes to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="screenings")
    page = models.ForeignKey(Page, models.CASCADE, related_name="screenings")
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="screenings")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    outcome = models.CharField(max_length=30, choices=[(o.value, o.value) for o in criteria.Outcome])
    #: Everything that was found (`oer.screening.reports.to_json`).
    report = models.JSONField()
    #: Of the facts.
    fingerprint = models.CharField(max_length=64)
    #: Of everything the outcome depends on: facts, day, criteria, and what people have said.
    inputs = models.CharField(max_length=64, db_index=True)
    #: Something rests on it (a submission, a clearance); others give way to the page's next screening.
    kept = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")
        ordering = ["-finished_at"]

    def __str__(self) -> str:
        return f"{self.page_id} {self.outcome}"

    @property
    def result(self) -> criteria.Outcome:
        """The outcome as a value."""
        return criteria.Outcome(self.outcome)

    def keep(self) -> None:
        """Something rests on this screening from now on."""
        if not self.kept:
            self.kept = True
            self.save(update_fields=["kept"])


class Judgement(models.Model):
    """A reviewer's verdict on one criterion of one page, as it then was."""

    class Verdict(models.TextChoices):
        PASS = "pass", _("Met")
        CONCERN = "concern", _("Partly met")
        FAIL = "fail", _("Not met")
        NOT_APPLICABLE = "not_applicable", _("Not applicable")

    page = models.ForeignKey(Page, models.CASCADE, related_name="judgements")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="judgements")
    criterion = models.CharField(max_length=60)
    criterion_revision = models.PositiveIntegerField()
    #: Of the facts it was made on: it holds as long as these are the same.
    fingerprint = models.CharField(max_length=64)
    verdict = models.CharField(max_length=20, choices=Verdict.choices)
    reason = models.TextField(blank=True, max_length=2000)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="judgements"
    )
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("judgement")
        verbose_name_plural = _("judgements")
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return f"{self.page_id} {self.criterion}: {self.verdict}"

    def clean(self) -> None:
        needs_none = self.verdict in (self.Verdict.PASS, self.Verdict.NOT_APPLICABLE)
        if not needs_none and len(self.reason.strip()) < SHORTEST_REASON:
            raise ValidationError(
                {"reason": _("Say why in at least 20 characters: the author reads it.")}, code="reason"
            )


class Answer(models.Model):
    """An author's answer to what a rule asked, or (with an empty rule) to a reviewer's reservation."""

    class Ruling(models.TextChoices):
        UNREAD = "unread", _("Not read yet")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Not accepted")

    page = models.ForeignKey(Page, models.CASCADE, related_name="screening_answers")
    criterion = models.CharField(max_length=60)
    rule = models.CharField(max_length=60, blank=True)
    #: Digest of what was asked: the answer holds as long as the same is asked.
    question = models.CharField(max_length=64)
    text = models.TextField(max_length=2000, validators=[MinLengthValidator(3)])
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(default=timezone.now)
    ruling = models.CharField(max_length=10, choices=Ruling.choices, default=Ruling.UNREAD)
    ruling_reason = models.TextField(blank=True, max_length=2000)
    ruled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    ruled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["answered_at", "pk"]

    def __str__(self) -> str:
        return f"{self.page_id} {self.criterion} {self.rule}"

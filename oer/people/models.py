"""Who works here: people, their schools, and the roles they have there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser, Group
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.users.models import UserProfile

from oer.people.roles import role_choices


class User(AbstractUser):
    """A person with an account."""

    #: Interface language the person chose; empty = whatever the browser asks for.
    language = models.CharField(_("language"), max_length=5, blank=True, choices=settings.LANGUAGES)

    def __str__(self) -> str:
        return self.get_full_name() or self.get_username()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps Wagtail's admin and e-mails in the same language."""
        changed = kwargs.get("update_fields")
        with transaction.atomic():
            super().save(*args, **kwargs)
            if changed is None or "language" in changed:
                profiles = UserProfile.objects.filter(user=self)
                if not profiles.update(preferred_language=self.language) and self.language:
                    profiles.create(user=self, preferred_language=self.language)


class School(ClusterableModel):
    """A school whose people publish, or take practices into use."""

    name = models.CharField(_("name"), max_length=200)
    name_sv = models.CharField(_("name in Swedish"), max_length=200, blank=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    municipality = models.CharField(_("municipality"), max_length=100, blank=True)
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Membership", related_name="schools", blank=True
    )

    class Meta:
        verbose_name = _("school")
        verbose_name_plural = _("schools")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name_in(get_language() or "fi")

    def name_in(self, language: str) -> str:
        """The school's name in Swedish when it has one and that is asked for, else its own name."""
        return self.name_sv if language.startswith("sv") and self.name_sv else self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships; what is done to many at once keeps people's groups in step too."""

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            left = list(self.values_list("user_id", "role"))
            deleted = super().delete()
            for user_id, role in left:
                leave_group(user_id, role)
        return deleted

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        with transaction.atomic():
            created = super().bulk_create(objs, *args, **kwargs)
            for membership in created:
                join_group(membership.user_id, membership.role)
        return created

    def update(self, **kwargs: Any) -> int:
        """Raises TypeError for a changed person or role: save those one by one, so that groups follow."""
        if kwargs.keys() & {"user", "user_id", "role"}:
            raise TypeError("Change a membership's person or role with save(), so that groups follow.")
        return super().update(**kwargs)


class Membership(models.Model):
    """A person's role at a school. Saving or deleting it keeps the person's groups in step."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    # Protected: deleting a school must not take people's roles away without a word.
    school = ParentalKey(
        School, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("school")
    )
    role = models.CharField(_("role"), max_length=20, choices=role_choices)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["school__name", "role"]
        constraints = [
            models.UniqueConstraint(fields=["user", "school", "role"], name="one_membership_a_role")
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.school}: {self.get_role_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            before = Membership.objects.filter(pk=self.pk).values_list("user_id", "role").first()
            super().save(*args, **kwargs)
            join_group(self.user_id, self.role)
            if before and before != (self.user_id, self.role):
                leave_group(*before)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            deleted = super().delete(*args, **kwargs)
            leave_group(self.user_id, self.role)
        return deleted


def join_group(user_id: int, role: str) -> None:
    """Puts the person into the role's group, which is made when it does not exist yet."""
    group, _created = Group.objects.get_or_create(name=role)
    group.user_set.add(user_id)


def leave_group(user_id: int, role: str) -> None:
    """Takes the person out of the role's group, unless another membership still gives the role."""
    if Membership.objects.filter(user_id=user_id, role=role).exists():
        return
    for group in Group.objects.filter(name=role):
        group.user_set.remove(user_id)


class FailedLogin(models.Model):
    """A wrong password for an account from an address; rows live for minutes (`oer.people.throttle`)."""

    account = models.CharField(max_length=150)
    address = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["account", "address", "at"], name="failed_login_recent")]

    def __str__(self) -> str:
        return f"{self.account} {self.address} {self.at:%H:%M}"

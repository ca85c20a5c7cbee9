"""The form a teacher writes a material with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from oer.domain.licences import LICENCES
from oer.domain.vocabulary import CONTENT_LANGUAGES
from oer.materials.sources import page_at
from oer.people.models import User
from oer.vocabularies.forms import CodesField


def licence_choices(current: str = "", *, known: bool = False) -> list[tuple[str, str]]:
    """Licences to choose from: those offered to authors, or every known one; and the present one."""
    shown = [licence for licence in LICENCES.values() if known or licence.offered or licence.id == current]
    return [("", "—"), *((licence.id, licence.name) for licence in shown)]


SLUG_LENGTH = 255
OBJECTIVES_HELP = _("Codes of the curriculum separated by commas, for example: MAA5, T3, L1.")
#: How soon a new material is proposed to be looked at again.
REVIEWED_WITHIN = timedelta(days=365)


def colleagues(user: Any, chosen: int | None) -> QuerySet[User]:
    """Who may be named to look after a material: the writer, people of the same schools, the present one."""
    known = Q(pk=chosen) | Q(pk=user.pk if user else None)
    if user:
        known |= Q(memberships__school__memberships__user=user)
    return User.objects.filter(known, is_active=True).distinct()


class MaterialForm(WagtailAdminPageForm):
    """Starts a new material with what is known already: the language spoken, the writer's name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if "licence" in self.fields:
            current = self.instance.licence
            self.fields["licence"] = forms.ChoiceField(
                choices=licence_choices(current),
                required=self.fields["licence"].required,
                label=self.fields["licence"].label,
                help_text=self.fields["licence"].help_text,
            )
        if "objectives" in self.fields:
            self.fields["objectives"] = CodesField(
                required=False,
                max_length=1000,
                label=self.fields["objectives"].label,
                help_text=OBJECTIVES_HELP,
            )
        if "maintainer" in self.fields:
            self.fields["maintainer"].queryset = colleagues(self.for_user, self.instance.maintainer_id)
        if self.instance.pk is None:
            self._propose()

    def clean_slug(self) -> str:
        """An address of its own: two lessons on the same thing may well bear the same title."""
        wanted = self.cleaned_data["slug"] or slugify(self.cleaned_data.get("title", "")) or "material"
        free, number = wanted, 1
        while not Page._slug_is_available(free, self.parent_page, self.instance):
            number += 1
            free = f"{wanted[: SLUG_LENGTH - 7]}-{number}"
        return free

    def save(self, commit: bool = True) -> Any:
        """A source that is named by its address here becomes a link to its page."""
        sources = self.formsets.get("sources")
        for form in sources.forms if sources is not None else ():
            if "url" in form.changed_data:
                form.instance.source_page = page_at(form.cleaned_data.get("url") or "")
        return super().save(commit)

    def _propose(self) -> None:
        spoken = (get_language() or "fi")[:2]
        if spoken in CONTENT_LANGUAGES:
            self.initial.setdefault("language", spoken)
            self.initial["language"] = self.initial["language"] or spoken
        self.initial["review_by"] = timezone.localdate() + REVIEWED_WITHIN
        self.initial["maintainer"] = self.for_user
        authors = self.formsets.get("authors")
        if authors is not None and self.for_user is not None and not self.is_bound:
            name = self.for_user.get_full_name() or self.for_user.get_username()
            authors.initial = [{"name": name}]
            authors.extra = 1

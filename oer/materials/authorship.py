"""Being credited: what every page that people write has in common."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Orderable


class Author(Orderable):
    """One author of a page, in the order they are credited; the page's own key is the subclass's."""

    name = models.CharField(_("name"), max_length=200)
    #: The account of an author who has one here: four eyes are counted by it.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def __str__(self) -> str:
        return self.name

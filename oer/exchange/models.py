"""What the imports remember of the rows they have read."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from oer.materials.models import MaterialPage


class ImportedMaterial(models.Model):
    """A material that came from an import file, and the row it was last written from.

    It is what makes a second run over the same file change nothing, and what keeps an import from publishing
    again what a person has withdrawn.
    """

    #: The row's `id`.
    source_id = models.CharField(max_length=120, unique=True)
    page = models.OneToOneField(MaterialPage, on_delete=models.CASCADE, related_name="imported")
    #: Of the row, and of the page it translates.
    fingerprint = models.CharField(max_length=100)
    #: The revision that was written from the row.
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    #: The import has published the material at some time.
    published = models.BooleanField(default=False)
    imported_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("imported material")
        verbose_name_plural = _("imported materials")

    def __str__(self) -> str:
        return self.source_id

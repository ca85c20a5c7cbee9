"""Materials: pages that teachers write."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import ObjectList, PublishingPanel, TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, PageManager
from wagtail.query import PageQuerySet

from oer.domain.licences import LICENCES
from oer.domain.record import Record
from oer.domain.vocabulary import CONTENT_LANGUAGES, LEVELS, RESOURCE_TYPES, SUBJECTS
from oer.materials import body as reading
from oer.materials.attachments.models import FileText
from oer.materials.authorship import Author
from oer.materials.blocks import LessonBlocks
from oer.materials.clearance import Clearance, ClearedPublishing
from oer.materials.forms import MaterialForm
from oer.materials.layout import material_panels
from oer.materials.recording import record_of
from oer.vocabularies.code_field import CodeField
from oer.vocabularies.fields import CodeListField
from oer.vocabularies.keywords import KeywordItem, KeywordsField

__all__ = [
    "Clearance",
    "FileText",
    "MaterialAuthor",
    "MaterialIndexPage",
    "MaterialKeyword",
    "MaterialPage",
    "MaterialSource",
]


def known_licence(value: str) -> None:
    """Raises ValidationError for a licence that does not exist."""
    if value and value not in LICENCES:
        raise ValidationError(
            _("There is no licence called “%(licence)s”. Choose one from the list."),
            params={"licence": value},
        )


class MaterialIndexPage(Page):
    """The place under which every material stands."""

    catalogued = False
    max_count = 1
    parent_page_types = ["site.HomePage"]
    subpage_types = ["materials.MaterialPage"]

    class Meta:
        verbose_name = _("materials")


class MaterialKeyword(KeywordItem):
    """A keyword of a material."""

    content_object = ParentalKey(
        "materials.MaterialPage", related_name="tagged_keywords", on_delete=models.CASCADE
    )


class MaterialPageQuerySet(PageQuerySet):
    def showing_video(self, identifier: str) -> MaterialPageQuerySet:
        """Pages with this video in their body: read from the body itself, since an index of it may lag."""
        text = Cast("body", models.TextField())
        return self.annotate(body_text=text).filter(body_text__contains=str(identifier))

    def offering_file(self, document: int | str) -> MaterialPageQuerySet:
        """Pages with this document in a file block or a link; perhaps some more, never fewer."""
        text = Cast("body", models.TextField())
        block = Q(body_text__contains=f'"document": {document}')
        link = Q(body_text__contains=f'id=\\"{document}\\"')
        return self.annotate(body_text=text).filter(block | link)


class MaterialPage(ClearedPublishing, Page):
    """A learning material: what is taught, for whom, on what terms.

    Its language is the content's own. Everything but the title may be missing while drafting.
    """

    description = models.TextField(
        _("description"),
        max_length=2000,
        help_text=_("What is in it and how it is used, in a couple of sentences. Searches show this."),
    )
    language = CodeField(CONTENT_LANGUAGES, verbose_name=_("language of the material"))
    body = StreamField(LessonBlocks(), blank=True, verbose_name=_("lesson"))

    subjects = CodeListField(SUBJECTS, verbose_name=_("subjects"))
    levels = CodeListField(LEVELS, verbose_name=_("levels"))
    resource_type = CodeField(RESOURCE_TYPES, verbose_name=_("type of material"))
    keywords = KeywordsField(
        through=MaterialKeyword,
        blank=True,
        verbose_name=_("keywords"),
        help_text=_("At least three, separated by commas."),
    )
    objectives = models.JSONField(default=list, blank=True, verbose_name=_("curriculum objectives"))
    minutes = models.PositiveIntegerField(
        _("time needed, in minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60_000)],
    )
    goals = models.TextField(_("what one learns"), blank=True, max_length=4000)
    instructions = models.TextField(_("to the teacher"), blank=True, max_length=8000)

    licence = models.CharField(_("licence"), max_length=40, validators=[known_licence])
    shows_real_people = models.CharField(
        _("does it show or name real people?"),
        max_length=3,
        blank=True,
        choices=[("no", _("No")), ("yes", _("Yes"))],
    )
    permission_basis = models.TextField(
        _("on what permission?"),
        blank=True,
        max_length=1000,
        help_text=_("Say who has agreed and how, when it does."),
    )
    ai_generated = models.BooleanField(_("mostly written by a machine"), default=False)

    maintainer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("who keeps it up to date"),
    )
    review_by = models.DateField(_("to be checked again by"), null=True, blank=True)
    version_note = models.CharField(_("what has changed since the last version"), blank=True, max_length=500)

    #: Where it came from when it was imported.
    source_id = models.CharField(max_length=200, null=True, blank=True, unique=True, editable=False)
    source_url = models.URLField(_("address of the original"), blank=True, max_length=500)
    source_note = models.CharField(max_length=500, blank=True, editable=False)
    collection = models.CharField(_("collection"), max_length=200, blank=True)

    objects = PageManager.from_queryset(MaterialPageQuerySet)()

    base_form_class = MaterialForm
    edit_handler = TabbedInterface(
        [
            ObjectList(material_panels(), heading=_("Material")),
            ObjectList([PublishingPanel(), "slug"], heading=_("Publishing")),
        ]
    )
    parent_page_types = ["materials.MaterialIndexPage"]
    subpage_types: list[str] = []
    exclude_fields_in_copy = ["source_id"]

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")

    def record(self) -> Record:
        """What the world may know of the page as it stands in memory."""
        return record_of(self)

    def source_ids(self) -> tuple[UUID | None, ...]:
        """For each of the record's `is_based_on` the id of that work's page here, published or not."""
        pages = (row.source_page for row in self.sources.all())
        return tuple(page.translation_key if page else None for page in pages)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Values for the template: the `record`, the `body` and its `headings`."""
        return {
            **super().get_context(request, *args, **kwargs),
            "record": self.record(),
            "body": self.body,
            "headings": reading.headings(self.body),
            "goals": self.goals,
            "instructions": self.instructions,
        }


class MaterialAuthor(Author):
    """An author of a material."""

    page = ParentalKey(MaterialPage, related_name="authors", on_delete=models.CASCADE)


class MaterialSource(Orderable):
    """A work this material builds on."""

    class Relation(models.TextChoices):
        ADAPTED = "adapted", _("I have adapted it")
        TRANSLATED = "translated", _("This is its translation")
        INCLUDED = "included", _("I have included it unchanged")

    page = ParentalKey(MaterialPage, related_name="sources", on_delete=models.CASCADE)
    title = models.CharField(_("title of the source"), max_length=300)
    authors_text = models.CharField(_("its authors"), max_length=500, blank=True)
    licence = models.CharField(_("its licence"), max_length=40, blank=True, validators=[known_licence])
    url = models.URLField(_("its address"), blank=True, max_length=500)
    relation = models.CharField(
        _("how it is used"), max_length=12, choices=Relation, default=Relation.ADAPTED
    )
    #: The source's own page when it is published here.
    source_page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    class Meta(Orderable.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.title

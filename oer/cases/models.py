"""Cases: what worked in a school, told so that another school can repeat it; and who has taken it up."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import ObjectList, PublishingPanel, TabbedInterface
from wagtail.fields import RichTextField
from wagtail.models import Page

from oer.cases.forms import CaseForm
from oer.cases.layout import case_panels
from oer.cases.ledger import AdoptionQuerySet
from oer.cases.recording import record_of
from oer.cases.showing import case_context
from oer.domain.adoption import STATES, Event
from oer.domain.record import Record
from oer.domain.vocabulary import CHANGE_LEVELS, CONTENT_LANGUAGES, LEVELS, PILOT_THEMES, PROGRAMME_AREAS
from oer.materials.authorship import Author
from oer.materials.clearance import ClearedPublishing
from oer.materials.models import known_licence
from oer.people.models import School
from oer.vocabularies.code_field import CodeField
from oer.vocabularies.fields import CodeListField
from oer.vocabularies.keywords import KeywordItem, KeywordsField

_TELLING = ["h3", "bold", "italic", "link", "document-link", "ul", "ol", "image"]


class CaseIndexPage(Page):
    """The place under which every case stands."""

    catalogued = False
    max_count = 1
    parent_page_types = ["site.HomePage"]
    subpage_types = ["cases.CasePage"]

    class Meta:
        verbose_name = _("good practices")


class CaseKeyword(KeywordItem):
    """A keyword of a case."""

    content_object = ParentalKey("cases.CasePage", related_name="tagged_keywords", on_delete=models.CASCADE)


class CasePage(ClearedPublishing, Page):
    """A practice of a school: where it stood, what was done, what came of it, and what to avoid.

    Everything but the title may be missing while drafting.
    """

    class Evidence(models.TextChoices):
        EXPERIENCE = "experience", _("What we noticed ourselves")
        FEEDBACK = "feedback", _("Feedback from pupils or guardians")
        FIGURES = "figures", _("Figures from before and after")
        STUDY = "study", _("A study by somebody else")

    description = models.TextField(
        _("summary"),
        max_length=2000,
        help_text=_("What you do differently and what came of it, in a couple of sentences."),
    )
    language = CodeField(CONTENT_LANGUAGES, verbose_name=_("language of the description"))
    licence = models.CharField(_("licence"), max_length=40, validators=[known_licence])
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("school")
    )
    themes = CodeListField(PILOT_THEMES, verbose_name=_("themes"))
    change_level = CodeField(CHANGE_LEVELS, verbose_name=_("level of change"))
    programme_area = CodeField(PROGRAMME_AREAS, blank=True, verbose_name=_("programme area"))
    levels = CodeListField(LEVELS, verbose_name=_("levels"))

    context = RichTextField(_("where you started from"), features=_TELLING, blank=True)
    goal = RichTextField(_("what you wanted"), features=_TELLING, blank=True)
    implementation = RichTextField(_("what you did"), features=_TELLING, blank=True)
    results = RichTextField(_("what came of it"), features=_TELLING, blank=True)
    lessons = RichTextField(
        _("what did not work and what you would do differently"), features=_TELLING, blank=True
    )
    resources_needed = models.TextField(
        _("what it takes"),
        blank=True,
        max_length=2000,
        help_text=_("Time, people, devices and rooms: what another school must have to repeat this."),
    )
    evidence_type = models.CharField(_("how you know"), max_length=12, blank=True, choices=Evidence.choices)
    implementation_start = models.DateField(_("began"), null=True, blank=True)
    implementation_end = models.DateField(
        _("ended"), null=True, blank=True, help_text=_("Leave empty while it goes on.")
    )
    keywords = KeywordsField(
        through=CaseKeyword, blank=True, verbose_name=_("keywords"), help_text=_("Separated by commas.")
    )

    base_form_class = CaseForm
    edit_handler = TabbedInterface(
        [
            ObjectList(case_panels(), heading=_("Good practice")),
            ObjectList([PublishingPanel(), "slug"], heading=_("Publishing")),
        ]
    )
    parent_page_types = ["cases.CaseIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("good practice")
        verbose_name_plural = _("good practices")

    def clean(self) -> None:
        super().clean()
        start, end = self.implementation_start, self.implementation_end
        if start and end and end < start:
            raise ValidationError({"implementation_end": _("It ended before it began. Check the two dates.")})

    def record(self) -> Record:
        """What the world may know of the page as it stands in memory."""
        return record_of(self)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Values for the template: see `oer.cases.showing.case_context`."""
        return {**super().get_context(request, *args, **kwargs), **case_context(self, request.user)}


class CaseAuthor(Author):
    """An author of a case."""

    page = ParentalKey(CasePage, related_name="authors", on_delete=models.CASCADE)


class Adoption(models.Model):
    """Another school taking a case into use. Its events are the truth; `state` repeats the last one's."""

    case = models.ForeignKey(
        CasePage, models.CASCADE, related_name="adoptions", verbose_name=_("good practice")
    )
    school = models.ForeignKey(School, models.PROTECT, related_name="adoptions", verbose_name=_("school"))
    state = CodeField(STATES, verbose_name=_("state"))
    #: The day the state was entered.
    since = models.DateField(_("since"))

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("adoption")
        verbose_name_plural = _("adoptions")
        ordering = ["since", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "school"], name="one_adoption_a_school")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.school}: {self.state}"

    def told_of(self) -> CasePage:
        """The page whose record counts this adoption: the catalogue refreshes it."""
        return self.case

    def log(self) -> list[Event]:
        """What has happened, in order."""
        return [Event(event.state, event.on) for event in self.events.all()]


class AdoptionEvent(models.Model):
    """A line of an adoption's log; never changed, never removed by itself."""

    adoption = models.ForeignKey(Adoption, models.CASCADE, related_name="events")
    state = CodeField(STATES, verbose_name=_("state"))
    on = models.DateField(_("day"))
    #: How it went, in the school's own words.
    note = models.TextField(_("how it went"), blank=True, max_length=2000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("told by")
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("adoption event")
        verbose_name_plural = _("adoption events")
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.on} {self.state}"

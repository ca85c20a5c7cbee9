"""The order in which a teacher thinks: the lesson, whom it is for, whose it is, who looks after it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    Panel,
    TitleFieldPanel,
)

from oer.materials.forms import licence_choices
from oer.materials.panels import KeywordSuggestionsPanel, ReadinessPanel

#: What is asked of each source.
SOURCE_FIELDS = ("title", "authors_text", "licence", "url", "relation")


def material_panels() -> list[Panel]:
    """The panels of a material's editor; what stops it from being published stands first."""
    return [
        TitleFieldPanel("title"),
        ReadinessPanel(),
        FieldPanel("description"),
        FieldPanel("body"),
        for_whom(),
        MultiFieldPanel([FieldPanel("goals"), FieldPanel("instructions")], heading=_("Teaching with it")),
        rights(),
        upkeep(),
    ]


def for_whom() -> Panel:
    """Language, level, subject: what others find it by."""
    return MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("language"), FieldPanel("resource_type"), FieldPanel("minutes")]),
            FieldPanel("levels"),
            FieldPanel("subjects"),
            FieldPanel("keywords"),
            KeywordSuggestionsPanel(),
            FieldPanel("objectives"),
        ],
        heading=_("For whom"),
    )


def rights() -> Panel:
    """Who made it, from what, and what one may do with it."""
    widgets = {"licence": forms.Select(choices=licence_choices(known=True))}
    sources = [FieldPanel(name, widget=widgets.get(name)) for name in SOURCE_FIELDS]
    return MultiFieldPanel(
        [
            InlinePanel("authors", heading=_("Authors"), label=_("Author"), min_num=0),
            FieldPanel("licence"),
            InlinePanel("sources", sources, heading=_("What it builds on"), label=_("Source")),
            FieldPanel("shows_real_people"),
            FieldPanel("permission_basis"),
            FieldPanel("ai_generated"),
        ],
        heading=_("Whose it is and what one may do with it"),
    )


def upkeep() -> Panel:
    """Who keeps it right, and until when."""
    return MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("maintainer"), FieldPanel("review_by")]),
            FieldPanel("version_note"),
            FieldPanel("source_url"),
            FieldPanel("collection"),
        ],
        heading=_("Keeping it up to date"),
    )

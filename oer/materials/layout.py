"""The order in which a teacher thinks: the lesson, whom it is for, whose it is, who looks after it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    Panel,
    TitleFieldPanel,
)

from oer.materials.panels import ReadinessPanel


def material_panels() -> list[Panel]:
    """The panels of a material's editor; what stops it from being published stands first."""
    return [
        TitleFieldPanel("title"),
        ReadinessPanel(),
        FieldPanel("description"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("language"), FieldPanel("resource_type"), FieldPanel("minutes")]),
                FieldPanel("levels"),
                FieldPanel("subjects"),
                FieldPanel("keywords"),
            ],
            heading=_("For whom"),
        ),
        MultiFieldPanel([FieldPanel("goals"), FieldPanel("instructions")], heading=_("Teaching with it")),
        MultiFieldPanel(
            [
                InlinePanel("authors", heading=_("Authors"), label=_("Author"), min_num=0),
                FieldPanel("licence"),
                InlinePanel(
                    "sources",
                    [
                        FieldPanel("title"),
                        FieldPanel("authors_text"),
                        FieldPanel("licence"),
                        FieldPanel("url"),
                        FieldPanel("relation"),
                    ],
                    heading=_("What it builds on"),
                    label=_("Source"),
                ),
                FieldPanel("shows_real_people"),
                FieldPanel("permission_basis"),
                FieldPanel("ai_generated"),
            ],
            heading=_("Whose it is and what one may do with it"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("maintainer"), FieldPanel("review_by")]),
                FieldPanel("version_note"),
                FieldPanel("source_url"),
                FieldPanel("collection"),
            ],
            heading=_("Keeping it up to date"),
        ),
    ]

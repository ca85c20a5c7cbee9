"""The order in which a change agent thinks: what it is, how it went, what it takes, whose it is."""

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

from oer.cases.recording import PARTS
from oer.materials.panels import KeywordSuggestionsPanel, ReadinessPanel

_PLACING = ("school", "themes", "change_level", "levels", "programme_area", "keywords")


def case_panels() -> list[Panel]:
    """The panels of a case's editor; what stops it from being published stands first."""
    return [
        TitleFieldPanel("title"),
        ReadinessPanel(),
        FieldPanel("description"),
        MultiFieldPanel([FieldPanel(part) for part in PARTS], heading=_("How it went")),
        MultiFieldPanel(
            [
                FieldPanel("resources_needed"),
                FieldPanel("evidence_type"),
                FieldRowPanel([FieldPanel("implementation_start"), FieldPanel("implementation_end")]),
            ],
            heading=_("If another school does the same"),
        ),
        MultiFieldPanel(
            [*(FieldPanel(name) for name in _PLACING), KeywordSuggestionsPanel()],
            heading=_("Where it belongs"),
        ),
        MultiFieldPanel(
            [
                InlinePanel("authors", [FieldPanel("name")], heading=_("Authors"), label=_("Author")),
                FieldRowPanel([FieldPanel("language"), FieldPanel("licence")]),
            ],
            heading=_("Whose it is and what one may do with it"),
        ),
    ]

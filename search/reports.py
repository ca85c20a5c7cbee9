"""The admin's list of wishes, those for the same thing together, most wished first."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from oer.domain.vocabulary import CONTENT_LANGUAGES
from search.facets import value_label
from search.wishes import UnansweredSearch, Wish

policy = ModelPermissionPolicy(Wish)
#: As many notes as are shown of one thing, the newest ones.
_NOTES = 5


class NotesColumn(Column):
    """What people added in their own words, and the filters they had chosen."""

    cell_template_name = "search/admin/notes_cell.html"


class WishesView(ReportView):
    """One line for each thing wished for in one language."""

    page_title = _("Wishes")
    header_icon = "comment"
    model = Wish
    permission_policy = policy
    any_permission_required = {"view", "change", "delete"}
    index_url_name = "search_wishes:list"
    index_results_url_name = "search_wishes:list_results"
    default_ordering = "-wishes"
    columns = [
        Column("text", label=_("What was sought"), accessor="newest", sort_key="folded"),
        Column("language", label=_("Language of the page"), accessor="language_name"),
        Column("wishes", label=_("Wishes"), accessor="wishes", sort_key="wishes"),
        Column("searches", label=_("Searches in vain"), accessor="searches", sort_key="searches"),
        NotesColumn("notes", label=_("In their own words"), accessor="notes"),
        DateColumn("last", label=_("Last"), accessor="last", sort_key="last"),
    ]
    list_export = ["newest", "language", "wishes", "searches", "last"]
    export_headings = {
        "newest": _("What was sought"),
        "language": _("Language of the page"),
        "wishes": _("Wishes"),
        "searches": _("Searches in vain"),
        "last": _("Last"),
    }

    def get_base_queryset(self) -> QuerySet[Wish, Any]:
        """Groups of wishes, as dictionaries."""
        same = {"folded": OuterRef("folded"), "language": OuterRef("language")}
        newest = Wish.objects.filter(**same).order_by("-at", "-pk").values("text")[:1]
        in_vain = UnansweredSearch.objects.filter(text=OuterRef("folded"), language=OuterRef("language"))
        summed = in_vain.order_by().values("text").annotate(all=Sum("times")).values("all")
        grouped = Wish.objects.order_by().values("folded", "language")
        return grouped.annotate(
            wishes=Count("pk"),
            last=Max("at"),
            newest=Subquery(newest),
            searches=Coalesce(Subquery(summed), 0),
        )

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Adds to each group what people wrote; in place, since the table holds the groups already."""
        for group in object_list:
            group["language_name"] = CONTENT_LANGUAGES.label(group["language"], get_language() or "fi")
            group["notes"] = _notes(group["folded"], group["language"])
        return object_list

    def get_filename(self) -> str:
        """Name of the exported spreadsheet."""
        return "wishes"


def _notes(folded: str, language: str) -> list[dict[str, Any]]:
    wishes = Wish.objects.filter(folded=folded, language=language).order_by("-at", "-pk")
    told = [wish for wish in wishes[:50] if wish.note or wish.filters]
    return [
        {
            "note": wish.note,
            "filters": [
                value_label(name, value, language)
                for name, values in wish.filters.items()
                for value in values
            ],
        }
        for wish in told[:_NOTES]
    ]

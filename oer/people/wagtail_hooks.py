"""People and schools in the admin."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.account import BaseSettingsPanel
from wagtail.admin.viewsets.model import ModelViewSet

from oer.people.forms import LanguageForm
from oer.people.models import School


@hooks.register("register_account_settings_panel")
class LanguagePanel(BaseSettingsPanel):
    """Stands in the admin's account page in place of Wagtail's own language choice."""

    name = "language"
    title = _("Language")
    order = 390
    form_class = LanguageForm
    form_object = "user"


class SchoolViewSet(ModelViewSet):
    """Schools and who does what there. Roles are given here."""

    model = School
    icon = "group"
    menu_label = _("Schools")
    menu_order = 590
    add_to_settings_menu = True
    list_display = ["name", Column("municipality", label=_("Municipality"))]
    search_fields = ["name", "name_sv", "municipality"]
    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("name_sv"), FieldPanel("municipality"), FieldPanel("slug")],
            heading=_("School"),
        ),
        InlinePanel(
            "memberships",
            [FieldPanel("user"), FieldPanel("role")],
            heading=_("People and their roles"),
            label=_("Person"),
        ),
    ]


@hooks.register("register_admin_viewset")
def register_schools() -> Any:
    return SchoolViewSet("schools", url_prefix="schools")

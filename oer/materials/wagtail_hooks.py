"""The admin's shortest way to a new material."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from oer.materials.models import MaterialIndexPage


def may_write(user: Any) -> MaterialIndexPage | None:
    """The page under which this person may put a new material, or None."""
    index = MaterialIndexPage.objects.first()
    return index if index and index.permissions_for_user(user).can_add_subpage() else None


def new_material(request: HttpRequest) -> HttpResponse:
    """Opens the editor on a new material. Raises PermissionDenied for people who may not write one."""
    index = may_write(request.user)
    if index is None:
        raise PermissionDenied
    return redirect("wagtailadmin_pages:add", "materials", "materialpage", index.pk)


class NewMaterialMenuItem(MenuItem):
    """“New material”: shown to whoever may write one."""

    def is_shown(self, request: Any) -> bool:
        return may_write(request.user) is not None


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("new-material/", new_material, name="new_material")]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return NewMaterialMenuItem(
        _("New material"), reverse_lazy("new_material"), name="new-material", icon_name="plus", order=50
    )

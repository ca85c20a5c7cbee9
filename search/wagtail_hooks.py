"""Hooks the wishes into the admin's reports."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from search.reports import WishesView, policy

urls = [
    path("", WishesView.as_view(), name="list"),
    path("results/", WishesView.as_view(results_only=True), name="list_results"),
]


class WishesMenuItem(MenuItem):
    """Shown to those who may see wishes: administrators and digital change agents."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may see wishes."""
        return bool(policy.user_has_any_permission(request.user, ["view", "change", "delete"]))


@hooks.register("register_admin_urls")
def wish_urls() -> list[URLPattern | URLResolver]:
    """The addresses under /admin/wishes/."""
    return [path("wishes/", include((urls, "search_wishes"), namespace="search_wishes"))]


@hooks.register("register_reports_menu_item")
def wishes_menu_item() -> MenuItem:
    """Reports > Wishes."""
    return WishesMenuItem(
        _("Wishes"), reverse("search_wishes:list"), name="wishes", icon_name="comment", order=900
    )

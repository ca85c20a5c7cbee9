"""The pages every installation stands on."""

from __future__ import annotations

from django.apps import apps
from django.db import transaction
from wagtail.models import Page, Site

from oer.site.models import HomePage

#: (app label, model, slug, title) of the index pages under home.
INDEXES = (
    ("materials", "MaterialIndexPage", "materials", "Materiaalit"),
    ("cases", "CaseIndexPage", "cases", "Hyvät käytännöt"),
)


@transaction.atomic
def set_up_site() -> HomePage:
    """Makes home, the index pages and the site record where they are missing; changes nothing that is there.

    Wagtail's own welcome page goes, if nobody has put anything under it.
    """
    root = Page.get_first_root_node()
    home: HomePage | None = HomePage.objects.first()
    if home is None:
        home = HomePage(title="Kierto", slug="kierto")
        root.add_child(instance=home)
    _point_site_at(home)
    _remove_welcome_page(root)
    for app_label, model, slug, title in INDEXES:
        page_type = apps.get_model(app_label, model)
        if not page_type.objects.child_of(home).exists():
            home.add_child(instance=page_type(title=title, slug=slug, show_in_menus=True))
    # Treebeard keeps the counters of what it added children to in the database only.
    home.refresh_from_db()
    return home


def _point_site_at(home: HomePage) -> None:
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(hostname="localhost", root_page=home, site_name="Kierto", is_default_site=True)
    elif site.root_page_id != home.pk and not isinstance(site.root_page.specific, HomePage):
        site.root_page = home
        site.site_name = site.site_name or "Kierto"
        site.save()


def _remove_welcome_page(root: Page) -> None:
    # Wagtail's first migration adds a bare `Page`; nothing here ever makes one.
    for welcome in root.get_children().filter(slug="home", numchild=0):
        if type(welcome.specific) is Page:
            welcome.delete()

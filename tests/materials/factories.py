"""Materials for tests of the rooms that stand on them."""

from __future__ import annotations

import uuid
from typing import Any

from wagtail.models import Page, Revision

from oer.materials.clearance import Clearance
from oer.materials.models import MaterialAuthor, MaterialIndexPage, MaterialPage

DESCRIPTION = "Vertaillaan ja järjestetään murtolukuja lukusuoralla pareittain. " * 3


def material_index() -> MaterialIndexPage:
    """The materials' index under the tree's first page, made when it is missing."""
    found = MaterialIndexPage.objects.first()
    if found:
        return found
    home = Page.objects.filter(depth=2).first() or Page.get_first_root_node()
    return home.add_child(instance=MaterialIndexPage(title="Materials", slug="materials"))


def draft(**values: Any) -> MaterialPage:
    """A saved draft with everything that publishing asks for."""
    authors = values.pop("authors", ["Aino Aalto"])
    keywords = values.pop("keywords", ["murtoluvut", "lukusuora", "matematiikka"])
    page = MaterialPage(
        **{
            "title": "Murtolukuja lukusuoralla",
            "description": DESCRIPTION,
            "language": "fi",
            "subjects": ["mathematics"],
            "levels": ["basic-3-6"],
            "resource_type": "lesson",
            "licence": "CC-BY-4.0",
            "body": [("markdown", "## Alku\n\nPuolet on enemmän kuin kolmasosa.")],
            "live": False,
            **values,
        }
    )
    page.authors = [MaterialAuthor(name=name) for name in authors]
    page.keywords.add(*keywords)
    return material_index().add_child(instance=page)


def clear(revision: Revision, user: Any = None) -> Clearance:
    """A clearance for the revision, as a review would grant it."""
    return Clearance.objects.grant(
        revision=revision,
        screening=uuid.uuid4(),
        outcome="approved",
        criteria_version="2026.1",
        granted_by=user,
    )


def published(**values: Any) -> MaterialPage:
    """A material that has been cleared and published."""
    page = draft(**values)
    revision = page.save_revision()
    clear(revision)
    revision.publish()
    return MaterialPage.objects.get(pk=page.pk)

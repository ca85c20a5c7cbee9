"""The roles a person may have at a school, as data: what each is called and what it may do.

`oer.people.groups.sync_roles` turns them into Django groups (named by the role's code) with permissions.
Models are named by label strings: people knows no room above it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language

from oer.domain.text import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role and its permissions."""

    #: Also the name of the group its holders are in.
    code: str
    label: Label
    #: Permissions on models, as `app_label.codename`.
    permissions: frozenset[str] = frozenset()
    #: Wagtail's page permissions below each section of the site: model label of the section -> actions.
    pages: tuple[tuple[str, frozenset[str]], ...] = ()
    #: Wagtail's permissions on pictures and documents: `app_label.codename`.
    files: frozenset[str] = frozenset()


#: Stands for every permission on a model there is, those of later releases too.
EVERY_PERMISSION = frozenset({"*"})

MATERIALS = "materials.MaterialIndexPage"
CASES = "cases.CaseIndexPage"
WHOLE_SITE = "site.HomePage"

_ADMIN = "wagtailadmin.access_admin"
_ADD = frozenset({"add_page"})
# In Wagtail, `publish` lets one read drafts and take a page down; going live still needs a clearance
# (`oer.materials.clearance`), and the text stays its author's: no `change`.
_READ = frozenset({"publish_page", "lock_page", "unlock_page"})
_EVERYTHING = _READ | {"add_page", "change_page", "bulk_delete_page"}
# In Wagtail, `add` on a collection also lets one change and delete the files one added oneself.
_ADD_FILES = frozenset(
    {
        "wagtailimages.add_image",
        "wagtailimages.choose_image",
        "wagtaildocs.add_document",
        "wagtaildocs.choose_document",
    }
)
_CHOOSE_FILES = frozenset({"wagtailimages.choose_image", "wagtaildocs.choose_document"})
_ALL_FILES = _ADD_FILES | {
    "wagtailimages.change_image",
    "wagtailimages.delete_image",
    "wagtaildocs.change_document",
    "wagtaildocs.delete_document",
}
# `media` follows the same rule: who may add a video may change their own.
_ADD_VIDEO = frozenset({"media.add_video"})


ROLES: tuple[Role, ...] = (
    Role(
        code="teacher",
        label=Label("Opettaja", "Lärare", "Teacher"),
        permissions=frozenset({_ADMIN}) | _ADD_VIDEO,
        pages=((MATERIALS, _ADD),),
        files=_ADD_FILES,
    ),
    Role(
        code="change-agent",
        label=Label("Digimuutosagentti", "Digital förändringsagent", "Digital change agent"),
        # What was wished for in vain is theirs to see: they know which schools might have it.
        permissions=frozenset({_ADMIN, "search.view_wish"}) | _ADD_VIDEO,
        pages=((MATERIALS, _ADD), (CASES, _ADD)),
        files=_ADD_FILES,
    ),
    Role(
        code="reviewer",
        label=Label("Arvioija", "Granskare", "Reviewer"),
        permissions=frozenset({_ADMIN, "media.view_video"}),
        pages=((MATERIALS, _READ), (CASES, _READ)),
        files=_CHOOSE_FILES,
    ),
    Role(
        code="school-contact",
        label=Label("Koulun yhteyshenkilö", "Skolans kontaktperson", "School contact"),
        permissions=frozenset({_ADMIN}) | _ADD_VIDEO,
        pages=((MATERIALS, _ADD), (CASES, _ADD)),
        files=_ADD_FILES,
    ),
    Role(
        code="administrator",
        label=Label("Ylläpitäjä", "Administratör", "Administrator"),
        permissions=EVERY_PERMISSION,
        pages=((WHOLE_SITE, _EVERYTHING),),
        files=_ALL_FILES,
    ),
)


_in_active_language: Any = lazy(lambda label: label.in_language(get_language() or "fi"), str)


def role_choices() -> list[tuple[str, str]]:
    """The roles for a form; the names are looked up in the active language when they are shown."""
    return [(role.code, _in_active_language(role.label)) for role in ROLES]

"""The roles a person may have at a school, as data: what each is called and what it may do.

`oer.people.groups.sync_roles` turns them into Django groups (named by the role's code) with permissions.
Models are named by label strings: people knows no room above it.
"""

from __future__ import annotations

from dataclasses import dataclass

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


MATERIALS = "materials.MaterialIndexPage"
CASES = "cases.CaseIndexPage"
WHOLE_SITE = "site.HomePage"

_ADMIN = "wagtailadmin.access_admin"
_ADD = frozenset({"add_page"})
_MODERATE = frozenset({"add_page", "change_page", "publish_page", "lock_page", "unlock_page"})
_EVERYTHING = _MODERATE | {"bulk_delete_page"}
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


def _all(app_label: str, model: str) -> frozenset[str]:
    return frozenset(f"{app_label}.{action}_{model}" for action in ("add", "change", "delete", "view"))


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
        permissions=frozenset({_ADMIN}) | _ADD_VIDEO,
        pages=((MATERIALS, _ADD), (CASES, _ADD)),
        files=_ADD_FILES,
    ),
    Role(
        code="reviewer",
        label=Label("Arvioija", "Granskare", "Reviewer"),
        permissions=frozenset({_ADMIN, "media.view_video"}),
        pages=(
            (MATERIALS, frozenset({"change_page", "publish_page"})),
            (CASES, frozenset({"change_page", "publish_page"})),
        ),
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
        permissions=frozenset({_ADMIN})
        | _all("media", "video")
        | _all("people", "user")
        | _all("people", "school")
        | _all("people", "membership"),
        pages=((WHOLE_SITE, _EVERYTHING),),
        files=_ALL_FILES,
    ),
)


def role_choices() -> list[tuple[str, str]]:
    """The roles with names in the active language, for a form."""
    language = get_language() or "fi"
    return [(role.code, role.label.in_language(language)) for role in ROLES]

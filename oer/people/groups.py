"""Roles turned into groups with permissions."""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from oer.people.roles import EVERY_PERMISSION, ROLES, Role


@transaction.atomic
def sync_roles(roles: Iterable[Role] = ROLES) -> list[str]:
    """Makes each role's group hold exactly the role's permissions; returns what changed, a line each.

    A section of the site that has no page yet is left out; the next run picks it up.
    Raises ImproperlyConfigured when a role names a permission or a model that does not exist.
    """
    changes: list[str] = []
    for role in roles:
        group, created = Group.objects.get_or_create(name=role.code)
        if created:
            changes.append(f"{role.code}: new group")
        changes += _sync_models(group, role)
        changes += _sync_pages(group, role)
        changes += _sync_files(group, role)
    return changes


def _sync_models(group: Group, role: Role) -> list[str]:
    everything = role.permissions == EVERY_PERMISSION
    if everything:
        wanted = {_name(each): each for each in _permissions().all()}
    else:
        wanted = {name: permission(name) for name in role.permissions}
    held = {_name(each): each for each in _permissions().filter(group=group)}
    missing = wanted.keys() - held.keys()
    group.permissions.add(*(wanted[name] for name in missing))
    group.permissions.remove(*(held[name] for name in held.keys() - wanted.keys()))
    if everything:
        return [f"{role.code}: + every permission ({len(missing)} new)"] if missing else []
    return _lines(role, wanted.keys(), held.keys())


def _sync_pages(group: Group, role: Role) -> list[str]:
    wanted = {}
    for section, actions in role.pages:
        for page in _pages(section):
            for action in actions:
                allowed = permission(f"wagtailcore.{action}")
                wanted[f"{action} under {page.url_path}"] = (page.pk, allowed.pk)
    rows = GroupPagePermission.objects.filter(group=group).select_related("page", "permission")
    held = {f"{row.permission.codename} under {row.page.url_path}": row for row in rows}
    for name in wanted.keys() - held.keys():
        page_id, permission_id = wanted[name]
        GroupPagePermission.objects.create(group=group, page_id=page_id, permission_id=permission_id)
    rows.filter(pk__in=[held[name].pk for name in held.keys() - wanted.keys()]).delete()
    return _lines(role, wanted.keys(), held.keys())


def _sync_files(group: Group, role: Role) -> list[str]:
    root = Collection.get_first_root_node()
    wanted = {name: permission(name) for name in role.files}
    rows = GroupCollectionPermission.objects.filter(group=group).select_related("permission__content_type")
    held = {
        _name(row.permission)
        if row.collection_id == root.pk
        else f"{_name(row.permission)} in {row.collection}": row
        for row in rows.select_related("collection")
    }
    for name in wanted.keys() - held.keys():
        GroupCollectionPermission.objects.create(group=group, collection=root, permission=wanted[name])
    rows.filter(pk__in=[held[name].pk for name in held.keys() - wanted.keys()]).delete()
    return _lines(role, wanted.keys(), held.keys())


def permission(name: str) -> Permission:
    """The permission called `app_label.codename`. Raises ImproperlyConfigured when there is none."""
    app_label, _dot, codename = name.partition(".")
    found = _permissions().filter(content_type__app_label=app_label, codename=codename)
    # Every page type is under `Page`'s own permissions.
    if app_label == "wagtailcore" and codename.endswith("_page"):
        found = found.filter(content_type__model="page")
    try:
        return found.get()
    except (Permission.DoesNotExist, Permission.MultipleObjectsReturned) as error:
        raise ImproperlyConfigured(f"A role names the permission {name}, which does not exist.") from error


def _permissions() -> QuerySet[Permission]:
    return Permission.objects.select_related("content_type")


def _pages(section: str) -> list[Page]:
    try:
        model = apps.get_model(section)
    except LookupError as error:
        raise ImproperlyConfigured(f"A role names the section {section}, which does not exist.") from error
    return list(Page.objects.filter(pk__in=model.objects.values("pk")).order_by("path"))


def _name(permission: Permission) -> str:
    return f"{permission.content_type.app_label}.{permission.codename}"


def _lines(role: Role, wanted: Iterable[str], held: Iterable[str]) -> list[str]:
    wanted, held = set(wanted), set(held)
    return [f"{role.code}: + {name}" for name in sorted(wanted - held)] + [
        f"{role.code}: - {name}" for name in sorted(held - wanted)
    ]

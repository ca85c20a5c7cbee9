"""Roles as groups: what each may do, on the real page tree."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import override
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.permissions import policy_registry

from oer.materials.models import MaterialIndexPage, MaterialPage
from oer.people.groups import permission, sync_roles
from oer.people.models import User
from oer.people.roles import ROLES, Role, role_choices
from oer.site.foundation import set_up_site
from tests.materials.factories import draft, published
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site() -> None:
    set_up_site()
    sync_roles()


def materials() -> MaterialIndexPage:
    return MaterialIndexPage.objects.get()


def may(user: User, page: Page):
    return page.permissions_for_user(User.objects.get(pk=user.pk))


def test_a_second_run_changes_and_prints_nothing() -> None:
    out = StringIO()
    call_command("sync_roles", stdout=out)
    assert out.getvalue() == ""


def test_a_permission_that_was_added_or_taken_by_hand_is_put_right() -> None:
    group = Group.objects.get(name="teacher")
    held = set(group.permissions.values_list("pk", flat=True))
    group.permissions.remove(permission("media.add_video"))
    group.permissions.add(permission("people.change_user"))
    publish = Permission.objects.get(content_type__app_label="wagtailcore", codename="publish_page")
    GroupPagePermission.objects.create(group=group, page=materials(), permission=publish)
    elsewhere = Collection.get_first_root_node().add_child(name="Elsewhere")
    GroupCollectionPermission.objects.create(
        group=group, collection=elsewhere, permission=permission("wagtailimages.add_image")
    )
    assert sorted(sync_roles()) == [
        "teacher: + media.add_video",
        "teacher: - people.change_user",
        f"teacher: - publish_page under {materials().url_path}",
        "teacher: - wagtailimages.add_image in Elsewhere",
    ]
    assert set(group.permissions.values_list("pk", flat=True)) == held
    assert sync_roles() == []


def test_a_section_that_has_no_page_yet_is_picked_up_later() -> None:
    materials().delete()
    sync_roles()
    assert sync_roles() == []
    set_up_site()
    assert f"teacher: + add_page under {materials().url_path}" in sync_roles()


@pytest.mark.parametrize(
    "role",
    [
        Role(code="x", label=ROLES[0].label, permissions=frozenset({"media.fly_video"})),
        Role(code="x", label=ROLES[0].label, pages=(("moon.Page", frozenset({"add_page"})),)),
    ],
)
def test_a_role_that_names_what_does_not_exist_changes_nothing(role: Role) -> None:
    with pytest.raises(ImproperlyConfigured, match="does not exist"):
        sync_roles([role])
    assert not Group.objects.filter(name="x").exists()


def test_a_teacher_writes_materials_but_no_cases() -> None:
    teacher = UserFactory(roles=["teacher"])
    assert may(teacher, materials()).can_add_subpage()
    assert not may(teacher, Page.objects.get(slug="cases")).can_add_subpage()
    assert not may(teacher, materials()).can_edit()


def test_a_teacher_edits_and_deletes_only_their_own_draft() -> None:
    teacher, other = UserFactory(roles=["teacher"]), UserFactory(roles=["teacher"])
    page = draft(owner=teacher)
    assert may(teacher, page).can_edit()
    assert may(teacher, page).can_delete()
    assert not may(other, page).can_edit()
    assert not may(other, page).can_delete()
    assert not may(other, page).can_copy()


def test_a_teacher_cannot_publish_not_even_their_own() -> None:
    teacher = UserFactory(roles=["teacher"])
    page = draft(owner=teacher)
    tester = may(teacher, page)
    assert not tester.can_publish()
    assert not may(teacher, materials()).can_publish_subpage()
    assert not may(teacher, published(owner=teacher, title="Toinen", slug="toinen")).can_unpublish()


def test_a_change_agent_writes_materials_and_cases() -> None:
    agent = UserFactory(roles=["change-agent"])
    assert may(agent, materials()).can_add_subpage()
    assert may(agent, Page.objects.get(slug="cases")).can_add_subpage()
    assert not may(agent, materials()).can_publish_subpage()


def test_a_reviewer_reads_drafts_but_does_not_write_in_them() -> None:
    reviewer = UserFactory(roles=["reviewer"])
    page = draft(owner=UserFactory(roles=["teacher"]))
    assert not may(reviewer, page).can_edit()
    assert not may(reviewer, page).can_delete()
    assert not may(reviewer, materials()).can_add_subpage()


def test_an_administrator_may_everything() -> None:
    administrator = UserFactory(roles=["administrator"])
    page = draft(owner=UserFactory(roles=["teacher"]))
    tester = may(administrator, page)
    assert all([tester.can_edit(), tester.can_delete(), tester.can_publish(), tester.can_lock()])
    assert User.objects.get(pk=administrator.pk).has_perms(["people.change_school", "people.delete_user"])


def test_people_change_their_own_pictures_only() -> None:
    teacher, other = UserFactory(roles=["teacher"]), UserFactory(roles=["teacher"])
    policy = policy_registry.get_by_type(get_image_model())
    picture = get_image_model()(
        title="Meri", uploaded_by_user=teacher, collection_id=Collection.objects.get().pk
    )
    assert policy.user_has_permission(teacher, "add")
    assert policy.user_has_permission_for_instance(teacher, "change", picture)
    assert not policy.user_has_permission_for_instance(other, "change", picture)
    assert policy.user_has_permission_for_instance(other, "choose", picture)


@pytest.mark.parametrize("role", [role.code for role in ROLES])
def test_every_role_gets_into_the_admin(client, role: str) -> None:
    client.force_login(UserFactory(roles=[role]))
    assert client.get(reverse("wagtailadmin_home")).status_code == 200


def test_a_teacher_opens_the_form_for_their_own_page_and_is_kept_from_anothers(client) -> None:
    teacher, other = UserFactory(roles=["teacher"]), UserFactory(roles=["teacher"])
    page = draft(owner=teacher)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client.force_login(teacher)
    assert client.get(address).status_code == 200
    client.force_login(other)
    response = client.post(address, {"title": "Kaapattu"})
    assert response.status_code == 302
    assert MaterialPage.objects.get(pk=page.pk).title == page.title


def test_roles_are_named_in_the_readers_language() -> None:
    choices = dict(role_choices())
    with override("sv"):
        assert str(choices["teacher"]) == "Lärare"
    with override("fi"):
        assert str(choices["teacher"]) == "Opettaja"

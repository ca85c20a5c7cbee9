"""Accounts, schools and memberships; groups follow memberships."""

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from wagtail.users.models import UserProfile

from oer.people.models import Membership, School, User
from tests.people.factories import SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db


def groups_of(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def test_a_person_joins_the_group_of_a_role_they_get() -> None:
    assert groups_of(UserFactory(roles=["teacher"])) == {"teacher"}


def test_a_person_stays_in_the_group_while_another_school_gives_the_role() -> None:
    user = UserFactory(roles=["teacher"])
    second = Membership.objects.create(user=user, school=SchoolFactory(), role="teacher")
    second.delete()
    assert groups_of(user) == {"teacher"}


def test_a_person_leaves_the_group_with_the_last_membership() -> None:
    user = UserFactory(roles=["teacher", "reviewer"])
    user.memberships.get(role="teacher").delete()
    assert groups_of(user) == {"reviewer"}


def test_deleting_many_memberships_at_once_takes_the_groups_too() -> None:
    user = UserFactory(roles=["teacher", "reviewer"])
    Membership.objects.filter(user=user).delete()
    assert groups_of(user) == set()


def test_making_many_memberships_at_once_gives_the_groups_too() -> None:
    school, users = SchoolFactory(), UserFactory.create_batch(3)
    Membership.objects.bulk_create(Membership(user=u, school=school, role="teacher") for u in users)
    assert [groups_of(user) for user in users] == [{"teacher"}] * 3


def test_a_changed_role_moves_the_person_between_groups() -> None:
    user = UserFactory(roles=["teacher"])
    membership = user.memberships.get()
    membership.role = "reviewer"
    membership.save()
    assert groups_of(user) == {"reviewer"}


def test_a_membership_handed_to_another_person_moves_the_group() -> None:
    user, other = UserFactory(roles=["teacher"]), UserFactory()
    membership = user.memberships.get()
    membership.user = other
    membership.save()
    assert (groups_of(user), groups_of(other)) == (set(), {"teacher"})


def test_roles_cannot_be_changed_behind_the_groups_back() -> None:
    UserFactory(roles=["teacher"])
    with pytest.raises(TypeError, match="save"):
        Membership.objects.update(role="administrator")


def test_other_groups_are_left_alone() -> None:
    user = UserFactory(roles=["teacher"])
    user.groups.add(Group.objects.create(name="choir"))
    user.memberships.get().delete()
    assert groups_of(user) == {"choir"}


def test_the_same_role_at_the_same_school_stands_once() -> None:
    user = UserFactory(roles=["teacher"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=user, school=user.schools.get(), role="teacher")


def test_a_school_with_people_cannot_be_deleted() -> None:
    user = UserFactory(roles=["teacher"])
    with pytest.raises(ProtectedError):
        user.schools.get().delete()
    assert groups_of(user) == {"teacher"}


@pytest.mark.parametrize(
    ("language", "name"),
    [("fi", "Merirannan koulu"), ("sv", "Havsstrands skola"), ("en", "Merirannan koulu")],
)
def test_a_school_is_called_by_its_swedish_name_in_swedish(language: str, name: str) -> None:
    assert School(name="Merirannan koulu", name_sv="Havsstrands skola").name_in(language) == name


def test_a_school_without_a_swedish_name_keeps_its_own() -> None:
    assert School(name="Merirannan koulu").name_in("sv") == "Merirannan koulu"


def test_the_admin_and_its_mails_follow_the_persons_language() -> None:
    user = UserFactory(language="sv")
    assert UserProfile.objects.get(user=user).preferred_language == "sv"
    user.language = "en"
    user.save()
    assert UserProfile.objects.get(user=user).preferred_language == "en"
    user.language = ""
    user.save()
    assert UserProfile.objects.get(user=user).preferred_language == ""

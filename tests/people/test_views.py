"""Signing in and out, and the account page."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from wagtail.models import Workflow, WorkflowState
from wagtail.users.models import UserProfile

from oer.people.desk import Desk
from oer.people.groups import sync_roles
from oer.people.models import User
from oer.site.foundation import set_up_site
from tests.materials.factories import draft, published
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site() -> None:
    set_up_site()


@pytest.fixture
def person(client: Client) -> User:
    user = UserFactory(roles=["teacher"], language="")
    client.force_login(user)
    return user


def details(**changes: str) -> dict[str, str]:
    return {"first_name": "Aino", "last_name": "Aalto", "email": "a@example.org", "language": "", **changes}


def test_a_person_signs_in_and_lands_on_their_account(client: Client) -> None:
    user = UserFactory(roles=["teacher"])
    response = client.post("/fi/login/", {"username": user.username, "password": "correct-horse"})
    assert (response.status_code, response.url) == (302, "/fi/account/")


def test_signing_in_brings_the_persons_language_along(client: Client) -> None:
    user = UserFactory(language="sv")
    response = client.post("/fi/login/", {"username": user.username, "password": "correct-horse"})
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "sv"


def test_a_wrong_password_is_told_in_a_sentence_and_the_name_stays(client: Client) -> None:
    user = UserFactory()
    response = client.post("/en/login/", {"username": user.username, "password": "wrong"})
    page = response.content.decode()
    assert "The username or the password is wrong." in page
    assert f'value="{user.username}"' in page


def test_signing_in_never_leads_off_the_site(client: Client) -> None:
    user = UserFactory()
    form = {"username": user.username, "password": "correct-horse", "next": "https://evil.example/"}
    assert client.post("/fi/login/", form).url == "/fi/account/"


def test_the_admin_sends_strangers_to_our_login_page_and_back(client: Client) -> None:
    user = UserFactory(roles=["administrator"])
    response = client.get("/admin/")
    assert response.url == "/fi/login/?next=/admin/"
    assert client.get("/admin/login/?next=/admin/").url == "/fi/login/?next=/admin/"
    form = {"username": user.username, "password": "correct-horse", "next": "/admin/"}
    assert client.post("/fi/login/", form).url == "/admin/"


def test_somebody_without_a_role_is_not_thrown_between_admin_and_login(client: Client) -> None:
    client.force_login(UserFactory())
    response = client.get("/admin/", follow=True)
    assert response.status_code == 200
    assert [address for address, _status in response.redirect_chain] == [
        "/fi/login/?next=/admin/",
        "/fi/account/",
    ]


def test_signing_out_asks_for_a_post(client: Client, person: User) -> None:
    assert client.get("/fi/logout/").status_code == 405
    client.post("/fi/logout/")
    assert client.get("/fi/account/").status_code == 302


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/fi/account/").url == "/fi/login/?next=/fi/account/"


def test_a_changed_language_is_kept_and_shown_at_once(client: Client, person: User) -> None:
    response = client.post("/fi/account/", details(language="sv"))
    assert response.url == "/sv/account/"
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "sv"
    person.refresh_from_db()
    assert (person.language, person.wagtail_userprofile.preferred_language) == ("sv", "sv")


def test_a_language_that_does_not_exist_is_refused_and_nothing_changes(client: Client, person: User) -> None:
    response = client.post("/fi/account/", details(language="xx", first_name="Changed"))
    assert response.status_code == 200
    assert "language" in response.context["form"].errors
    assert User.objects.get(pk=person.pk).first_name == person.first_name


def test_the_account_page_cannot_make_anybody_an_administrator(client: Client, person: User) -> None:
    client.post("/fi/account/", details(is_superuser="on", username="root"))
    person.refresh_from_db()
    assert (person.is_superuser, person.username == "root", person.last_name) == (False, False, "Aalto")


def test_the_account_page_names_my_schools(client: Client, person: User) -> None:
    assert person.schools.get().name in client.get("/fi/account/").content.decode()


def test_my_pages_stand_each_in_one_list(client: Client, person: User) -> None:
    draft(owner=person, title="Luonnos", slug="luonnos").save_revision()
    published(owner=person, title="Julkaistu", slug="julkaistu")
    submitted = draft(owner=person, title="Arvioitavana", slug="arvioitavana")
    submitted.save_revision(user=person)
    Workflow.objects.get(active=True).start(submitted, person)
    returned = draft(owner=person, title="Palautettu", slug="palautettu")
    returned.save_revision(user=person)
    state = Workflow.objects.get(active=True).start(returned, person)
    WorkflowState.objects.filter(pk=state.pk).update(status=WorkflowState.STATUS_NEEDS_CHANGES)
    draft(owner=UserFactory(), title="Toisen", slug="toisen").save_revision()
    desk = client.get("/fi/account/").context["desk"]
    titles = {
        name: [item.title for item in getattr(desk, name)]
        for name in ("returned", "drafts", "in_review", "published")
    }
    assert titles == {
        "returned": ["Palautettu"],
        "drafts": ["Luonnos"],
        "in_review": ["Arvioitavana"],
        "published": ["Julkaistu"],
    }
    assert desk.in_review[0].submitted_at is not None
    assert desk.published[0].address.endswith("/fi/materials/julkaistu/")
    assert desk.drafts[0].address == ""


def test_the_desk_asks_the_same_queries_however_many_pages(
    client: Client, person: User, django_assert_num_queries
) -> None:
    for number in range(2):
        published(owner=person, title=f"Sivu {number}", slug=f"sivu-{number}")
    Desk.of(person)
    with django_assert_num_queries(3):
        Desk.of(person)
    for number in range(2, 6):
        published(owner=person, title=f"Sivu {number}", slug=f"sivu-{number}")
    with django_assert_num_queries(3):
        assert len(Desk.of(person).published) == 6


def test_an_administrator_gives_roles_on_the_schools_page(client: Client) -> None:
    sync_roles()
    client.force_login(UserFactory(roles=["administrator"]))
    teacher = UserFactory()
    form = {
        "name": "Kallioniemen koulu",
        "name_sv": "",
        "municipality": "Helsinki",
        "slug": "kallioniemi",
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-user": str(teacher.pk),
        "memberships-0-role": "teacher",
    }
    response = client.post(reverse("schools:add"), form)
    assert response.status_code == 302, response.context["form"].errors
    assert list(teacher.groups.values_list("name", flat=True)) == ["teacher"]
    membership = teacher.memberships.get()
    edit = reverse("schools:edit", args=[membership.school_id])
    assert client.get(edit).status_code == 200
    twice = {
        **form,
        "memberships-TOTAL_FORMS": "2",
        "memberships-INITIAL_FORMS": "1",
        "memberships-0-id": str(membership.pk),
        "memberships-1-user": str(teacher.pk),
        "memberships-1-role": "teacher",
    }
    assert client.post(edit, twice).status_code == 200
    gone = {
        **form,
        "memberships-INITIAL_FORMS": "1",
        "memberships-0-id": str(membership.pk),
        "memberships-0-DELETE": "1",
    }
    assert client.post(edit, gone).status_code == 302
    assert not teacher.groups.exists()


@pytest.mark.parametrize(("chosen", "shown"), [("", "sv"), ("fi", "fi"), ("en", "en")])
def test_the_admin_speaks_the_browsers_language_until_another_is_chosen(
    client: Client, chosen: str, shown: str
) -> None:
    sync_roles()
    person = UserFactory(roles=["teacher"], language=chosen)
    UserProfile.get_for_user(person)
    client.force_login(person)
    page = client.get("/admin/", headers={"accept-language": "sv-FI,sv;q=0.9,fi;q=0.8"}).content.decode()
    assert f'<html lang="{shown}"' in page


def test_the_admins_own_account_page_offers_the_same_language_choice(client: Client) -> None:
    sync_roles()
    client.force_login(UserFactory(roles=["teacher"], language="fi"))
    page = client.get(reverse("wagtailadmin_account")).content.decode()
    assert 'name="language-language"' in page
    assert "Selaimeni kielen mukaan" in page
    assert "preferred_language" not in page

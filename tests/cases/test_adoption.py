"""Taking a case into use: who may, what is written, what is counted."""

import datetime as dt
import re

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from oer.cases.actions import TakeUpAction, TakeUpPermissionError
from oer.cases.models import Adoption, AdoptionEvent, CasePage
from oer.cases.showing import my_schools, spread_sentence
from oer.domain.adoption import IN_USE, STATES, STOPPED, TRYING, MoveNotAllowed, state_at
from oer.people.models import School, User
from tests.cases.factories import published_case
from tests.people.factories import SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> CasePage:
    return published_case(school=SchoolFactory(name="Merirannan koulu"))


@pytest.fixture
def teacher() -> User:
    return UserFactory(roles=["teacher"])


def tell(case: CasePage, user: User, state: str, school: School | None = None, note: str = "") -> Adoption:
    told_for = school or user.schools.get()
    return TakeUpAction(case=case, school_id=told_for.pk, state=state, user=user, note=note).execute()


def post(client: Client, case: CasePage, **data: object):
    return client.post(reverse("take_up", args=[case.pk]), data)


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_a_school_tries_then_uses_and_every_step_is_kept(case: CasePage, teacher: User) -> None:
    tell(case, teacher, TRYING, note="Aloitamme maanantaina.")
    adoption = tell(case, teacher, IN_USE)
    assert (adoption.state, adoption.since) == (IN_USE, timezone.localdate())
    events = [(event.state, event.note, event.by) for event in adoption.events.all()]
    assert events == [(TRYING, "Aloitamme maanantaina.", teacher), (IN_USE, "", teacher)]
    assert state_at(adoption.log(), timezone.localdate()) == adoption.state


def test_the_same_step_twice_is_refused_and_nothing_is_written(case: CasePage, teacher: User) -> None:
    tell(case, teacher, IN_USE)
    with pytest.raises(MoveNotAllowed):
        tell(case, teacher, IN_USE)
    with pytest.raises(MoveNotAllowed):
        tell(case, teacher, TRYING)
    assert AdoptionEvent.objects.count() == 1


def test_a_refused_first_step_leaves_no_adoption_behind(case: CasePage, teacher: User) -> None:
    with pytest.raises(MoveNotAllowed):
        tell(case, teacher, STOPPED)
    assert not Adoption.objects.exists()


def test_a_clock_that_was_set_back_does_not_turn_the_log_round(case: CasePage, teacher: User) -> None:
    adoption = tell(case, teacher, TRYING)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    adoption.events.update(on=tomorrow)
    assert tell(case, teacher, IN_USE).since == tomorrow


def test_one_school_has_one_adoption_of_a_case(case: CasePage, teacher: User) -> None:
    tell(case, teacher, TRYING)
    with pytest.raises(IntegrityError):
        Adoption.objects.create(
            case=case, school=teacher.schools.get(), state=TRYING, since=timezone.localdate()
        )


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("teacher", True),
        ("school-contact", True),
        ("change-agent", False),
        ("reviewer", False),
        ("administrator", False),
    ],
)
def test_only_teachers_and_contacts_of_a_school_speak_for_it(case: CasePage, role: str, may: bool) -> None:
    person = UserFactory(roles=[role])
    assert bool(my_schools(case, person)) is may
    if may:
        assert tell(case, person, TRYING).state == TRYING
    else:
        with pytest.raises(TakeUpPermissionError):
            tell(case, person, TRYING)


def test_nobody_speaks_for_a_school_that_is_not_theirs(case: CasePage, teacher: User) -> None:
    with override("en"), pytest.raises(PermissionDenied, match="Choose your own school"):
        tell(case, teacher, TRYING, SchoolFactory())
    assert not Adoption.objects.exists()


def test_the_school_that_made_it_does_not_take_it_up(case: CasePage) -> None:
    maker = UserFactory(roles=["teacher"], roles__school=case.school)
    assert my_schools(case, maker) == []
    with pytest.raises(TakeUpPermissionError):
        tell(case, maker, IN_USE)


def test_an_unpublished_case_cannot_be_taken_up(case: CasePage, teacher: User) -> None:
    case.unpublish()
    with pytest.raises(TakeUpPermissionError):
        tell(CasePage.objects.get(), teacher, TRYING)


def test_my_school_is_offered_the_steps_it_may_take(case: CasePage, teacher: User) -> None:
    with override("fi"):
        fresh = my_schools(case, teacher)[0]
        tell(case, teacher, TRYING)
        tried = my_schools(case, teacher)[0]
    assert (fresh.state, [move.state for move in fresh.moves]) == ("", ["considering", TRYING, IN_USE])
    assert (tried.label, [move.label for move in tried.moves]) == ("Kokeilee", ["Käytössä", "Lopetti"])


def test_the_page_shows_the_button_and_the_button_works(case: CasePage, teacher: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(teacher)
    page = client.get(case.url).content.decode()
    token = re.search(r'take-up__form.*?name="csrfmiddlewaretoken" value="(\w+)"', page, re.DOTALL)
    assert token, "the form carries no token"
    school = teacher.schools.get()
    form = {"school": school.pk, "state": TRYING, "csrfmiddlewaretoken": token[1]}
    response = client.post(reverse("take_up", args=[case.pk]), form)
    assert (response.status_code, response.url) == (302, case.url)
    assert Adoption.objects.get().school == school
    assert school.name in client.get(case.url).content.decode()


def test_a_post_without_a_token_is_refused(case: CasePage, teacher: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(teacher)
    assert post(client, case, school=teacher.schools.get().pk, state=TRYING).status_code == 403


def test_only_a_post_registers_anything(client: Client, case: CasePage, teacher: User) -> None:
    client.force_login(teacher)
    address = reverse("take_up", args=[case.pk])
    assert client.get(address, {"school": teacher.schools.get().pk, "state": TRYING}).status_code == 405
    assert not Adoption.objects.exists()


def test_a_stranger_is_asked_to_sign_in_and_led_back_to_the_case(client: Client, case: CasePage) -> None:
    response = post(client, case, school=1, state=TRYING)
    assert response.url == f"/fi/login/?next={case.url}"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"state": "dreaming"},
        {"state": TRYING, "school": "x"},
        {"state": TRYING, "school": "99999"},
        {"state": STOPPED},
        {"state": TRYING, "note": "a" * 2001},
    ],
)
def test_a_wrong_post_is_answered_with_a_sentence_and_writes_nothing(
    client: Client, case: CasePage, teacher: User, data: dict[str, str]
) -> None:
    client.force_login(teacher)
    response = post(client, case, **{"school": teacher.schools.get().pk, **data})
    assert response.url == case.url
    assert len(said(response)) == 1
    assert not Adoption.objects.exists()


@pytest.mark.parametrize("pk", [0, 10**9])
def test_a_case_that_does_not_exist_is_not_found(client: Client, teacher: User, pk: int) -> None:
    client.force_login(teacher)
    assert client.post(reverse("take_up", args=[pk]), {"state": TRYING}).status_code == 404


def test_an_unpublished_case_is_not_found_either(client: Client, case: CasePage, teacher: User) -> None:
    case.unpublish()
    client.force_login(teacher)
    assert post(client, case, school=teacher.schools.get().pk, state=TRYING).status_code == 404


@pytest.mark.parametrize(
    ("used", "tried", "sentence"),
    [
        (0, 0, ""),
        (1, 0, "In use in 1 school."),
        (5, 0, "In use in 5 schools."),
        (0, 1, "1 school is trying it."),
        (0, 2, "2 schools are trying it."),
        (5, 2, "In use in 5 schools, tried in 2 schools."),
        (1, 1, "In use in 1 school, tried in 1 school."),
    ],
)
def test_the_spread_is_one_sentence(used: int, tried: int, sentence: str) -> None:
    with override("en"):
        assert spread_sentence({**dict.fromkeys(STATES.codes(), 3), IN_USE: used, TRYING: tried}) == sentence


def test_the_page_says_how_far_it_has_spread(client: Client, case: CasePage) -> None:
    for state in (IN_USE, IN_USE, TRYING):
        tell(case, UserFactory(roles=["teacher"]), state)
    assert case.adoptions.by_state() == {"considering": 0, TRYING: 1, IN_USE: 2, STOPPED: 0}
    response = client.get(case.url.replace("/fi/", "/en/"))
    assert response.context["spread"] == "In use in 2 schools, tried in 1 school."
    assert [standing.state for standing in response.context["schools"]] == [IN_USE, IN_USE, TRYING]


def test_the_north_star_counts_schools_not_adoptions(case: CasePage) -> None:
    other = published_case(slug="toinen", school=SchoolFactory())
    busy, quitter = UserFactory(roles=["teacher"]), UserFactory(roles=["teacher"])
    tell(case, busy, IN_USE)
    tell(other, busy, IN_USE)
    tell(case, UserFactory(roles=["teacher"]), TRYING)
    tell(case, quitter, IN_USE)
    assert Adoption.objects.schools_using_anothers() == 2
    tell(case, quitter, STOPPED)
    assert Adoption.objects.schools_using_anothers() == 1


def test_a_practice_without_a_known_maker_does_not_count(teacher: User) -> None:
    tell(published_case(school=None), teacher, IN_USE)
    assert Adoption.objects.in_use().count() == 1
    assert Adoption.objects.schools_using_anothers() == 0


@pytest.mark.usefixtures("without_elasticsearch")
def test_the_case_page_asks_the_same_queries_however_many_schools(
    client: Client, case: CasePage, django_assert_max_num_queries
) -> None:
    tell(case, UserFactory(roles=["teacher"]), IN_USE)
    client.get(case.url)
    with django_assert_max_num_queries(40) as before:
        client.get(case.url)
    for _number in range(5):
        tell(case, UserFactory(roles=["teacher"]), IN_USE)
    with django_assert_max_num_queries(len(before)):
        client.get(case.url)

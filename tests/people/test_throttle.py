"""The brake on guessing passwords."""

import datetime as dt

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from oer.people.models import FailedLogin
from oer.people.throttle import ATTEMPTS, MEMORY, client_address, minutes_to_wait
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db
LOGIN = "/fi/login/"


def sign_in(username: str, password: str, address: str = "192.0.2.1"):
    return Client().post(LOGIN, {"username": username, "password": password}, REMOTE_ADDR=address)


def fail(username: str, times: int = ATTEMPTS, address: str = "192.0.2.1") -> None:
    for _attempt in range(times):
        assert sign_in(username, "wrong", address).status_code == 200


def test_the_right_password_after_too_many_wrong_ones_waits() -> None:
    user = UserFactory()
    fail(user.username)
    response = sign_in(user.username, "correct-horse")
    assert response.status_code == 200
    assert response.context["form"].non_field_errors().as_data()[0].code == "too_many_attempts"
    assert not response.wsgi_request.user.is_authenticated


def test_the_last_allowed_attempt_may_succeed_and_clears_the_count() -> None:
    user = UserFactory()
    fail(user.username, ATTEMPTS - 1)
    assert sign_in(user.username, "correct-horse").status_code == 302
    assert not FailedLogin.objects.exists()


def test_another_address_and_another_account_are_not_held_up() -> None:
    user, other = UserFactory(), UserFactory()
    fail(user.username)
    assert sign_in(user.username, "correct-horse", "192.0.2.2").status_code == 302
    assert sign_in(other.username, "correct-horse").status_code == 302


def test_spelling_the_name_in_capitals_does_not_start_a_new_count() -> None:
    user = UserFactory()
    fail(user.username.upper(), 3)
    fail(user.username, 2)
    assert sign_in(user.username, "correct-horse").status_code == 200


def test_the_wait_ends_by_itself_and_old_failures_are_forgotten() -> None:
    user = UserFactory()
    fail(user.username)
    assert 1 <= minutes_to_wait(user.username, "192.0.2.1") <= MEMORY.seconds // 60
    FailedLogin.objects.update(at=timezone.now() - MEMORY - dt.timedelta(seconds=1))
    assert minutes_to_wait(user.username, "192.0.2.1") == 0
    fail("somebody", 1)
    assert FailedLogin.objects.count() == 1
    assert sign_in(user.username, "correct-horse").status_code == 302


def test_the_wait_is_counted_from_the_oldest_of_the_failures_that_matter() -> None:
    now = timezone.now()
    for minutes_ago in (14, 13, 12, 11, 10):
        FailedLogin.objects.create(account="aino", address="x", at=now - dt.timedelta(minutes=minutes_ago))
    assert minutes_to_wait("aino", "x") == 1
    FailedLogin.objects.create(account="aino", address="x", at=now)
    assert minutes_to_wait("aino", "x") == 2


def test_an_unknown_name_is_answered_like_a_wrong_password() -> None:
    user = UserFactory()
    known = sign_in(user.username, "wrong").context["form"].non_field_errors()
    assert sign_in("nobody", "wrong").context["form"].non_field_errors() == known


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "", "10.0.0.1"),
        (0, "203.0.113.9", "10.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9", "198.51.100.1"),
        (3, "203.0.113.9", "203.0.113.9"),
    ],
)
def test_only_our_own_proxies_are_believed(settings, proxies: int, forwarded: str, expected: str) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", **headers)) == expected

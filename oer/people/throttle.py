"""A brake on guessing passwords: a few wrong ones for one account from one address, then a wait."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from oer.domain.proxies import address_behind
from oer.people.models import FailedLogin

#: Wrong passwords allowed before the wait.
ATTEMPTS = 5
#: How long a wrong password is remembered, and so the longest wait.
MEMORY = dt.timedelta(minutes=15)


def client_address(request: HttpRequest | None) -> str:
    """The address the request came from, read past as many proxies as `TRUSTED_PROXIES` says."""
    if request is None:
        return ""
    forwarded, remote = (request.META.get(name, "") for name in ("HTTP_X_FORWARDED_FOR", "REMOTE_ADDR"))
    return address_behind(forwarded, remote, settings.TRUSTED_PROXIES)


def minutes_to_wait(account: str, address: str) -> int:
    """Whole minutes until this account may try again from this address; 0 when it may now."""
    since = timezone.now() - MEMORY
    recent = FailedLogin.objects.filter(account=_key(account), address=address, at__gt=since)
    times = list(recent.order_by("-at").values_list("at", flat=True)[:ATTEMPTS])
    if len(times) < ATTEMPTS:
        return 0
    return max(1, math.ceil((times[-1] - since) / dt.timedelta(minutes=1)))


def remember_failure(account: str, address: str) -> None:
    """Notes a wrong password, and forgets all that are too old to count."""
    FailedLogin.objects.filter(at__lte=timezone.now() - MEMORY).delete()
    FailedLogin.objects.create(account=_key(account), address=address)


def forget_failures(account: str, address: str) -> None:
    """Forgets the wrong passwords of this account from this address: the right one has come."""
    FailedLogin.objects.filter(account=_key(account), address=address).delete()


def _key(account: str) -> str:
    return account.strip().casefold()[:150]


class ThrottledBackend(ModelBackend):
    """Signs in by username and password; every password form of the site goes through it."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> Any:
        if username is None or password is None:
            return None
        address = client_address(request)
        if minutes_to_wait(username, address):
            # Even the right password waits; otherwise guessing could go on unseen.
            raise PermissionDenied
        user = super().authenticate(request, username=username, password=password, **kwargs)
        if user is None:
            remember_failure(username, address)
        else:
            forget_failures(username, address)
        return user

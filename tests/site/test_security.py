"""Two content security policies."""

import pytest
from django.test import Client

from oer.people.models import User
from oer.site.foundation import set_up_site

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/fi/", "/fi/search/", "/fi/login/", "/fi/nowhere/"])
def test_a_public_page_allows_nothing_inline_and_nothing_from_elsewhere(client: Client, path: str) -> None:
    set_up_site()
    policy = client.get(path)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_admin_alone_may_use_inline_scripts(client: Client) -> None:
    client.force_login(User.objects.create_superuser("admin"))
    policy = client.get("/admin/")["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "frame-ancestors 'self'" in policy


def test_the_admin_carries_our_mark(client: Client) -> None:
    client.force_login(User.objects.create_superuser("admin"))
    body = client.get("/admin/").content.decode()
    assert "kierto-brand" in body
    assert "kierto/admin" in body

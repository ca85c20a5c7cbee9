"""The administrators' list, through HTTP."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse

from oer.jobs import PermanentFailure, enqueue
from oer.jobs.models import Job, State
from oer.jobs.queueing import retry
from oer.jobs.worker import run_due_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed(kind) -> Job:
    """A failed job."""

    def refuse(attempt):
        raise PermanentFailure("The file is a <playlist>.")

    job = enqueue(kind(refuse), "film-7")
    run_due_jobs()
    return job


@pytest.fixture
def person():
    """`person(*codenames)`: somebody with access to the admin and these permissions."""

    def make(*codenames: str):
        user = get_user_model().objects.create_user("-".join(codenames) or "plain", password="x")
        user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
        return user

    return make


def test_an_administrator_sees_the_state_the_reason_and_the_error_and_can_retry(client, failed, person):
    client.force_login(person("view_job", "change_job"))
    page = client.get(reverse("jobs:list")).content.decode()
    for text in ("film-7", "The file is a &lt;playlist&gt;.", "Traceback", "1 / 4"):
        assert text in page
    again = reverse("jobs:retry", args=[failed.pk])
    assert f'action="{again}"' in page
    assert client.post(again).url == reverse("jobs:list")
    failed.refresh_from_db()
    assert (failed.state, failed.attempts, failed.reason) == (State.WAITING, 0, "")
    assert run_due_jobs() == 1


def test_the_list_can_be_narrowed_to_a_state_and_a_kind(client, failed, kind, person):
    enqueue(kind(lambda attempt: None), "other-thing")
    client.force_login(person("view_job"))
    page = client.get(reverse("jobs:list_results"), {"state": "failed", "kind": failed.kind}).content.decode()
    assert "film-7" in page
    assert "other-thing" not in page
    assert "<form" not in page, "who may only look gets no button"


def test_retrying_what_waits_already_leaves_one_job_in_line(failed):
    waiting = enqueue(failed.kind, failed.key)
    assert retry(failed)
    failed.refresh_from_db()
    assert failed.state == State.REPLACED
    assert Job.objects.get(state=State.WAITING) == waiting
    assert not retry(waiting), "only a failed job is retried"


def test_people_without_the_permission_neither_see_nor_retry(client, failed, person):
    client.force_login(person())
    assert client.get(reverse("jobs:list")).status_code == 302
    assert client.post(reverse("jobs:retry", args=[failed.pk])).status_code in (302, 403)
    failed.refresh_from_db()
    assert failed.state == State.FAILED
    client.force_login(person("view_job", "change_job"))
    assert client.get(reverse("jobs:retry", args=[failed.pk])).status_code == 405

"""The reviewer's desk and the author's report, as people use them in a browser."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from oer.materials.models import MaterialPage
from oer.screening.records import Answer, Judgement
from oer.screening.running import screen_revision
from tests.screening.factories import material, reviewer, submitted, teacher

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("criteria")]
LONG_REASON = "Kolmannen esimerkin vastaus on väärä."


def signed_in(user: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def author() -> Any:
    return teacher(language="en")


@pytest.fixture
def judge() -> Any:
    return reviewer(language="en")


@pytest.fixture
def task_state(author: Any) -> Any:
    return submitted(material(author), author)


def post(client: Client, name: str, *args: Any, **data: str) -> Any:
    return client.post(reverse(f"screening:{name}", args=args), data, follow=True)


def test_a_review_from_the_queue_to_publication(task_state: Any, judge: Any) -> None:
    client = signed_in(judge)
    queue = client.get(reverse("screening:queue")).content.decode()
    assert reverse("screening:desk", args=[task_state.pk]) in queue
    desk = client.get(reverse("screening:desk", args=[task_state.pk])).content.decode()
    assert "2 of 2 to judge" in desk
    assert "settled by machine" in desk
    for criterion in ("people_not_exposed", "content_correct_current"):
        assert post(client, "judge", task_state.pk, criterion, verdict="pass").status_code == 200
    desk = client.get(reverse("screening:desk", args=[task_state.pk])).content.decode()
    assert "0 of 2 to judge" in desk
    assert reverse("screening:approve", args=[task_state.pk]) in desk
    done = post(client, "approve", task_state.pk)
    assert "has been approved and published" in done.content.decode()
    assert MaterialPage.objects.get(pk=task_state.revision.object_id).live


def test_the_desk_shows_the_page_as_readers_see_it(task_state: Any, judge: Any) -> None:
    shown = signed_in(judge).get(reverse("screening:as_readers_see_it", args=[task_state.pk]))
    assert shown.status_code == 200
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert "Murtolukuja lukusuoralla" in shown.content.decode()


@pytest.mark.parametrize(
    ("verdict", "reason", "stored"),
    [("pass", "", True), ("not_applicable", "", True), ("fail", "x" * 19, False), ("fail", "x" * 20, True),
     ("concern", " " * 30, False), ("perfect", "x" * 20, False)],
)  # fmt: skip
def test_a_reservation_needs_a_reason(
    task_state: Any, judge: Any, verdict: str, reason: str, stored: bool
) -> None:
    answer = post(
        signed_in(judge), "judge", task_state.pk, "people_not_exposed", verdict=verdict, reason=reason
    )
    assert answer.status_code == (200 if stored else 422)
    assert Judgement.objects.exists() is stored
    if reason.strip():
        assert reason in answer.content.decode()


def test_sending_back_tells_the_author_why(task_state: Any, judge: Any, author: Any) -> None:
    client = signed_in(judge)
    assert post(client, "send_back", task_state.pk, comment="lyhyt").status_code == 422
    assert (
        "went back to its author"
        in post(client, "send_back", task_state.pk, comment=LONG_REASON).content.decode()
    )
    task_state.refresh_from_db()
    assert (task_state.status, task_state.comment) == ("rejected", LONG_REASON)


def test_an_author_is_told_that_somebody_else_reviews(task_state: Any, author: Any) -> None:
    author.groups.set(reviewer().groups.all() | author.groups.all())
    client = signed_in(author)
    for name in ("desk", "as_readers_see_it"):
        answer = client.get(reverse(f"screening:{name}", args=[task_state.pk]), follow=True)
        assert "somebody else reviews it" in answer.content.decode()
    post(client, "judge", task_state.pk, "people_not_exposed", verdict="pass")
    post(client, "approve", task_state.pk)
    assert not Judgement.objects.exists()
    assert not MaterialPage.objects.get(pk=task_state.revision.object_id).live


def test_who_is_no_reviewer_has_no_desk(task_state: Any) -> None:
    stranger = signed_in(teacher())
    assert stranger.get(reverse("screening:desk", args=[task_state.pk])).status_code in (302, 403)
    post(stranger, "judge", task_state.pk, "people_not_exposed", verdict="pass")
    assert not Judgement.objects.exists()
    assert reverse("screening:queue") not in stranger.get("/admin/").content.decode()


def test_a_reviewer_who_opens_the_editor_is_led_to_the_desk(task_state: Any, judge: Any) -> None:
    answer = signed_in(judge).get(reverse("wagtailadmin_pages:edit", args=[task_state.revision.object_id]))
    assert answer.headers["Location"] == reverse("screening:desk", args=[task_state.pk])


def test_an_author_answers_in_the_report_and_the_reviewer_accepts(author: Any, judge: Any) -> None:
    page = material(author, maintainer=None)
    submitted(page, author)
    screening = screen_revision(page.get_latest_revision())
    writer = signed_in(author)
    report = writer.get(reverse("screening:report", args=[screening.pk])).content.decode()
    assert "1 thing needs your answer" in report
    short = post(writer, "answer", page.pk, "maintenance_assigned", rule="maintainer_missing", text="x")
    assert short.status_code == 422
    saved = post(
        writer,
        "answer",
        page.pk,
        "maintenance_assigned",
        rule="maintainer_missing",
        text="Koulun IT-tuki",
    )
    assert "Koulun IT-tuki" in saved.content.decode()
    page.current_workflow_state.resume(author)
    task_state = MaterialPage.objects.get(pk=page.pk).current_workflow_task_state
    desk = signed_in(judge)
    assert "Koulun IT-tuki" in desk.get(reverse("screening:desk", args=[task_state.pk])).content.decode()
    refusal = {"rule": "maintainer_missing", "ruling": "refused", "reason": "lyhyt"}
    assert post(desk, "rule_on_answer", task_state.pk, "maintenance_assigned", **refusal).status_code == 422
    post(
        desk,
        "rule_on_answer",
        task_state.pk,
        "maintenance_assigned",
        rule="maintainer_missing",
        ruling="accepted",
    )
    assert Answer.objects.get().ruling == "accepted"


def test_a_report_is_for_those_who_write_review_or_run_the_place(task_state: Any, judge: Any) -> None:
    address = reverse("screening:report", args=[screen_revision(task_state.revision).pk])
    assert signed_in(judge).get(address).status_code == 200
    assert signed_in(teacher()).get(address).status_code in (302, 403)
    assert Client().get(address).status_code == 302


def test_a_review_that_has_ended_says_so(task_state: Any, judge: Any, author: Any) -> None:
    task_state.workflow_state.cancel(user=author)
    answer = signed_in(judge).get(reverse("screening:desk", args=[task_state.pk]), follow=True)
    assert "This review has ended" in answer.content.decode()

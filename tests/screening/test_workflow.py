"""From submission to publication: the machine sends back, people judge, four eyes, one clearance."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from wagtail.models import Task, TaskState, Workflow, WorkflowPage

from oer.materials.clearance import Clearance, NotCleared
from oer.materials.models import MaterialPage
from oer.screening.records import Answer, CriteriaSet, Judgement, Screening
from oer.screening.running import question_now, screen_revision
from oer.screening.workflow import ReviewTask, screened
from tests.materials.factories import material_index
from tests.people.factories import UserFactory
from tests.screening.factories import SOMEBODYS_CODE, material, reviewer, submitted, teacher

pytestmark = pytest.mark.django_db
REASON = "Keskeinen väite ei pidä paikkaansa."


def judge(task_state: TaskState, criterion: str, verdict: str, by: Any, reason: str = "") -> Judgement:
    screening = screened(task_state)
    return Judgement.objects.create(
        page=screening.page, revision=screening.revision, criterion=criterion, criterion_revision=1,
        fingerprint=screening.fingerprint, verdict=verdict, reason=reason, reviewer=by,
    )  # fmt: skip


def judge_all(task_state: TaskState, by: Any) -> None:
    for criterion in ("people_not_exposed", "content_correct_current"):
        judge(task_state, criterion, "pass", by)


def act(task_state: TaskState, by: Any, action: str, **data: Any) -> None:
    task_state.task.specific.on_action(task_state, by, action, **data)


def test_what_the_machine_finds_in_order_goes_on_to_review(criteria: CriteriaSet) -> None:
    author = teacher()
    task_state = submitted(material(author), author)
    assert isinstance(task_state.task.specific, ReviewTask)
    assert task_state.status == TaskState.STATUS_IN_PROGRESS


def test_what_is_blocked_comes_back_at_once_in_the_authors_language(criteria: CriteriaSet) -> None:
    author = teacher(language="en")
    page = material(author, body=[("markdown", f"Oppilaan tunnus on {SOMEBODYS_CODE}.")])
    task_state = submitted(page, author)
    assert task_state.status == TaskState.STATUS_REJECTED
    assert task_state.workflow_state.status == "needs_changes"
    assert task_state.comment == "1 thing stops this."
    assert Screening.objects.get(revision=task_state.revision).outcome == "returned"
    assert SOMEBODYS_CODE not in str(Screening.objects.get(revision=task_state.revision).report)


def test_nothing_is_reviewed_without_criteria() -> None:
    author = teacher()
    task_state = submitted(material(author), author)
    assert task_state.status == TaskState.STATUS_REJECTED
    assert task_state.comment


def test_a_page_that_comes_back_to_its_review_passes_the_machine_again(criteria: CriteriaSet) -> None:
    author, judge_of_it = teacher(), reviewer()
    page = material(author)
    task_state = submitted(page, author)
    act(task_state, judge_of_it, "reject", comment="Korjaa laskuesimerkki.")
    page = MaterialPage.objects.get(pk=page.pk)
    page.body = [("markdown", f"Nyt mukana {SOMEBODYS_CODE}.")]
    page.save_revision(user=author)
    state = page.current_workflow_state
    state.resume(author)
    assert state.status == "needs_changes"
    assert state.current_task_state.status == TaskState.STATUS_REJECTED


def test_an_approval_clears_the_submitted_revision_and_publishes_it(criteria: CriteriaSet) -> None:
    author, judge_of_it = teacher(), reviewer()
    page = material(author)
    task_state = submitted(page, author)
    judge_all(task_state, judge_of_it)
    act(task_state, judge_of_it, "approve")
    page = MaterialPage.objects.get(pk=page.pk)
    clearance = page.clearance()
    assert page.live
    assert clearance is not None
    assert clearance.revision_id == task_state.revision_id
    assert (clearance.granted_by, clearance.criteria_version) == (judge_of_it, criteria.version)
    assert Screening.objects.get(pk=clearance.screening).outcome == "approved"


@pytest.mark.parametrize("verdict", [None, "fail", "concern"])
def test_nothing_is_approved_while_something_is_open(criteria: CriteriaSet, verdict: str | None) -> None:
    author, judge_of_it = teacher(), reviewer()
    page = material(author)
    task_state = submitted(page, author)
    judge(task_state, "people_not_exposed", "pass", judge_of_it)
    if verdict:
        judge(task_state, "content_correct_current", verdict, judge_of_it, REASON)
    assert "approve" not in [name for name, *_rest in task_state.task.specific.get_actions(page, judge_of_it)]
    with pytest.raises(NotCleared):
        act(task_state, judge_of_it, "approve")
    assert not Clearance.objects.exists()
    assert not MaterialPage.objects.get(pk=page.pk).live


def test_who_has_had_a_hand_in_a_page_never_reviews_it(criteria: CriteriaSet) -> None:
    author, stranger = teacher(), reviewer()
    by_name = reviewer(first_name="Kaisa", last_name="Kirjoittaja")
    editor, boss = reviewer(), UserFactory(is_superuser=True)
    author.groups.add(Group.objects.get(name="reviewer"))
    page = material(author, authors=["Aino Aalto", "Kaisa Kirjoittaja"])
    page.save_revision(user=editor)
    task_state = submitted(page, author)
    task = task_state.task.specific
    for concerned in (author, by_name, editor):
        assert task.get_actions(page, concerned) == []
        assert task_state not in task.get_task_states_user_can_moderate(concerned)
        with pytest.raises(PermissionDenied):
            act(task_state, concerned, "reject", comment="x" * 20)
    for free in (stranger, boss):
        assert task.get_actions(page, free)
        assert [state.pk for state in task.get_task_states_user_can_moderate(free)] == [task_state.pk]
    assert task.get_actions(page, teacher()) == []


def test_nobody_changes_what_is_being_judged(criteria: CriteriaSet) -> None:
    author, judge_of_it = teacher(), reviewer()
    page = material(author)
    submitted(page, author)
    lock = MaterialPage.objects.get(pk=page.pk).get_lock()
    assert lock.for_user(author)
    assert lock.for_user(judge_of_it)
    assert page.title in lock.get_message(author)


def test_a_page_that_changed_after_it_was_judged_is_not_approved(criteria: CriteriaSet) -> None:
    author, judge_of_it = teacher(), reviewer()
    page = material(author)
    task_state = submitted(page, author)
    judge_all(task_state, judge_of_it)
    page = MaterialPage.objects.get(pk=page.pk)
    page.title = "Aivan toinen nimi kuin ennen"
    page.save_revision(user=author)
    task_state.workflow_state.refresh_from_db()
    with pytest.raises(NotCleared):
        act(task_state, judge_of_it, "approve")


def test_an_answer_goes_to_the_reviewer_and_counts_when_it_is_accepted(criteria: CriteriaSet) -> None:
    author, judge_of_it = teacher(), reviewer()
    page = material(author, maintainer=None)
    assert submitted(page, author).status == TaskState.STATUS_REJECTED
    screening = screen_revision(page.get_latest_revision())
    assert screening.outcome == "needs_author"
    answer = Answer.objects.create(
        page=page, criterion="maintenance_assigned", rule="maintainer_missing", text="Koulun IT-tuki",
        question=question_now(screening, "maintenance_assigned", "maintainer_missing"), author=author,
    )  # fmt: skip
    page.current_workflow_state.resume(author)
    task_state = MaterialPage.objects.get(pk=page.pk).current_workflow_task_state
    assert isinstance(task_state.task.specific, ReviewTask)
    judge_all(task_state, judge_of_it)
    assert screened(task_state).outcome == "in_review"
    answer.ruling = Answer.Ruling.ACCEPTED
    answer.save()
    act(task_state, judge_of_it, "approve")
    assert MaterialPage.objects.get(pk=page.pk).clearance().outcome == "approved_with_notes"


def test_setting_up_the_workflow_twice_makes_one() -> None:
    material_index()
    call_command("set_up_screening")
    call_command("set_up_screening")
    workflow = Workflow.objects.get(name="Tarkistus ja arviointi")
    assert [task.name for task in workflow.tasks] == ["Koneen tarkistus", "Arviointi"]
    assert WorkflowPage.objects.get(workflow=workflow).page_id == material_index().pk


def test_names_that_an_administrator_gave_stay() -> None:
    material_index()
    call_command("set_up_screening")
    Workflow.objects.filter(name="Tarkistus ja arviointi").update(name="Vårt flöde")
    Task.objects.filter(name="Arviointi").update(name="Kollegans blick")
    call_command("set_up_screening")
    workflow = Workflow.objects.get(workflow_pages__page=material_index())
    assert workflow.name == "Vårt flöde"
    assert [task.name for task in workflow.tasks] == ["Koneen tarkistus", "Kollegans blick"]


def test_a_screening_is_used_again_until_something_changes(criteria: CriteriaSet) -> None:
    author = teacher()
    page = material(author)
    revision = page.get_latest_revision()
    first = screen_revision(revision)
    assert screen_revision(revision) == first
    page.title = "Uusi nimi murtolukutunnille"
    later = screen_revision(page.save_revision(user=author))
    assert later.fingerprint != first.fingerprint
    assert list(Screening.objects.filter(page=page)) == [later]

"""A small criteria set in use, and materials on their way through it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from wagtail.models import TaskState

from oer.materials.models import MaterialPage
from oer.people.groups import sync_roles
from oer.people.models import User
from oer.screening.importing import store_criteria
from oer.screening.records import CriteriaSet
from oer.screening.setting_up import ensure_workflow
from tests.domain.criteria_examples import criterion, file_data, human, rule
from tests.materials.factories import draft, material_index
from tests.people.factories import UserFactory

HETU = {"individual_number": [2, 899], "max_age_years": 115, "known_example_codes": ["131052-308T"]}
#: Passes the check of the Finnish identity code; invented.
SOMEBODYS_CODE = "010190-123M"


def small_criteria() -> dict[str, Any]:
    """Automatic criteria that block and that ask, an assisted, a human and an unevaluated one."""
    return file_data(
        criterion(
            "no_identity_codes",
            [rule("hetu_valid", "fail", "blocks", "{file} {masked_value}", files=["html"], params=HETU)],
        ),
        criterion(
            "maintenance_assigned",
            [rule("maintainer_missing", "concern", "must_answer", metadata=["maintainer"])],
            "must_answer",
        ),
        criterion(
            "people_not_exposed",
            [rule("people_question_unanswered", "fail", "blocks", metadata=["shows_real_people"])],
            kind="assisted",
            human={"required": True},
        ),
        human("content_correct_current"),
        criterion("files_safe", [rule("malware_found", "fail", "blocks", files=["any"])]),
    )


def criteria_in_use() -> CriteriaSet:
    """The small set, stored and active."""
    return store_criteria(small_criteria())[0]


def teacher(**values: Any) -> User:
    return UserFactory(roles=["teacher"], **values)


def reviewer(**values: Any) -> User:
    return UserFactory(roles=["reviewer"], **values)


def material(owner: User, **values: Any) -> MaterialPage:
    """A draft of this owner that the machine finds nothing wrong with, with a saved revision."""
    page = draft(
        owner=owner,
        **{
            "maintainer": owner,
            "shows_real_people": "no",
            "review_by": timezone.localdate() + dt.timedelta(days=365),
            **values,
        },
    )
    page.save_revision(user=owner)
    return MaterialPage.objects.get(pk=page.pk)


def submitted(page: MaterialPage, by: User) -> TaskState:
    """The task a page is at after it has been submitted."""
    material_index()
    ensure_workflow()
    sync_roles()
    state = page.get_workflow().start(page, by)
    state.refresh_from_db()
    return state.current_task_state.specific

"""Clearing what comes in by an import, and the command that screens."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from oer.materials.clearance import Clearance
from oer.screening.records import Screening
from oer.screening.running import clear_by_import
from tests.materials.factories import material_index
from tests.screening.factories import SOMEBODYS_CODE, material, reviewer, teacher

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("criteria")]


def test_an_import_is_cleared_in_the_reviewers_name_unless_something_automatic_blocks() -> None:
    owner, cleared_by = teacher(), reviewer()
    # Unanswered questions about people and upkeep are people's to see to; they do not stop an import.
    page = material(owner, shows_real_people="", maintainer=None)
    revision = page.get_latest_revision()
    screening = clear_by_import(revision, cleared_by)
    assert isinstance(screening, Screening)
    clearance = Clearance.objects.get(revision=revision)
    assert (clearance.granted_by, clearance.screening, clearance.outcome) == (
        cleared_by,
        screening.pk,
        "imported",
    )
    revision.publish()
    page.refresh_from_db()
    assert page.live


def test_an_import_with_a_blocking_finding_stays_a_draft_with_the_reason() -> None:
    page = material(teacher(), body=[("markdown", f"{SOMEBODYS_CODE} ja uudelleen {SOMEBODYS_CODE}")])
    with override("sv"):
        reasons = clear_by_import(page.get_latest_revision(), reviewer())
    assert reasons == ("sidans text 01****-***M (sv)",)
    assert not Clearance.objects.exists()


def printed(*args: object, **options: object) -> str:
    out = StringIO()
    call_command("screen", *args, stdout=out, **options)
    return out.getvalue()


def test_the_command_prints_json_in_the_agreed_shape() -> None:
    page = material(teacher(), shows_real_people="")
    [entry] = json.loads(printed(str(page.pk), "--json"))
    assert (entry["id"], entry["source_id"], entry["outcome"]) == (page.pk, None, "returned")
    by_id = {criterion["criterion"]: criterion for criterion in entry["criteria"]}
    [finding] = by_id["people_not_exposed"]["findings"]
    assert set(finding) == {"rule", "result", "severity", "where", "measured", "limit", "message"}
    assert set(finding["message"]) == {"fi", "sv", "en"}
    assert by_id["files_safe"] == {"criterion": "files_safe", "verdict": "pass", "findings": []}


def test_without_arguments_everything_is_screened_and_told_in_words() -> None:
    owner = teacher()
    first, second = (
        material(owner),
        material(owner, shows_real_people="", slug="toinen", title="Toinen tunti"),
    )
    told = printed()
    assert f"{first.pk} Murtolukuja lukusuoralla: in_review. Ready to submit." in told
    assert f"{second.pk} Toinen tunti: returned. 1 thing stops this." in told


def test_a_page_that_cannot_be_screened_is_named() -> None:
    with pytest.raises(CommandError, match="There is no page 999999"):
        printed("999999")
    with pytest.raises(CommandError, match="is neither a material nor a case"):
        printed(str(material_index().pk))

"""A criteria file is taken whole or refused with the place and the reason in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from oer.domain.criteria import RULES, Coverage, screen
from oer.screening.criteria_file import CriteriaFileError, check_criteria, read_criteria
from oer.screening.importing import import_criteria, store_criteria
from oer.screening.records import CriteriaSet, NoCriteria
from tests.domain.criteria_examples import facts
from tests.screening.factories import small_criteria


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    data = small_criteria()
    change(data)
    return data


def first_rule(data: dict[str, Any]) -> dict[str, Any]:
    return data["criteria"][0]["rules"][0]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda d: d.pop("version"), "version: field required"),
        (lambda d: d.update(version="newest"), "version: string should match"),
        (lambda d: d["criteria"][0].update(severity="fatal"), "criteria > no_identity_codes > severity"),
        (lambda d: first_rule(d)["message"].pop("sv"), "hetu_valid > message > sv: field required"),
        (lambda d: d["criteria"][0].update(area="nowhere"), "names the area nowhere, which is not listed"),
        (lambda d: d["criteria"].append(d["criteria"][0]), "the criterion no_identity_codes is there twice"),
        (lambda d: first_rule(d)["applies_to"].update(files=["xyz"]), "names the file group xyz"),
        (lambda d: d.update(criteria=[]), "criteria: list should have at least 1 item"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(
    change: Callable[[dict[str, Any]], object], place: str
) -> None:
    with pytest.raises(CriteriaFileError) as refusal:
        check_criteria(changed(change), "set.yaml")
    assert place in str(refusal.value)
    assert str(refusal.value).startswith("set.yaml, ")


@pytest.mark.parametrize("content", ["a: [1, 2", "- just\n- a list", "", "\x00"])
def test_what_is_no_yaml_mapping_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "set.yaml"
    path.write_text(content, "utf-8")
    with pytest.raises(CriteriaFileError):
        read_criteria(path)


def test_a_file_that_is_not_there_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("import_criteria", tmp_path / "absent.yaml")


@pytest.mark.django_db
def test_the_same_file_twice_is_one_set(tmp_path: Path) -> None:
    path = tmp_path / "set.yaml"
    path.write_text(yaml.safe_dump(small_criteria(), allow_unicode=True), "utf-8")
    first, new = import_criteria(path)
    again, renewed = import_criteria(path)
    assert (first, new, renewed) == (again, True, False)
    assert CriteriaSet.objects.active() == first


@pytest.mark.django_db
def test_a_new_version_retires_the_old_one_and_the_old_file_brings_it_back() -> None:
    old, _new = store_criteria(small_criteria())
    store_criteria({**small_criteria(), "version": "2027.1"})
    assert CriteriaSet.objects.active().version == "2027.1"
    store_criteria(small_criteria())
    assert CriteriaSet.objects.active() == old
    assert CriteriaSet.objects.filter(status="active").count() == 1


@pytest.mark.django_db
def test_a_stored_version_never_changes() -> None:
    stored, _new = store_criteria(small_criteria())
    other = changed(lambda data: data["criteria"].pop())
    with pytest.raises(CriteriaFileError, match="already stored with other content"):
        store_criteria(other)
    stored.data = other
    with pytest.raises(ValidationError):
        stored.save()
    assert len(CriteriaSet.objects.get().data["criteria"]) == 5


@pytest.mark.django_db
def test_without_criteria_nothing_is_screened() -> None:
    with pytest.raises(NoCriteria):
        CriteriaSet.objects.active()


@pytest.mark.data
@pytest.mark.django_db
def test_the_real_file_is_taken_whole_and_most_automatic_criteria_are_evaluated(shared_data: Path) -> None:
    stored, _new = import_criteria(shared_data / "criteria.yaml")
    values = stored.criteria()
    assert (len(values.criteria), sum(len(c.rules) for c in values.criteria)) == (35, 101)
    assert set(RULES) <= {rule.id for criterion in values.criteria for rule in criterion.rules}
    report = screen(facts(), values)
    automatic = {c.id for c in values.criteria if c.kind == "automatic"}
    done = {Coverage.EVALUATED, Coverage.NOTHING_TO_CHECK}
    evaluated = [
        e.criterion for e in report.criteria
        if e.criterion in automatic and e.runs and {run.coverage for run in e.runs} <= done
    ]  # fmt: skip
    assert len(evaluated) >= 8
    assert "error" not in {entry.verdict.value for entry in report.criteria}

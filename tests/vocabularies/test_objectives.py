"""Curriculum objectives."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from oer.vocabularies.importing import UnreadableFile
from oer.vocabularies.models import Objective
from oer.vocabularies.objectives import import_objectives

pytestmark = pytest.mark.django_db


def upper_secondary(**changes: Any) -> dict[str, Any]:
    module = {
        "koodi": {"arvo": "MAA5", "uri": "moduulikoodistolops2021_maa5"},
        "nimi": {"fi": "Funktiot ja yhtälöt 2", "sv": "Funktioner och ekvationer 2"},
        "oppiaine": "MAA",
        "tavoitteet": {"tavoitteet": [{"fi": "tutustuu sini- ja kosinifunktioon", "sv": None}]},
    }
    competence = {
        "koodi": {"arvo": "01", "uri": "laajaalainenosaaminenlops2021_01"},
        "nimi": {"fi": "Hyvinvointiosaaminen", "sv": "Kompetens för välbefinnande"},
    }
    return {
        "diaarinumero": "OPH-2263-2019",
        "laajaAlaisetOsaamiset": [competence],
        "moduulit": [{**module, **changes}],
    }


def adults() -> dict[str, Any]:
    aims = [{"koodi": "T1", "tavoite": {"fi": "T1 ohjata", "sv": "M1 handleda"}}]
    return {
        "nimi": {"fi": "Aikuisten perusopetus"},
        "laajaalaisetosaamiset": [{"koodi": "L1", "nimi": {"fi": "Ajattelu", "sv": "Tänka"}}],
        "vaiheet": [
            {"oppiaineet": [{"koodi": {"arvo": "MA"}, "tavoitteet": aims}]},
            {
                "oppiaineet": [
                    {"koodi": {"arvo": "MA"}, "tavoitteet": aims},
                    {"koodi": None, "tavoitteet": aims},
                ]
            },
        ],
    }


def test_modules_their_aims_and_competences_come_in_with_codes() -> None:
    assert import_objectives(upper_secondary()).new == 3
    module = Objective.objects.get(code="MAA5")
    assert (module.kind, module.subject, module.level) == ("module", "MAA", "upper-secondary")
    assert module.label("sv") == "Funktioner och ekvationer 2"
    assert Objective.objects.get(code="MAA5.1").label("sv") == "tutustuu sini- ja kosinifunktioon"
    assert Objective.objects.get(code="LOPS-L01").kind == "competence"


def test_adults_aims_carry_phase_and_subject_in_their_codes() -> None:
    assert import_objectives(adults()).faults == []
    assert sorted(Objective.objects.values_list("code", flat=True)) == [
        "AIPE-L1",
        "AIPE-alku.MA.T1",
        "AIPE-alku.OPA.T1",
        "AIPE-lukutaito.MA.T1",
    ]


def test_importing_twice_makes_nothing_new_and_a_change_is_taken_over() -> None:
    import_objectives(upper_secondary())
    again = import_objectives(upper_secondary())
    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)
    changed = import_objectives(upper_secondary(nimi={"fi": "Uusi nimi", "sv": ""}))
    assert (changed.new, changed.changed, changed.unchanged) == (0, 1, 2)
    assert Objective.objects.get(code="MAA5").label("sv") == "Uusi nimi"


def test_an_entry_that_cannot_be_used_is_told_with_its_place() -> None:
    curriculum = upper_secondary()
    curriculum["moduulit"] += [curriculum["moduulit"][0], upper_secondary(nimi={"fi": None})["moduulit"][0]]
    report = import_objectives(curriculum)
    assert report.new == 3
    assert [fault.place for fault in report.faults] == [
        "moduulit[1]",
        "moduulit[1].tavoitteet[0]",
        "moduulit[2]",
        "moduulit[2].tavoitteet[0]",
    ]
    assert "already used" in report.faults[0].reason
    assert "no text" in report.faults[2].reason


@pytest.mark.parametrize("curriculum", [[], {}, {"moduulit": [{}]}, {"vaiheet": 3}, "text", None])
def test_a_file_of_another_form_changes_nothing(curriculum: Any) -> None:
    with pytest.raises(UnreadableFile):
        import_objectives(curriculum)
    assert not Objective.objects.exists()


def test_the_command_tells_where_the_json_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "lukio.json"
    path.write_text(json.dumps(upper_secondary()), encoding="utf-8")
    out = StringIO()
    call_command("import_objectives", path, stdout=out)
    assert "3 new" in out.getvalue()
    path.write_text('{"moduulit": [\n oops', encoding="utf-8")
    with pytest.raises(CommandError, match="line 2: this is not JSON"):
        call_command("import_objectives", path, stdout=out)
    with pytest.raises(CommandError, match=r"missing\.json"):
        call_command("import_objectives", tmp_path / "missing.json", stdout=out)


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "number", "code"),
    [("lukio-2019", 1789, "MAA5"), ("aikuisten-perusopetus-2017", 381, "AIPE-alku.MA.T1")],
)
def test_the_real_curricula_come_in_whole(shared_data: Path, name: str, number: int, code: str) -> None:
    path = shared_data / "curriculum" / f"{name}.json"
    report = import_objectives(json.loads(path.read_text(encoding="utf-8")))
    assert (report.new, report.faults) == (number, [])
    assert Objective.objects.filter(code=code).exists()

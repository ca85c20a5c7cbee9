"""Reads the national core curricula, as ePerusteet gives them, into objectives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction

from oer.vocabularies.importing import Fault, ImportReport, Progress, UnreadableFile, no_progress
from oer.vocabularies.models import Objective

_FIELDS = ["kind", "fi", "sv", "subject", "level", "uri", "curriculum"]
_BATCH = 500
#: Names of the phases of basic education for adults, in the order of the curriculum, as codes use them.
PHASES = ("lukutaito", "alku", "paatto")

Found = tuple[str, Objective]


def import_objectives(curriculum: Any, progress: Progress = no_progress) -> ImportReport:
    """Makes and updates objectives, all or nothing; an unusable entry is left out and reported.

    Raises UnreadableFile when the file is not a curriculum of a known form.
    """
    report = ImportReport()
    chosen: dict[str, Objective] = {}
    for place, objective in _entries(curriculum):
        if reason := _fault(objective, chosen):
            report.faults.append(Fault(place, reason))
        else:
            chosen[objective.code] = objective
    known = {objective.code: objective for objective in Objective.objects.filter(code__in=list(chosen))}
    new = [objective for code, objective in chosen.items() if code not in known]
    changed = [o for code, o in chosen.items() if code in known and _content(o) != _content(known[code])]
    for objective in changed:
        objective.pk = known[objective.code].pk
    with transaction.atomic():
        Objective.objects.bulk_create(new, batch_size=_BATCH)
        Objective.objects.bulk_update(changed, _FIELDS, batch_size=_BATCH)
    report.new, report.changed = len(new), len(changed)
    report.unchanged = len(chosen) - len(new) - len(changed)
    progress(len(chosen))
    return report


def _entries(curriculum: Any) -> Iterator[Found]:
    if not isinstance(curriculum, Mapping):
        raise UnreadableFile("The file must hold one curriculum, a JSON object.")
    try:
        if "moduulit" in curriculum:
            yield from _upper_secondary(curriculum)
        elif "vaiheet" in curriculum:
            yield from _adults(curriculum)
        else:
            raise UnreadableFile("The file holds neither modules (moduulit) nor phases (vaiheet).")
    except (KeyError, TypeError, AttributeError) as error:
        raise UnreadableFile(f"The curriculum lacks something that every known form has: {error}.") from error


def _upper_secondary(curriculum: Mapping[str, Any]) -> Iterator[Found]:
    common = {"level": "upper-secondary", "curriculum": curriculum["diaarinumero"]}
    for index, competence in enumerate(curriculum["laajaAlaisetOsaamiset"]):
        code = competence["koodi"]
        yield (
            f"laajaAlaisetOsaamiset[{index}]",
            Objective(
                code=f"LOPS-L{code['arvo']}",
                kind=Objective.Kind.COMPETENCE,
                uri=code["uri"],
                **_texts(competence["nimi"]),
                **common,
            ),
        )
    for index, module in enumerate(curriculum["moduulit"]):
        place, code, subject = f"moduulit[{index}]", module["koodi"], module["oppiaine"] or ""
        texts = _texts(module["nimi"])
        yield (
            place,
            Objective(
                code=code["arvo"],
                kind=Objective.Kind.MODULE,
                uri=code["uri"],
                subject=subject,
                **texts,
                **common,
            ),
        )
        for number, aim in enumerate(module["tavoitteet"]["tavoitteet"], start=1):
            # The curriculum numbers no aims of a module: their order is all there is.
            yield (
                f"{place}.tavoitteet[{number - 1}]",
                Objective(
                    code=f"{code['arvo']}.{number}",
                    kind=Objective.Kind.AIM,
                    subject=subject,
                    **_texts(aim),
                    **common,
                ),
            )


def _adults(curriculum: Mapping[str, Any]) -> Iterator[Found]:
    common = {"level": "higher", "curriculum": curriculum["nimi"]["fi"][:120]}
    for index, competence in enumerate(curriculum["laajaalaisetosaamiset"]):
        yield (
            f"laajaalaisetosaamiset[{index}]",
            Objective(
                code=f"AIPE-{competence['koodi']}",
                kind=Objective.Kind.COMPETENCE,
                **_texts(competence["nimi"]),
                **common,
            ),
        )
    for phase_index, phase in enumerate(curriculum["vaiheet"]):
        for subject_index, subject in enumerate(phase["oppiaineet"]):
            # Guidance has no national code in this curriculum.
            code = (subject["koodi"] or {"arvo": "OPA"})["arvo"]
            for aim_index, aim in enumerate(subject["tavoitteet"]):
                yield (
                    f"vaiheet[{phase_index}].oppiaineet[{subject_index}].tavoitteet[{aim_index}]",
                    Objective(
                        code=f"AIPE-{PHASES[phase_index]}.{code}.{aim['koodi'] or ''}",
                        kind=Objective.Kind.AIM,
                        subject=code,
                        **_texts(aim["tavoite"]),
                        **common,
                    ),
                )


def _texts(labels: Mapping[str, Any]) -> dict[str, str]:
    return {language: (labels.get(language) or "").strip() for language in ("fi", "sv")}


def _fault(objective: Objective, chosen: Mapping[str, Objective]) -> str:
    if not objective.code or objective.code.endswith("."):
        return "It has no code."
    if not (objective.fi or objective.sv):
        return f"{objective.code} has no text in Finnish or Swedish."
    if objective.code in chosen:
        return f"The code {objective.code} is already used earlier in the file."
    return ""


def _content(objective: Objective) -> tuple[object, ...]:
    return tuple(getattr(objective, name) for name in _FIELDS)

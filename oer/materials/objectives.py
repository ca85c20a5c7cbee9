"""What the curriculum says of a material's objectives: one searches by its words and by module codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from oer.domain.record import Passage
from oer.vocabularies.models import Objective


def objective_passages(codes: Iterable[str], language: str) -> Iterator[Passage]:
    """Code and text of each objective that is known here, and of the module that an aim belongs to.

    The text is in the material's language where the curriculum has it.
    """
    wanted: dict[str, None] = {}
    for code in codes:
        wanted[code] = None
        if (module := code.partition(".")[0]) != code:
            wanted[module] = None
    known = {one.code: one for one in Objective.objects.filter(code__in=list(wanted))} if wanted else {}
    for code in wanted:
        if one := known.get(code):
            text, spoken = one.label(language), one.label_language(language)
            yield Passage(kind="objective", text=f"{code} {text}", language=spoken)

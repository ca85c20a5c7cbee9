"""Conditions under which a criterion applies, bound to criteria by id (`applies_if` in the criteria file)."""

from __future__ import annotations

from collections.abc import Callable

from oer.domain.criteria.criterion import Criterion
from oer.domain.criteria.facts import Facts


def applies(criterion: Criterion, facts: Facts) -> bool:
    """Whether a criterion is asked of this item at all.

    A condition that is not known here counts as fulfilled: better asked in vain than not asked.
    """
    if facts.kind not in criterion.content_kinds:
        return False
    condition = CONDITIONS.get(criterion.id) if criterion.conditional else None
    return condition is None or condition(facts)


def _has_something_to_operate(facts: Facts) -> bool:
    return any(document.interactive for document in facts.documents) or "h5p" in facts.groups


def _reaches_outside(facts: Facts) -> bool:
    return facts.kind == "external_link" or any(document.resources for document in facts.documents)


#: Criterion id -> its condition.
CONDITIONS: dict[str, Callable[[Facts], bool]] = {
    "interactive_operable": _has_something_to_operate,
    "external_service_acceptable": _reaches_outside,
}

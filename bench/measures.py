"""How good rankings are, by judgements of which documents answer a query; and percentiles."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

#: Measures by the names of the last line; their definitions are those of ir-measures (trec_eval's): gain is
#: the grade itself, discounted by log2(rank + 1); a document counts as relevant from grade 1 on.
NAMES = ("ndcg@10", "mrr", "r@20")


def judged(
    rankings: Sequence[Sequence[str]], relevant: Sequence[Mapping[str, int]]
) -> list[dict[str, float]]:
    """Measure -> value of each ranking, by the judgements (document -> grade) of the same place."""
    # Imported here: the other benchmarks need percentiles only, and this brings scipy along.
    import ir_measures

    runs = {str(place): _scored(ranking) for place, ranking in enumerate(rankings)}
    judgements = {str(place): dict(grades) for place, grades in enumerate(relevant)}
    # A query that finds nothing, or to which nothing is relevant, is worth nothing; it is not left out.
    values = [dict.fromkeys(NAMES, 0.0) for _ranking in rankings]
    answered = {place: run for place, run in runs.items() if run}
    if answered:
        for found in ir_measures.iter_calc(list(_measures()), judgements, answered):
            values[int(found.query_id)][_measures()[found.measure]] = found.value
    return values


@cache
def _measures() -> Mapping[Any, str]:
    from ir_measures import RR, R, nDCG

    return dict(zip((nDCG @ 10, RR, R @ 20), NAMES, strict=True))


def _scored(ranking: Sequence[str]) -> dict[str, float]:
    """The ranking as scores: equal ones would be ordered by the documents' names."""
    return {document: float(len(ranking) - rank) for rank, document in enumerate(ranking)}


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of the values do not exceed (nearest rank); 0 of none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0

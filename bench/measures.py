"""How good a ranking is, by judgements of which documents answer a query.

Defined as trec_eval and ir-measures do: gain is the grade itself, discounted by log2(rank + 1); a document
counts as relevant from grade 1 on.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence


def ndcg(ranking: Sequence[str], relevant: Mapping[str, int], depth: int = 10) -> float:
    """Normalised discounted cumulative gain of the first `depth` documents; 0 when nothing is relevant."""
    gained = _discounted([relevant.get(document, 0) for document in ranking[:depth]])
    ideal = _discounted(sorted(relevant.values(), reverse=True)[:depth])
    return gained / ideal if ideal else 0.0


def reciprocal_rank(ranking: Sequence[str], relevant: Mapping[str, int]) -> float:
    """1 / rank of the first relevant document; 0 when there is none."""
    ranks = (rank for rank, document in enumerate(ranking, start=1) if relevant.get(document, 0) > 0)
    first = next(ranks, None)
    return 1 / first if first else 0.0


def recall(ranking: Sequence[str], relevant: Mapping[str, int], depth: int = 20) -> float:
    """Share of the relevant documents that are among the first `depth`; 0 when nothing is relevant."""
    wanted = {document for document, grade in relevant.items() if grade > 0}
    return len(wanted & set(ranking[:depth])) / len(wanted) if wanted else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of the values do not exceed (nearest rank); 0 of none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))

"""What is known of a work beside its words: a small factor on the score, the same for every query.

It cannot lift a plainly worse match over a better one: what scores less than 1 / (1 + the sum of the weights)
of another stays behind it, whatever the two are otherwise. See `QUALITY` for the weights.
"""

from __future__ import annotations

from oer.domain.record import Record
from search.query.weights import QUALITY, QualityWeights

#: The year from which recency is counted; nothing here is older.
_FIRST_YEAR = 2010
_DAYS = 365.25


def factor(record: Record, weights: QualityWeights = QUALITY) -> float:
    """From 1 to 1 + the sum of the weights."""
    return (
        1
        + weights.screening * (record.screening in weights.sound)
        + weights.adoptions * _share(record.adoptions, weights.many_adoptions)
        + weights.uses * _share(record.uses, weights.many_uses)
        + weights.recency * _share(_years(record), weights.many_years)
    )


def _share(number: float, many: float) -> float:
    """From 0 to 1; half of it at `many`, so that the first ones count most."""
    return number / (number + many)


def _years(record: Record) -> float:
    """How much later than the first year it was published. Not its age: that would be wrong tomorrow, while
    of two works the newer one stays the newer."""
    moment = record.published_at
    return max(0.0, moment.year - _FIRST_YEAR + (moment.timetuple().tm_yday - 1) / _DAYS)

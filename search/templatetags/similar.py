"""What is like the record of a page."""

from __future__ import annotations

from django import template

from oer.domain.record import Record
from search.engines.base import EngineAway
from search.similar import similar

register = template.Library()


@register.simple_tag
def similar_records(record: Record) -> tuple[Record, ...]:
    """The records most like this one; none while no engine answers, since a page does without."""
    try:
        return tuple(likeness.record for likeness in similar(record))
    except EngineAway:
        return ()

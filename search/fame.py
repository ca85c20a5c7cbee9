"""What lifts a hit a little beside its words (`search.quality`), as sentences, where that says something."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import ngettext

from oer.domain.record import Record


def beside_words(record: Record) -> Iterator[str]:
    """In the language that is active: in how many schools and works it is used, if in any."""
    if record.adoptions:
        schools = ngettext("In use in %(number)d school", "In use in %(number)d schools", record.adoptions)
        yield schools % {"number": record.adoptions}
    if record.uses:
        works = ngettext("Used by %(number)d other work", "Used by %(number)d other works", record.uses)
        yield works % {"number": record.uses}

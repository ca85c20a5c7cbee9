"""Where texts meet a query, found in both ways, which must agree."""

from __future__ import annotations

from collections.abc import Sequence

from search.analysis import analyse
from search.documents import NO_LANGUAGE
from search.meeting import Meeting, met_as_kept, met_by_reading
from search.places import Piece, pack
from search.query.tree import NAME_FIELDS, TEXT_FIELDS, Query


def piece(text: str, field: str = "body", language: str = "fi", place: str = "") -> Piece:
    """A text of a field, worth an excerpt."""
    named = field in NAME_FIELDS
    return Piece(field, text, NO_LANGUAGE if named else language, 10, place, named)


def packed_places(pieces: Sequence[Piece]) -> bytes:
    """What is kept of these texts."""
    return pack([(one, analyse(one.text, one.language)) for one in pieces], TEXT_FIELDS)


def meet(pieces: Sequence[Piece], query: Query) -> Meeting:
    """What reading the texts says, which is what is kept of them, too."""
    read = plain(met_by_reading(pieces, query.groups))
    assert plain(met_as_kept(packed_places(pieces), query.groups)) == read
    return read


def plain(meeting: Meeting) -> Meeting:
    """The meeting with lists for whatever sequences."""
    return Meeting(meeting.text, [met._replace(matches=list(met.matches)) for met in meeting.met])

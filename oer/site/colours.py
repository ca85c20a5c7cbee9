"""Which colour stands for which subject or kind. The colours themselves are in `kierto/tokens.css`."""

from __future__ import annotations

from oer.domain.record import Record

#: Cases have one colour of their own, whatever their theme.
CASE_COLOUR = "suomenlinna"
NO_SUBJECT = "silver"

#: Subject code -> name of a colour of the Helsinki palette; kindred subjects share one.
SUBJECT_COLOURS: dict[str, str] = {
    "mathematics": "fog",
    "finnish-language": "rose",
    "swedish-language": "rose",
    "english-language": "rose",
    "languages": "rose",
    "literacy": "rose",
    "environment": "copper",
    "science": "copper",
    "biology": "tram",
    "geography": "tram",
    "physics": "coat",
    "chemistry": "coat",
    "astronomy": "bus",
    "health": "tram",
    "history": "engel",
    "sociology": "engel",
    "philosophy": "gold",
    "psychology": "gold",
    "ethics": "gold",
    "music": "summer",
    "art": "metro",
    "crafts": "metro",
    "physical-education": "summer",
    "home-economics": "metro",
    "programming": "bus",
    "ict": "bus",
    "electronics": "bus",
    "games-and-logic": "copper",
    "play": "summer",
    "cross-curricular": "silver",
}


def subject_colour(code: str) -> str:
    """The colour of a subject."""
    return SUBJECT_COLOURS.get(code, NO_SUBJECT)


def record_colour(record: Record) -> str:
    """The colour of a record: its first subject's, or that of cases."""
    if record.kind == "case":
        return CASE_COLOUR
    return subject_colour(record.subjects[0]) if record.subjects else NO_SUBJECT

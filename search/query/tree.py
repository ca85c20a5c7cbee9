"""What a visitor asks, as values that every engine turns into its own query in the same way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

#: Text fields of an index document, each held as two streams of analysed terms: `<field>` (main forms, one a
#: position, so that phrases work) and `<field>_extra` (every other form).
TEXT_FIELDS: tuple[str, ...] = (
    "title", "keywords", "description", "headings", "body", "objectives", "captions", "files", "people",
)  # fmt: skip
#: Fields that hold names: their words stand as they are written, have no other forms and need one stream.
NAME_FIELDS: tuple[str, ...] = ("people",)
#: By what a name is met: as it is written, and by the base form of an inflected one (Virtasen). Neither its
#: parts nor other words for it mean the person.
NAME_FORMS: tuple[str, ...] = ("surface", "lemma", "spelling")


def streams_of(field: str) -> tuple[str, ...]:
    """The streams in which a text field is held."""
    return (field,) if field in NAME_FIELDS else (field, f"{field}_extra")


#: How much a hit in a field weighs.
FIELD_WEIGHTS: Mapping[str, float] = {
    "title": 6.0,
    "keywords": 4.0,
    "description": 2.5,
    "headings": 2.0,
    "body": 1.0,
    "objectives": 2.0,
    "captions": 0.8,
    "files": 0.6,
    "people": 1.0,
}

#: Exact-value fields one may filter by and count.
FACETS: tuple[str, ...] = ("kind", "subject", "level", "language", "licence", "type", "theme", "school")


@dataclass(frozen=True, slots=True)
class Alternative:
    """One term that satisfies a group."""

    #: An analysed term, or several joined by spaces: then they must stand side by side.
    term: str
    weight: float = 1.0
    #: Why it is here, for "why this hit": `surface`, `lemma`, `part`, `stem`, `spelling` (perhaps misspelt),
    #: `concept` (another name of the same thing), `cognate` (the same loan word in another language).
    form: str = "surface"
    #: The words of the term must all be there, but anywhere.
    together: bool = False
    #: The language it belongs to, where it is another one than the word's own.
    language: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """One word (or phrase) of the query with all that may stand for it; the best alternative counts."""

    #: As the visitor typed it.
    text: str
    alternatives: tuple[Alternative, ...]
    #: A "quoted phrase" must be met; plain words need only mostly be.
    required: bool = False
    #: Languages in which texts can meet it; empty when that is not known.
    languages: tuple[str, ...] = ()
    #: The text fields in which it is looked for; empty for all.
    fields: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """Groups are looked up for every hit and have hundreds of alternatives; `==` looks at all of them."""
        return hash((self.text, len(self.alternatives), self.required, self.fields))


@dataclass(frozen=True, slots=True)
class Liking:
    """Documents with one of these values of a facet come before others that are as good."""

    facet: str
    values: tuple[str, ...]
    #: What it adds to the score; a word in the running text is worth some three to eight.
    worth: float


@dataclass(frozen=True, slots=True)
class Query:
    """A whole search: words, what must not be there, and the chosen filters."""

    text: str = ""
    #: Interface language of the visitor.
    language: str = "fi"
    groups: tuple[Group, ...] = ()
    excluded: tuple[Group, ...] = ()
    #: Facet name -> chosen values (any of them).
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: `relevance`, `newest` or `adopted`.
    sort: str = "relevance"
    page: int = 1
    size: int = 20
    #: A family of adaptations and translations is one hit, its best.
    fold: bool = False
    #: Nothing meets it as it stands: any of its words will do, and any part of a word.
    loose: bool = False
    #: Base forms of words that were typed side by side: texts that have them so come before others.
    pairs: tuple[tuple[str, str], ...] = ()
    #: What was typed, with words that have hits in place of those that look misspelt; empty when none does.
    spelled: str = ""
    #: The words put in for it.
    corrected: tuple[str, ...] = ()
    #: The facets of which counts are wanted: counting takes as long as finding.
    counted: tuple[str, ...] = FACETS
    likings: tuple[Liking, ...] = ()

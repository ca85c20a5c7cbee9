"""What one hit shows: marked title, best piece of text, and why it was found, in the interface language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import get_language, gettext_lazy, override

from oer.domain.record import Record
from search.documents import form
from search.fame import beside_words
from search.highlight import Reason, best_excerpt, marked_title, why
from search.keeping import Shown
from search.query.tree import Group, Query
from search.results import Hit

_FIELDS = {
    "title": gettext_lazy("Title"),
    "keywords": gettext_lazy("Keywords"),
    "description": gettext_lazy("Description"),
    "headings": gettext_lazy("Heading"),
    "body": gettext_lazy("Text"),
    "objectives": gettext_lazy("Objective"),
    "captions": gettext_lazy("Captions"),
    "files": gettext_lazy("Attached file"),
    "people": gettext_lazy("Author"),
    "school": gettext_lazy("School"),
}
_SENTENCES = {
    "itself": gettext_lazy("%(field)s: “%(word)s”"),
    "spelling": gettext_lazy("%(field)s: “%(word)s” is spelled nearly like “%(query)s”"),
    "concept": gettext_lazy("%(field)s: “%(word)s” means the same as “%(query)s”"),
    "cognate": gettext_lazy("%(field)s: “%(word)s” looks like “%(query)s” in another language"),
    "compound": gettext_lazy("%(field)s: “%(word)s” has “%(query)s” in it"),
    "part": gettext_lazy("%(field)s: “%(word)s” has a part of “%(query)s” in it"),
    "form": gettext_lazy("%(field)s: “%(word)s” is a form of “%(query)s”"),
}


class Telling(NamedTuple):
    """What a hit says of itself for certain words."""

    highlights: Mapping[str, str]
    why: tuple[str, ...] = ()
    place: str = ""
    language: str = ""


#: Queries whose tellings are remembered, and tellings of each: some pages.
_QUERIES, _TELLINGS = 256, 100
#: Entry -> version, and what is told of it.
Told = dict[UUID, tuple[int, Telling]]


def hit(shown: Shown, score: float, query: Query) -> Hit:
    """The hit as a page or the API shows it; sentences come in the language that is active."""
    if not query.groups:
        return Hit(shown.record, score, {})
    said = _remembered(shown, query) if shown.version else _telling(shown, query)
    return Hit(shown.record, score, said.highlights, said.why, said.place, said.language)


def forget() -> None:
    """Remember nothing that was told."""
    _told.cache_clear()


def _remembered(shown: Shown, query: Query) -> Telling:
    """A class types the same word together, and then narrows and turns pages: the texts are met once."""
    told = _told(query.groups, query.language, get_language(), form())
    version, said = told.get(shown.record.id, (0, None))
    if said is None or version != shown.version:
        said = _telling(shown, query)
        if len(told) >= _TELLINGS:
            told.clear()
        told[shown.record.id] = (shown.version, said)
    return said


@lru_cache(maxsize=_QUERIES)
def _told(groups: tuple[Group, ...], language: str, interface: str | None, form: str) -> Told:
    return {}


def _telling(shown: Shown, query: Query) -> Telling:
    record, meeting = shown.record, shown.meet(query.groups)
    highlights = {"title": marked_title(record.title, meeting)}
    excerpt = best_excerpt(meeting)
    if excerpt.html:
        highlights["passage"] = excerpt.html
    sentences = tuple(_sentence(reason, record, query.language) for reason in why(meeting, query.groups))
    return Telling(highlights, (*sentences, *beside_words(record)), excerpt.place, excerpt.language)


def _sentence(reason: Reason, record: Record, language: str) -> str:
    fields, sentences = _in(get_language())
    field = reason.field
    if field == "people" and not any(reason.word in author for author in record.authors):
        field = "school"
    same = reason.word.casefold() == reason.group.casefold()
    by = reason.form
    if by == "cognate" and record.language.partition("-")[0] == language:
        # A look-alike in the visitor's own language is a slip, whatever languages it was looked for in.
        by = "spelling"
    sentence = sentences["itself"] if same else sentences.get(by, sentences["form"])
    return sentence % {"field": fields[field], "word": reason.word, "query": reason.group}


@cache
def _in(language: str | None) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Names of fields, and sentences, in a language: looked up once, not for every word of every hit."""
    with override(language):
        fields = {name: str(text) for name, text in _FIELDS.items()}
        return fields, {name: str(text) for name, text in _SENTENCES.items()}

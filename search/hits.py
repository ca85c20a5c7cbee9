"""What one hit shows: marked title, best piece of text, and why it was found, in the interface language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.utils.translation import get_language, gettext_lazy, override

from oer.domain.record import Record
from search.fame import beside_words
from search.highlight import Reason, best_excerpt, marked_title, why
from search.keeping import Shown
from search.query.tree import Query
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


def hit(shown: Shown, score: float, query: Query) -> Hit:
    """The hit as a page or the API shows it; sentences come in the language that is active."""
    record = shown.record
    if not query.groups:
        return Hit(record, score, {})
    meeting = shown.meet(query.groups)
    highlights = {"title": marked_title(record.title, meeting)}
    excerpt = best_excerpt(meeting)
    if excerpt.html:
        highlights["passage"] = excerpt.html
    sentences = tuple(_sentence(reason, record, query.language) for reason in why(meeting, query.groups))
    return Hit(
        record, score, highlights, (*sentences, *beside_words(record)), excerpt.place, excerpt.language
    )


def _sentence(reason: Reason, record: Record, language: str) -> str:
    fields, sentences = _in(get_language())
    field = reason.field
    if field == "people" and not any(reason.word in author for author in record.authors):
        field = "school"
    same = reason.word.casefold() == reason.group.casefold()
    form = reason.form
    if form == "cognate" and record.language.partition("-")[0] == language:
        # A look-alike in the visitor's own language is a slip, whatever languages it was looked for in.
        form = "spelling"
    sentence = sentences["itself"] if same else sentences.get(form, sentences["form"])
    return sentence % {"field": fields[field], "word": reason.word, "query": reason.group}


@cache
def _in(language: str | None) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Names of fields, and sentences, in a language: looked up once, not for every word of every hit."""
    with override(language):
        fields = {name: str(text) for name, text in _FIELDS.items()}
        return fields, {name: str(text) for name, text in _SENTENCES.items()}

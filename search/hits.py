"""What one hit shows: marked title, best piece of text, and why it was found, in the interface language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oer.domain.record import Record
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
    sentences = tuple(_sentence(reason, record) for reason in why(meeting, query.groups))
    return Hit(record, score, highlights, sentences, excerpt.place)


def _sentence(reason: Reason, record: Record) -> str:
    values = {"field": _FIELDS[reason.field], "word": reason.word, "query": reason.group}
    if reason.field == "people" and not any(reason.word in author for author in record.authors):
        values["field"] = _("School")
    if reason.word.casefold() == reason.group.casefold():
        return _("%(field)s: “%(word)s”") % values
    if reason.form == "spelling":
        return _("%(field)s: “%(word)s” is spelled nearly like “%(query)s”") % values
    if reason.form == "concept":
        return _("%(field)s: “%(word)s” means the same as “%(query)s”") % values
    if reason.form == "cognate":
        return _("%(field)s: “%(word)s” looks like “%(query)s” in another language") % values
    if reason.form == "compound":
        return _("%(field)s: “%(word)s” has “%(query)s” in it") % values
    if reason.form == "part":
        return _("%(field)s: “%(word)s” has a part of “%(query)s” in it") % values
    return _("%(field)s: “%(word)s” is a form of “%(query)s”") % values

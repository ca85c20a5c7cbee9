"""What is offered while someone types: names of things, subjects, and titles, each with hits.

The last word may be unfinished, misspelt, or of another language than the page. Names and beginnings of words
are looked up in files; one question to an engine then says which of them have hits, and finds the titles.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from oer.catalogue.models import CatalogueEntry
from oer.domain.text import LANGUAGES
from oer.domain.vocabulary import KINDS, SUBJECTS
from search import knowing
from search.analysis import analyse
from search.analysis.token import Token
from search.analysis.words import find_words
from search.answering import first_answer
from search.engines.base import Engine, EngineAway
from search.lexicon.offered import Offered, fold_name
from search.query import parse
from search.query.alternatives import phrase_group, reading_order
from search.query.scanning import clean
from search.query.tree import Alternative, Group, Query

#: As many of each kind as a person looks over.
NAMES, SUBJECTS_OFFERED, TITLES = 4, 2, 6
#: Beginnings shorter than this fit nearly everything.
SHORTEST = 2
#: A slip is looked for in beginnings of so many letters and more.
_SHORTEST_SLIP = 4
_SLIPS = 3
_LONGEST = 200
#: What a title is worth that has a slip, or another name of the thing, in place of what was typed.
_SLIP_WORTH, _OTHER_NAME_WORTH = 0.5, 0.3

_Kept = TypeVar("_Kept")


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to choose."""

    text: str
    #: `concept`, `subject`, or the kind of the record whose title it is.
    kind: str
    #: The language of the text.
    language: str
    #: Where it leads.
    address: str
    #: What it is, in a word of the interface language.
    kind_label: str


def offers(text: str, language: str) -> list[Offer]:
    """What to offer for what has been typed on pages in `language`, each with hits that anyone may see.

    Nothing when no engine answers.
    """
    language = language if language in LANGUAGES else LANGUAGES[0]
    typed = clean(text)[:_LONGEST]
    words = analyse(typed, language)
    if not words or len(fold_name(typed)) < SHORTEST:
        return []
    beginnings = _beginnings(words[-1].surface)
    names = _names(typed, words[-1], beginnings, language)
    subjects = list(_subjects(fold_name(typed), language))
    knowledge = knowing.knowledge()
    asked = [parse(name.label, language, knowledge=knowledge) for name in names]
    asked += [Query(filters={"subject": (code,)}) for code in subjects]
    titles = _title_query(typed, words[-1], beginnings, names, language)

    def ask(engine: Engine, without: frozenset[str]) -> tuple[tuple[int, ...], list[str]]:
        found = engine.search(titles, without)
        return engine.totals(asked, without), [identifier for identifier, _score in found.hits]

    try:
        totals, identifiers = first_answer(ask).answer
    except EngineAway:
        return []
    with translation.override(language):
        return [
            *map(_named, _with_hits(names, totals[: len(names)])),
            *(_subject(code, language) for code in _with_hits(subjects, totals[len(names) :])),
            *_titles(identifiers, fold_name(typed), language),
        ]


def _with_hits(some: Iterable[_Kept], totals: Iterable[int]) -> Iterator[_Kept]:
    return (one for one, total in zip(some, totals, strict=True) if total)


def _beginnings(surface: str) -> list[str]:
    """What the unfinished word begins with: as it is typed, and without a slip when no word begins so."""
    vocabulary = knowing.knowledge().vocabulary
    if len(surface) < _SHORTEST_SLIP or not surface.isalpha() or vocabulary.beginning(surface, 1):
        return [surface]
    meant = (near.word[: len(surface)] for near in vocabulary.nearly_beginning(surface, _SLIPS))
    return list(dict.fromkeys([surface, *meant]))


def _names(typed: str, last: Token, beginnings: list[str], language: str) -> list[Offered]:
    """Names that go on as the whole text begins, of the nearest beginning that has any."""
    before = fold_name(typed[: last.start])
    for beginning in beginnings:
        whole = f"{before} {beginning}".strip()
        if found := knowing.offers().beginning(whole, reading_order(language), NAMES):
            return found
    return []


def _subjects(folded: str, language: str) -> Iterator[str]:
    """Codes of subjects of whose names, in any language, some word goes on as the text begins."""
    found = 0
    for subject in SUBJECTS:
        names = (fold_name(getattr(subject.label, tongue)) for tongue in reading_order(language))
        if found < SUBJECTS_OFFERED and any(f" {folded}" in f" {name}" for name in names):
            found += 1
            yield subject.code


def _title_query(
    typed: str, last: Token, beginnings: list[str], names: list[Offered], language: str
) -> Query:
    before = parse(typed[: last.start], language, size=2 * TITLES)
    unfinished = tuple(
        Alternative(beginning, 1.0 if beginning == last.surface else _SLIP_WORTH, form="prefix")
        for beginning in beginnings
    )
    groups = (*before.groups, Group(last.text, unfinished, required=True))
    # The thing's other names stand for all that was typed, and so for each word of it.
    others = tuple(_other_names(names))
    groups = tuple(
        dataclasses.replace(one, alternatives=(*one.alternatives, *others), fields=("title",))
        for one in groups
    )
    return dataclasses.replace(before, text=typed, groups=groups, counted=())


def _other_names(names: list[Offered]) -> Iterator[Alternative]:
    for name in knowing.offers().other_names(names[:1]):
        words = [match.group() for match in find_words(name.label)]
        for alternative in phrase_group(words, name.language, name.label).alternatives:
            weight = round(alternative.weight * _OTHER_NAME_WORTH, 3)
            yield dataclasses.replace(alternative, weight=weight, form="concept")


def _named(name: Offered) -> Offer:
    address = f"{reverse('search')}?{urlencode({'q': name.label})}"
    return Offer(name.label, "concept", name.language, address, _("Topic"))


def _subject(code: str, language: str) -> Offer:
    address = f"{reverse('search')}?{urlencode({'subject': code})}"
    return Offer(SUBJECTS.label(code, language), "subject", language, address, _("Subject"))


def _titles(identifiers: list[str], folded: str, language: str) -> list[Offer]:
    """The titles of those that anyone may see now, in order; first those that begin like the text."""
    rows = CatalogueEntry.objects.live().filter(pk__in=identifiers)
    fields = rows.values_list("pk", "record__title", "record__path", "kind", "language")
    found = {
        str(pk): Offer(title, kind, own, f"/{language}/{path}", KINDS.label(kind, language))
        for pk, title, path, kind, own in fields
    }
    in_order = [found[identifier] for identifier in identifiers if identifier in found]
    in_order.sort(key=lambda offer: not fold_name(offer.text).startswith(folded))
    each_once = {offer.text: offer for offer in reversed(in_order)}
    best = list(each_once.values())[::-1][:TITLES]
    # Materials and practices each in one piece, beginning with that of the best one.
    return sorted(best, key=lambda offer: offer.kind != best[0].kind)

"""The other adaptations and translations of a found work, for the line below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Count, F, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from oer.catalogue.models import CatalogueEntry
from oer.domain.record import Record
from oer.domain.vocabulary import CONTENT_LANGUAGES, EASY, LEVELS

#: Members that a line names; of more it says how many.
MOST = 8

_IN_LANGUAGE = {
    "fi": gettext_lazy("in Finnish"),
    "sv": gettext_lazy("in Swedish"),
    "en": gettext_lazy("in English"),
    "se": gettext_lazy("in Northern Sámi"),
    "smn": gettext_lazy("in Inari Sámi"),
    "sms": gettext_lazy("in Skolt Sámi"),
    "fse": gettext_lazy("in Finnish Sign Language"),
    "ru": gettext_lazy("in Russian"),
    "et": gettext_lazy("in Estonian"),
    "so": gettext_lazy("in Somali"),
    "ar": gettext_lazy("in Arabic"),
    "uk": gettext_lazy("in Ukrainian"),
    "de": gettext_lazy("in German"),
    "fr": gettext_lazy("in French"),
    "es": gettext_lazy("in Spanish"),
}


@dataclass(frozen=True, slots=True)
class Member:
    """Another work of the family; `record` holds no texts."""

    record: Record
    #: In what it differs from the found one, in the interface language: "in Swedish, Grade 3".
    label: str


@dataclass(frozen=True, slots=True)
class Family:
    """The other members that anyone may see, the original first."""

    #: How many they are: "3 adaptations", or "2 other versions" of what is an adaptation itself.
    count: str
    members: tuple[Member, ...]
    #: How many more there are than those named.
    more: int = 0


def families_of(records: Collection[Record]) -> dict[UUID, Family]:
    """Record id -> its family, for those that have others in it. One query, however many there are."""
    kin: dict[UUID, list[CatalogueEntry]] = {}
    for entry in _members({_root(record) for record in records}):
        kin.setdefault(entry.family or entry.pk, []).append(entry)
    found = {}
    for record in records:
        if others := [entry for entry in kin.get(_root(record), ()) if entry.pk != record.id]:
            everyone: int = others[0].members  # type: ignore[attr-defined]  # see `_members`
            found[record.id] = _family(record, [entry.as_brief() for entry in others[:MOST]], everyone - 1)
    return found


def _root(record: Record) -> UUID:
    return record.family or record.id


def _members(roots: Collection[UUID]) -> Iterable[CatalogueEntry]:
    """The first live members of each of these families, each told how many `members` there are."""
    original_first = Case(When(pk=F("family"), then=Value(0)), default=Value(1))
    within = Window(
        RowNumber(), partition_by=F("family"), order_by=[original_first, F("language").asc(), F("id").asc()]
    )
    live = CatalogueEntry.objects.live().filter(family__in=roots)
    counted = live.annotate(place=within, members=Window(Count("pk"), partition_by=F("family")))
    # One more than are named, since the found work itself is not.
    return counted.filter(place__lte=MOST + 1).only("state", "family", "uses", "brief").order_by("place")


def _family(found: Record, others: list[Record], number: int) -> Family:
    if found.family is None:
        count = ngettext("%(number)d adaptation", "%(number)d adaptations", number)
    else:
        count = ngettext("%(number)d other version", "%(number)d other versions", number)
    labels = [", ".join(_differences(found, other)) for other in others]
    often = Counter(labels)
    members = tuple(
        Member(other, label if label and often[label] == 1 else ": ".join(filter(None, (label, other.title))))
        for other, label in zip(others, labels, strict=True)
    )
    return Family(count % {"number": number}, members, number - len(others))


def _differences(found: Record, other: Record) -> Iterator[str]:
    language = get_language() or "fi"
    if other.id == found.family:
        yield _("the original")
    spoken = other.language.removesuffix(EASY)
    if spoken != found.language.removesuffix(EASY):
        name = _IN_LANGUAGE.get(spoken)
        yield str(name) if name else CONTENT_LANGUAGES.label(spoken, language)
    if other.language.endswith(EASY) != found.language.endswith(EASY):
        yield _("in easy language") if other.language.endswith(EASY) else _("in standard language")
    if set(other.levels) != set(found.levels):
        yield from (LEVELS.label(code, language) for code in other.levels)

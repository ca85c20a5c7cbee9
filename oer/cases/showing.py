"""What the case page shows, as values for its template."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from oer.cases.recording import PARTS, part_html
from oer.domain.adoption import IN_USE, STATES, TRYING, moves_from
from oer.domain.vocabulary import CHANGE_LEVELS, PILOT_THEMES, PROGRAMME_AREAS
from oer.materials import prose
from oer.materials.showing import Setting, as_shown

if TYPE_CHECKING:
    from oer.cases.models import CasePage

#: Whoever has one of these roles at a school may tell where the school stands with a case.
TELLING_ROLES = ("teacher", "school-contact")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the telling."""

    #: `context`, `goal`, `implementation`, `results` or `lessons`; the part's anchor.
    code: str
    #: Its heading in the interface language.
    heading: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class SchoolStanding:
    """Where a school stands with the case."""

    school: str
    #: Code of `oer.domain.adoption.STATES`.
    state: str
    label: str
    since: dt.date


@dataclass(frozen=True, slots=True)
class Move:
    """A button: a state my school may enter now."""

    state: str
    label: str


@dataclass(frozen=True, slots=True)
class MySchool:
    """A school I may speak for, where it stands and where it may go."""

    id: int
    name: str
    #: Empty when the school has not told anything yet.
    state: str
    label: str
    moves: tuple[Move, ...]


def case_context(page: CasePage, user: Any) -> dict[str, Any]:
    """Values for the template, whatever the page's state; no page is handed out.

    `record`, `parts` (Part), `themes`, `change_level`, `programme_area`, `evidence` (names in the interface
    language), `school`, `resources_needed`, `began`, `ended` (dates or None), `spread` (a sentence or
    empty), `schools` (SchoolStanding), `my_schools` (MySchool), `take_up_address` (where buttons post to).
    """
    language = get_language() or "fi"
    return {
        "record": page.record(),
        "parts": parts(page),
        "themes": [PILOT_THEMES.label(code, language) for code in page.themes],
        "change_level": CHANGE_LEVELS.label(page.change_level, language),
        "programme_area": PROGRAMME_AREAS.label(page.programme_area, language),
        "evidence": page.get_evidence_type_display(),
        "school": page.school.name_in(language) if page.school else "",
        "resources_needed": page.resources_needed,
        "began": page.implementation_start,
        "ended": page.implementation_end,
        "spread": spread_sentence(cast(Any, page.adoptions).by_state()) if page.pk else "",
        "schools": school_standings(page),
        "my_schools": my_schools(page, user),
        "take_up_address": reverse("take_up", args=[page.pk]) if page.pk else "",
    }


def parts(page: CasePage) -> list[Part]:
    """The parts of the telling that have been written, in reading order."""
    headings = {
        "context": _("Where we started from"),
        "goal": _("What we wanted"),
        "implementation": _("What we did"),
        "results": _("What came of it"),
        "lessons": _("What did not work"),
    }
    written = ((code, part_html(page, code)) for code in PARTS)
    setting = Setting(language=page.language, under=2)
    return [
        Part(code, headings[code], mark_safe(as_shown(html, code, setting)))  # noqa: S308 - Wagtail's own rich text
        for code, html in written
        if prose.passages(html, code)
    ]


def spread_sentence(by_state: dict[str, int]) -> str:
    """How far the case has spread, in one sentence; empty when no other school uses or tries it."""
    used, tried = by_state[IN_USE], by_state[TRYING]
    in_use = ngettext("In use in %(number)d school", "In use in %(number)d schools", used) % {"number": used}
    trying = ngettext("tried in %(number)d school", "tried in %(number)d schools", tried) % {"number": tried}
    if used and tried:
        return _("%(in_use)s, %(trying)s.") % {"in_use": in_use, "trying": trying}
    if used:
        return f"{in_use}."
    if tried:
        sentence = ngettext("%(number)d school is trying it.", "%(number)d schools are trying it.", tried)
        return sentence % {"number": tried}
    return ""


def school_standings(page: CasePage) -> list[SchoolStanding]:
    """Every school that has taken the case up, those that use it first."""
    language = get_language() or "fi"
    order = (IN_USE, *(code for code in STATES.codes() if code != IN_USE))
    adoptions = page.adoptions.select_related("school") if page.pk else ()
    return [
        SchoolStanding(a.school.name_in(language), a.state, STATES.label(a.state, language), a.since)
        for a in sorted(adoptions, key=lambda adoption: order.index(adoption.state))
    ]


def my_schools(page: CasePage, user: Any) -> list[MySchool]:
    """The schools this person may speak for; the one that made the practice is not among them."""
    if not page.pk or not user.is_authenticated:
        return []
    language = get_language() or "fi"
    schools = user.schools.filter(memberships__role__in=TELLING_ROLES, memberships__user=user).distinct()
    states = dict(page.adoptions.values_list("school_id", "state"))
    found = []
    for school in schools.exclude(pk=page.school_id):
        state = states.get(school.pk, "")
        moves = tuple(Move(code, STATES.label(code, language)) for code in moves_from(state or None))
        label = STATES.label(state, language) if state else ""
        found.append(MySchool(school.pk, school.name_in(language), state, label, moves))
    return found

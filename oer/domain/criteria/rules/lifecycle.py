"""Description and life cycle: what must be filled in, and who keeps it up."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from oer.domain.criteria.evaluation import Context, Found, implements
from oer.domain.text import Label

#: Names of the fields an author may have to fill in.
FIELDS = {
    "title": Label("otsikko", "rubrik", "title"),
    "description": Label("kuvaus", "beskrivning", "description"),
    "summary": Label("tiivistelmä", "sammanfattning", "summary"),
    "language": Label("kieli", "språk", "language"),
    "authors": Label("tekijät", "upphovspersoner", "authors"),
    "licence": Label("lisenssi", "licens", "licence"),
    "education_level": Label("koulutusaste", "utbildningsnivå", "level"),
    "subject_or_cross_curricular": Label("oppiaine", "ämne", "subject"),
    "resource_type": Label("materiaalin tyyppi", "typ av material", "type of material"),
    "keywords": Label("asiasanat", "ämnesord", "keywords"),
    "organisation": Label("koulu", "skola", "school"),
    "themes": Label("teemat", "teman", "themes"),
    "implementation_period": Label("toteutusaika", "tid för genomförandet", "when it was done"),
    "url": Label("osoite", "adress", "address"),
    "provider": Label("palveluntarjoaja", "tjänsteleverantör", "provider"),
    "cost": Label("hinta", "pris", "cost"),
    "login_required": Label("vaatiiko kirjautumisen", "kräver inloggning", "whether it needs an account"),
}
_FILE_NAME = re.compile(r"\.(pdf|docx?|pptx?|xlsx?|od[tps]|html?|md|txt|mp4|png|jpe?g)$", re.I)


@implements("required_field_missing")
def required_field_missing(context: Context) -> Iterator[Found]:
    wanted = context.parameters["required_metadata"].get(context.facts.kind, ())
    missing = [field for field in wanted if _is_empty(context.facts.get(field))]
    if missing:
        yield Found(
            where={"fields": missing},
            measured={"fields": missing},
            limit={"required": list(wanted)},
            words={"fields": [FIELDS.get(field, field) for field in missing]},
        )


@implements("description_short", field="description")
def description_short(context: Context) -> Iterator[Found]:
    text = str(context.facts.get("description") or context.facts.get("summary")).strip()
    title = str(context.facts.get("title")).strip()
    repeats = bool(text) and text.casefold().strip(" .") == title.casefold().strip(" .")
    if len(text) < context.params["min_chars"] or repeats:
        yield Found(measured={"chars": len(text)}, limit={"min_chars": context.params["min_chars"]})


@implements("title_uninformative", field="title")
def title_uninformative(context: Context) -> Iterator[Found]:
    title = str(context.facts.get("title")).strip()
    short = len(title) < context.params["min_chars"]
    taken = "title_taken" in context.facts.flags
    if title and (short or taken or bool(_FILE_NAME.search(title)) or title.isupper()):
        yield Found(measured={"title": title}, limit={"min_chars": context.params["min_chars"]})


@implements("few_keywords", field="keywords")
def few_keywords(context: Context) -> Iterator[Found]:
    keywords = context.facts.get("keywords") or ()
    from_yso = sum("yso" in str(uri) for uri in context.facts.get("keyword_uris") or ())
    if len(keywords) < context.params["min_keywords"] or from_yso < context.params["min_from_yso"]:
        yield Found(
            measured={"keywords": list(keywords)}, limit={"min_keywords": context.params["min_keywords"]}
        )


@implements("maintainer_missing", field="maintainer")
def maintainer_missing(context: Context) -> Iterator[Found]:
    context.must_hold("maintainer")
    if not context.facts.get("maintainer"):
        yield Found(measured={"maintainer": ""})


@implements("review_date_missing_or_far", field="review_by")
def review_date_missing_or_far(context: Context) -> Iterator[Found]:
    context.must_hold("review_by")
    months = context.parameters["review_interval_months_max"]
    latest = _months_later(context.facts.today, months)
    date = context.facts.get("review_by")
    if not date or not context.facts.today <= date <= latest:
        yield Found(
            measured={"review_by": date.isoformat() if date else ""},
            limit={"latest_allowed": latest.isoformat()},
            words={"latest_allowed": latest},
        )


@implements("version_note_missing", field="version_note")
def version_note_missing(context: Context) -> Iterator[Found]:
    if "published_before" not in context.facts.flags:
        return
    context.must_hold("version_note")
    if not str(context.facts.get("version_note")).strip():
        yield Found(measured={"previous_version": True})


def _is_empty(value: object) -> bool:
    return not value or (isinstance(value, str) and not value.strip())


def _months_later(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return dt.date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError("A month has at least 28 days.")

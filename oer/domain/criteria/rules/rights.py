"""Rights and openness: licences, and credit for what others have made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from oer.domain.criteria.evaluation import Context, Found, implements
from oer.domain.licences import LICENCES
from oer.domain.record import Source

_CC_URI = re.compile(r"creativecommons\.org/(?:licenses|publicdomain)/([a-z-]+)/?(\d\.\d)?", re.I)
_CC_NAME = re.compile(r"\bCC[ -](BY(?:[ -](?:NC|SA|ND))*)(?:[ -](\d\.\d))?(?![\w-])")
_VERSION = re.compile(r"-(\d\.\d)$")
_AGENCIES = ("getty", "shutterstock", "alamy", "istock", "lehtikuva", "adobe stock", "123rf", "depositphotos")


@implements("licence_missing", field="licence")
def licence_missing(context: Context) -> Iterator[Found]:
    if not context.facts.get("licence"):
        yield Found(measured={"licence": ""})


@implements("licence_not_allowed", field="licence")
def licence_not_allowed(context: Context) -> Iterator[Found]:
    licence = context.facts.get("licence")
    allowed = context.parameters["allowed_licences"]
    if not licence or licence in allowed:
        return
    made_elsewhere = bool(context.facts.get("source_url"))
    namesake = _namesake(licence, context.parameters)
    if made_elsewhere and (namesake in allowed or _is_open(licence, context)):
        return
    yield Found(
        measured={"licence": licence},
        limit={"allowed_licences": list(allowed)},
        words={"licence": licence_name(licence)},
    )


@implements("licence_restricts_reuse", field="licence")
def licence_restricts_reuse(context: Context) -> Iterator[Found]:
    licence = context.facts.get("licence")
    if licence in context.parameters["restricted_licences"]:
        yield Found(measured={"licence": licence})


@implements(
    "file_states_other_licence",
    covers=frozenset({"html", "docx", "pptx", "odf", "epub", "image"}),
    field="licence",
)
def file_states_other_licence(context: Context) -> Iterator[Found]:
    licence = context.facts.get("licence")
    if not licence:
        return
    for document in context.documents:
        yield from _statements(document.name, f"{document.text} {_addresses(document)}", licence, context)
    for file in context.files:
        if file.group == "image":
            yield from _statements(file.name, " ".join(file.rights.values()), licence, context)


@implements("link_licence_unknown", field="licence")
def link_licence_unknown(context: Context) -> Iterator[Found]:
    if not context.facts.get("licence"):
        yield Found(measured={"url": context.facts.get("url")})


@implements("adaptation_not_permitted", field="sources")
def adaptation_not_permitted(context: Context) -> Iterator[Found]:
    for source in _adapted(context):
        if source.licence and not _permitted(source.licence, context.parameters):
            yield Found(
                where={"source_title": source.title},
                measured={"source_licence": source.licence},
                words={"source_licence": licence_name(source.licence)},
            )


@implements("target_licence_not_permitted", field="licence")
def target_licence_not_permitted(context: Context) -> Iterator[Found]:
    licence = context.facts.get("licence")
    known = [source for source in _adapted(context) if source.licence]
    permitted = [_permitted(source.licence, context.parameters) for source in known]
    if not licence or not permitted or not all(permitted):
        return
    common = sorted(frozenset.intersection(*permitted))
    if licence in common:
        return
    nothing = sorted({source.licence for source in known})
    yield Found(
        measured={"licence": licence, "source_list": [source.title for source in known]},
        limit={"permitted_licences": common},
        words={
            "licence": licence_name(licence),
            "permitted_licences": [licence_name(item) for item in common or nothing],
        },
    )


@implements("source_licence_unknown", field="sources")
def source_licence_unknown(context: Context) -> Iterator[Found]:
    for source in context.facts.sources:
        if not source.licence:
            yield Found(where={"source_title": source.title, "source_url": source.url})


@implements("asset_without_credit", covers=frozenset({"html"}), field="body")
def asset_without_credit(context: Context) -> Iterator[Found]:
    smallest = context.params["min_image_px"]
    for document in context.documents:
        bare = [
            image.name
            for image in document.images
            if not image.credit and min(image.width or smallest, image.height or smallest) >= smallest
        ]
        if bare:
            yield Found(where={"file": document.name, "location": bare}, measured={"count": len(set(bare))})


@implements("embedded_copyright_notice", covers=frozenset({"image"}), field="body")
def embedded_copyright_notice(context: Context) -> Iterator[Found]:
    authors = " ".join(context.facts.get("authors") or ()).casefold()
    for file in context.files:
        for name, value in file.rights.items():
            known = any(
                part and part in authors for part in re.split(r"[^\w]+", value.casefold()) if len(part) > 3
            )
            agency = any(agency in value.casefold() for agency in _AGENCIES)
            if value and (agency or not known):
                yield Found(where={"file": file.name, "field": name}, measured={"value": value})


@implements("no_reference_list", covers=frozenset({"html"}), field="body")
def no_reference_list(context: Context) -> Iterator[Found]:
    words = sum(document.words for document in context.documents)
    titles = {heading.text.casefold().strip(" :") for d in context.documents for heading in d.headings}
    links = sum(link.url.startswith(("http:", "https:")) for d in context.documents for link in d.links)
    headings = {heading.casefold() for heading in context.params["reference_headings"]}
    if words >= context.params["min_words"] and not titles & headings and links < context.params["min_links"]:
        yield Found(measured={"word_count": words}, limit={"min_words": context.params["min_words"]})


def licence_name(identifier: str) -> str:
    """The licence's short name; its id when the platform does not know it."""
    known = LICENCES.get(identifier)
    return known.name if known else identifier


def _adapted(context: Context) -> list[Source]:
    """The sources whose licences say what this work may carry."""
    return [
        source
        for source in context.facts.sources
        if source.relation in ("adapted", "translated") and not _came_with_its_licence(source, context)
    ]


def _came_with_its_licence(source: Source, context: Context) -> bool:
    """Whether the work was made elsewhere, under its source's own licence.

    Nothing is combined here then, and a licence that allows adapting at all allows it under itself.
    """
    same = source.licence == context.facts.get("licence")
    return bool(context.facts.get("source_url")) and same and "-ND-" not in source.licence


def _permitted(licence: str, parameters: Mapping[str, Any]) -> frozenset[str]:
    """What a work adapted from this licence may carry, by the set's own matrix.

    An older version adapts as its 4.0 namesake, except those without a clause for later versions.
    """
    matrix = parameters["adaptation_matrix"]
    if licence in ("CC-BY-SA-1.0", "CC-BY-NC-SA-1.0"):
        return frozenset({licence})
    namesake = "PDM" if licence == "CC-PDM-1.0" else _namesake(licence, parameters)
    return frozenset(matrix.get(namesake) or ())


def _namesake(licence: str, parameters: Mapping[str, Any]) -> str:
    """The 4.0 licence that an accepted older version corresponds to; any other licence itself."""
    version = _VERSION.search(licence)
    newest = _VERSION.sub("-4.0", licence)
    accepted = parameters.get("older_versions_accepted", ())
    return (
        newest
        if version and version[1] in accepted and newest in parameters["adaptation_matrix"]
        else licence
    )


def _is_open(licence: str, context: Context) -> bool:
    return licence in context.parameters.get("other_open_licences", ())


def _addresses(document: Any) -> str:
    return " ".join(link.url for link in document.links)


def _statements(name: str, text: str, licence: str, context: Context) -> Iterator[Found]:
    """Statements of another licence; each once, versions of one licence being the same family."""
    own = _family(licence)
    seen: set[str] = set()
    for pattern in (_CC_URI, _CC_NAME):
        for match in pattern.finditer(text):
            family = _family(f"CC-{match[1].replace(' ', '-')}".upper())
            if family != own and family not in seen:
                seen.add(family)
                yield Found(where={"file": name}, measured={"statement_found": match[0]})
    lowered = text.casefold()
    for phrase in context.params.get("reserved_phrases", ()):
        if phrase in lowered:
            yield Found(where={"file": name}, measured={"statement_found": phrase})


def _family(licence: str) -> str:
    family = _VERSION.sub("", licence.upper()).removeprefix("CC-")
    return {"ZERO": "CC0", "MARK": "PDM", "PDM": "PDM"}.get(family, family)

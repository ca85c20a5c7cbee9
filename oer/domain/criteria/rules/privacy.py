"""Privacy and safety: identity codes, people, hidden data, unsafe files, trackers."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from oer.domain.criteria import identity
from oer.domain.criteria.evaluation import Context, Found, NotLookedAt, implements

#: Groups whose text is read here; the text of a PDF is not.
_READABLE = frozenset({"html", "docx", "pptx", "xlsx", "odf", "epub", "h5p", "text", "caption"})
_PACKAGES = frozenset({"docx", "pptx", "xlsx", "odf", "epub", "h5p"})
#: Domains of well-known advertising and analytics services, by category. Not a full tracker list: a foreign
#: domain that is not here has still to be looked at by a person.
_TRACKERS = {
    "doubleclick.net": "ad", "googlesyndication.com": "ad", "adnxs.com": "ad", "criteo.com": "ad",
    "taboola.com": "ad", "outbrain.com": "ad", "google-analytics.com": "analytics",
    "googletagmanager.com": "tag-manager", "hotjar.com": "analytics", "matomo.cloud": "analytics",
    "facebook.net": "social", "facebook.com": "social", "hubspot.com": "marketing",
}  # fmt: skip


@implements("hetu_valid", covers=_READABLE, field="body")
def hetu_valid(context: Context) -> Iterator[Found]:
    low, high = context.params["individual_number"]
    for name, code in _codes(context):
        if low <= code.individual <= high and _is_persons(code, context):
            yield Found(where={"file": name}, measured={"masked_value": code.masked})


@implements("hetu_test_range", covers=_READABLE, field="body")
def hetu_test_range(context: Context) -> Iterator[Found]:
    low, high = context.params["individual_number"]
    for name, code in _codes(context):
        if low <= code.individual <= high or (code.individual > 1 and not _is_persons(code, context)):
            yield Found(where={"file": name}, measured={"masked_value": code.masked})


@implements("foreign_identity_or_account_number", covers=_READABLE, field="body")
def foreign_identity_or_account_number(context: Context) -> Iterator[Found]:
    for document in context.documents:
        for masked in dict.fromkeys(identity.foreign_numbers(document.text)):
            yield Found(where={"file": document.name}, measured={"masked_value": masked})


@implements("people_question_unanswered", field="shows_real_people")
def people_question_unanswered(context: Context) -> Iterator[Found]:
    context.must_hold("shows_real_people")
    shown = context.facts.get("shows_real_people")
    basis = context.facts.get("permission_basis")
    if not shown or (shown == "yes" and not str(basis).strip()):
        yield Found(measured={"shows_real_people": shown, "permission_basis": bool(str(basis).strip())})


@implements("contact_details_found", covers=_READABLE, field="body")
def contact_details_found(context: Context) -> Iterator[Found]:
    found = context.facts.contact_details
    if found:
        yield Found(measured={"masked_value": list(found), "count": len(found)})


@implements("location_in_media", covers=frozenset({"image", "docx", "pptx", "odf"}), field="body")
def location_in_media(context: Context) -> Iterator[Found]:
    for file in context.files:
        if file.location:
            yield Found(where={"file": file.name})
        elif file.location is None and file.group != "video":
            raise NotLookedAt(file.name)


@implements("comments_or_tracked_changes", covers=_PACKAGES, field="body")
def comments_or_tracked_changes(context: Context) -> Iterator[Found]:
    for file in context.files:
        if file.comments:
            yield Found(where={"file": file.name}, measured={"count": file.comments})
        elif file.comments is None and file.group != "pdf":
            raise NotLookedAt(file.name)


@implements("hidden_parts", covers=_PACKAGES, field="body")
def hidden_parts(context: Context) -> Iterator[Found]:
    for file in context.files:
        if file.hidden_parts:
            yield Found(where={"file": file.name}, measured={"parts": list(file.hidden_parts)})


@implements("other_names_in_properties", covers=_PACKAGES, field="body")
def other_names_in_properties(context: Context) -> Iterator[Found]:
    authors = {name.casefold() for name in context.facts.get("authors") or ()}
    for file in context.files:
        for name, value in file.names.items():
            if value and value.casefold() not in authors:
                yield Found(where={"file": file.name, "field": name}, measured={"value": value})


@implements("macros_or_embedded_objects", covers=frozenset({"docx", "pptx", "xlsx"}), field="body")
def macros_or_embedded_objects(context: Context) -> Iterator[Found]:
    for file in context.files:
        if file.macros:
            yield Found(where={"file": file.name}, measured={"indicators": list(file.macros)})


@implements("forbidden_member", covers=_PACKAGES, field="body")
def forbidden_member(context: Context) -> Iterator[Found]:
    for file in context.files:
        for member in file.forbidden_members:
            yield Found(where={"file": file.name}, measured={"member": member})


@implements("obsolete_plugin", covers=frozenset({"html"}), field="body")
def obsolete_plugin(context: Context) -> Iterator[Found]:
    for document in context.documents:
        for plugin in document.plugins:
            yield Found(where={"file": document.name, "location": plugin})


@implements("tracker_request", covers=frozenset({"html"}), field="body")
def tracker_request(context: Context) -> Iterator[Found]:
    unknown = set()
    for address, domain in _foreign(context):
        category = next((c for known, c in _TRACKERS.items() if _within(domain, known)), "")
        if category in context.params["categories"]:
            yield Found(where={"url": address}, measured={"domain": domain, "category": category})
        else:
            unknown.add(domain)
    if unknown:
        raise NotLookedAt(", ".join(sorted(unknown)))


@implements("unknown_third_party", covers=frozenset({"html"}), field="body")
def unknown_third_party(context: Context) -> Iterator[Found]:
    seen: set[str] = set()
    for address, domain in _foreign(context):
        if domain not in seen and not any(_within(domain, known) for known in _TRACKERS):
            seen.add(domain)
            yield Found(where={"url": address}, measured={"domain": domain})


@implements("embed_without_privacy_mode", covers=frozenset({"html"}), field="body")
def embed_without_privacy_mode(context: Context) -> Iterator[Found]:
    for address, domain in _foreign(context):
        if _within(domain, "youtube.com"):
            better = address.replace(domain, "www.youtube-nocookie.com", 1)
            yield Found(where={"url": address}, measured={"suggested_url": better})


def _codes(context: Context) -> Iterator[tuple[str, identity.IdentityCode]]:
    """The codes in texts and in the description, each once a place."""
    places = [(document.name, document.text) for document in context.documents]
    described = [str(context.facts.get(field)) for field in context.rule.metadata]
    for name, text in [*places, ("", "\n".join(described))]:
        seen: set[str] = set()
        for code in identity.finnish_codes(text):
            if code.code not in seen:
                seen.add(code.code)
                yield name, code


def _is_persons(code: identity.IdentityCode, context: Context) -> bool:
    """Whether the code could be a living person's: not a published example, born in a plausible year."""
    params = context.criterion.rule("hetu_valid").params
    example = code.code in params.get("known_example_codes", ())
    return not example and code.is_plausible(context.facts.today, params["max_age_years"])


def _foreign(context: Context) -> Iterator[tuple[str, str]]:
    for document in context.documents:
        for address in document.resources:
            yield address, (urlsplit(address).hostname or address).casefold()


def _within(domain: str, known: str) -> bool:
    return domain == known or domain.endswith(f".{known}")

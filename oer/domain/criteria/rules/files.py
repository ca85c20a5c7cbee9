"""Technical soundness: files are what they say, open, can be edited; links."""

from __future__ import annotations

from collections.abc import Iterator

from oer.domain.criteria.evaluation import EVERY_GROUP, Context, Found, NotLookedAt, implements
from oer.domain.text import Label

_EDITABLE = {"html", "odf", "docx", "pptx", "xlsx", "epub", "h5p", "text"}
_MEDIA = {"image", "audio", "video"}
#: Why a file does not open: what its reader found -> words for the author.
PROBLEMS = {
    "damaged": Label("tiedosto on vioittunut", "filen är skadad", "the file is damaged"),
    "locked": Label(
        "se on vioittunut tai suojattu salasanalla",
        "den är skadad eller skyddad med lösenord",
        "it is damaged or protected with a password",
    ),
    "missing": Label("tiedostoa ei enää ole", "filen finns inte längre", "the file is no longer there"),
    "too_large": Label(
        "sen sisältö on liian suuri", "dess innehåll är för stort", "its contents are too large"
    ),
    "parts_missing": Label("siitä puuttuu osia", "delar av den saknas", "parts of it are missing"),
}
_MB = 1024 * 1024
#: Groups whose files are opened here.
_OPENED = frozenset({"docx", "pptx", "xlsx", "odf", "epub", "h5p", "image", "video"})


@implements("type_not_allowed", field="body")
def type_not_allowed(context: Context) -> Iterator[Found]:
    forbidden = context.criteria_set.file_groups["forbidden"]["ext"]
    for file in context.files:
        if not file.group or file.extension in forbidden:
            shown = file.detected_type or file.extension or "?"
            yield Found(where={"file": file.name}, measured={"detected_type": shown})


@implements("type_mismatch", field="body")
def type_mismatch(context: Context) -> Iterator[Found]:
    for file in context.files:
        if file.group and file.promised_group and file.group != file.promised_group:
            yield Found(
                where={"file": file.name},
                measured={"extension": file.extension, "detected_type": file.detected_type or file.group},
            )


@implements("cannot_be_opened", covers=_OPENED, field="body")
def cannot_be_opened(context: Context) -> Iterator[Found]:
    unseen = []
    for file in context.files:
        if file.opens is False:
            yield Found(
                where={"file": file.name},
                measured={"error": file.problem},
                words={"error": PROBLEMS.get(file.problem, file.problem)},
            )
        elif file.opens is None and file.group in _OPENED:
            unseen.append(file.name)
    for video in context.facts.videos:
        if video.state == "failed":
            yield Found(where={"file": video.name}, measured={"error": video.reason})
        elif video.state != "ready":
            unseen.append(video.name)
    if unseen:
        raise NotLookedAt(", ".join(unseen))


@implements("size_exceeded", field="body")
def size_exceeded(context: Context) -> Iterator[Found]:
    limits = context.parameters["file_size_max_mb"]
    for file in context.files:
        limit = limits.get(file.group, limits["default"])
        if file.size > limit * _MB:
            size = round(file.size / _MB, 1)
            yield Found(where={"file": file.name}, measured={"size_mb": size}, limit={"limit_mb": limit})


@implements("nothing_inside", covers=EVERY_GROUP, field="body")
def nothing_inside(context: Context) -> Iterator[Found]:
    words = sum(document.words for document in context.documents)
    if words >= context.params["min_words"] or context.facts.videos or _has_media(context):
        return
    if any(file.group in ("pdf", "legacy") for file in context.facts.files):
        raise NotLookedAt("pdf")
    yield Found(measured={"word_count": words}, limit={"min_words": context.params["min_words"]})


@implements("no_editable_version", field="body")
def no_editable_version(context: Context) -> Iterator[Found]:
    facts = context.facts
    groups = {document.group for document in facts.documents if document.text.strip()}
    groups |= {file.group for file in facts.files}
    if groups & _EDITABLE or not groups - _MEDIA:
        return
    yield Found(measured={"files": [file.name for file in facts.files]})


@implements("legacy_format", field="body")
def legacy_format(context: Context) -> Iterator[Found]:
    for file in context.files:
        yield Found(where={"file": file.name})


@implements("link_dead", field="body")
def link_dead(context: Context) -> Iterator[Found]:
    """Nothing to visit is in order; links are not visited here, so a person has to."""
    yield from _links_not_visited(context)


@implements("link_unclear", field="body")
def link_unclear(context: Context) -> Iterator[Found]:
    yield from _links_not_visited(context)


@implements("link_not_secure", field="body")
def link_not_secure(context: Context) -> Iterator[Found]:
    """Only an address without encryption has to be tried over https."""
    yield from _links_not_visited(context, "http://")


def _links_not_visited(context: Context, prefix: str = "http") -> Iterator[Found]:
    addresses = {link.url for document in context.facts.documents for link in document.links}
    addresses |= {str(context.facts.get("url"))}
    foreign = sorted(address for address in addresses if address.startswith(prefix))
    if foreign:
        raise NotLookedAt(", ".join(foreign[:3]) + (" …" if len(foreign) > 3 else ""))
    unread = context.rule.files & context.facts.groups - {
        document.group for document in context.facts.documents
    }
    if unread:
        raise NotLookedAt(", ".join(sorted(unread)))
    yield from ()


def _has_media(context: Context) -> bool:
    smallest = context.params["min_image_px"]
    pictures = [image for document in context.facts.documents for image in document.images]
    large = any(min(p.width or smallest, p.height or smallest) >= smallest for p in pictures)
    return large or any(file.group in ("audio", "video", "h5p") for file in context.facts.files)

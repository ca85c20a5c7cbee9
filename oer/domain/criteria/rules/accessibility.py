"""Accessibility: text alternatives, structure, language, contrast, captions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from oer.domain.criteria import reading
from oer.domain.criteria.evaluation import PAGE, Context, Found, NotLookedAt, implements
from oer.domain.criteria.facts import Image
from oer.domain.text import Label
from oer.domain.vocabulary import CONTENT_LANGUAGES

_BARE_WORDS = {"kuva", "bild", "image", "photo", "picture", "valokuva", "foto", "kuvio", "graphic"}
_DEFAULT_TITLES = re.compile(
    r"^(word document|powerpoint presentation|dia 1|slide 1|untitled|nimetön|namnlös)", re.I
)
_OFFICE = frozenset({"docx", "pptx", "odf", "epub"})


@implements("alternative_missing", covers=PAGE, field="body")
def alternative_missing(context: Context) -> Iterator[Found]:
    for document in context.documents:
        bare = [image.name for image in document.images if not _alternative(image) and not image.decorative]
        if bare:
            yield Found(where={"file": document.name, "location": bare}, measured={"count": len(bare)})


@implements("alternative_suspicious", covers=PAGE, field="body")
def alternative_suspicious(context: Context) -> Iterator[Found]:
    for document in context.documents:
        for image in document.images:
            text = _alternative(image)
            reason = _suspicion(image, context) if text and not image.decorative else ""
            if reason:
                yield Found(
                    where={"file": document.name, "location": image.name},
                    measured={"alt_text": text, "reason": reason},
                    limit={"min_chars": context.params["min_chars"]},
                )


@implements("alternative_too_long", covers=PAGE, field="body")
def alternative_too_long(context: Context) -> Iterator[Found]:
    for document in context.documents:
        for image in document.images:
            length = len(_alternative(image))
            if length > context.params["max_chars"]:
                yield Found(
                    where={"file": document.name, "location": image.name},
                    measured={"length": length},
                    limit={"max_chars": context.params["max_chars"]},
                )


@implements("no_headings", covers=PAGE, field="body")
def no_headings(context: Context) -> Iterator[Found]:
    for document in context.documents:
        if document.words > context.params["min_words"] and not document.headings:
            yield Found(
                where={"file": document.name},
                measured={"word_count": document.words},
                limit={"min_words": context.params["min_words"]},
            )


@implements("fake_headings", covers=PAGE, field="body")
def fake_headings(context: Context) -> Iterator[Found]:
    for document in context.documents:
        short = [line for line in document.bold_lines if len(line.split()) <= context.params["max_words"]]
        if len(short) >= context.params["min_count"] and len(short) > len(document.headings):
            yield Found(
                where={"file": document.name},
                measured={"examples": short[:5], "count": len(short)},
                limit={"min_count": context.params["min_count"]},
            )


@implements("heading_level_skipped", covers=PAGE, field="body")
def heading_level_skipped(context: Context) -> Iterator[Found]:
    for document in context.documents:
        for before, after in zip(document.headings, document.headings[1:], strict=False):
            if after.level > before.level + 1:
                yield Found(
                    where={"file": document.name, "location": f"”{after.text}”"},
                    measured={"levels": [before.level, after.level]},
                )


@implements("table_header_missing", covers=PAGE, field="body")
def table_header_missing(context: Context) -> Iterator[Found]:
    for document in context.documents:
        for table in document.tables:
            if table.rows >= 2 and table.columns >= 2 and not table.has_header:
                yield Found(where={"file": document.name, "location": f"”{table.place}”"})


@implements("vague_link_text", covers=PAGE, field="body")
def vague_link_text(context: Context) -> Iterator[Found]:
    vague = {text.casefold() for text in context.params["vague"]}
    for document in context.documents:
        seen: set[str] = set()
        for link in document.links:
            text = " ".join(link.text.split())
            address = text.startswith(("http:", "https:", "www."))
            bare = address and len(text) > context.params["max_url_chars"]
            if text not in seen and (bare or text.casefold().strip(" .:!>»→") in vague):
                seen.add(text)
                yield Found(where={"file": document.name, "location": link.url}, measured={"link_text": text})


@implements("file_title_missing", covers=PAGE | _OFFICE, field="title")
def file_title_missing(context: Context) -> Iterator[Found]:
    for document in context.documents:
        title = document.title.strip()
        stem = document.name.rpartition(".")[0] or document.name
        if not title or title in (document.name, stem) or _DEFAULT_TITLES.match(title):
            yield Found(where={"file": document.name}, measured={"title": title})


@implements("file_language_missing", covers=PAGE | _OFFICE, field="language")
def file_language_missing(context: Context) -> Iterator[Found]:
    for document in context.documents:
        if not document.language:
            yield Found(where={"file": document.name})


@implements("language_mismatch", covers=PAGE | _OFFICE | {"caption"}, field="language")
def language_mismatch(context: Context) -> Iterator[Found]:
    declared = str(context.facts.get("language")).partition("-")[0]
    if not declared:
        return
    for document in context.documents:
        text = document.prose or document.text
        if sum(character.isalpha() for character in text) < context.params["min_letters"]:
            continue
        shares = reading.language_shares(text, context.params["block_sentences"])
        for language, share in shares.items():
            if language != declared and share >= context.params["min_share"]:
                yield Found(
                    where={"file": document.name},
                    measured={"declared": declared, "detected": language, "share": round(share, 2)},
                    limit={"min_share": context.params["min_share"]},
                    words={"declared": _name(declared), "detected": _name(language)},
                )


@implements("contrast_html", covers=PAGE, field="body")
def contrast_html(context: Context) -> Iterator[Found]:
    """The site answers for the contrast of its own colours; colours set in a text are not measured."""
    for document in context.documents:
        if document.own_colours:
            raise NotLookedAt(document.name or "html")
    yield from ()


@implements("contrast_not_measurable", covers=frozenset({"html", "image"}), field="body")
def contrast_not_measurable(context: Context) -> Iterator[Found]:
    for document in context.documents:
        count = sum(not image.decorative for image in document.images)
        if count:
            yield Found(where={"file": document.name}, measured={"count": count})


@implements("captions_missing", field="body")
def captions_missing(context: Context) -> Iterator[Found]:
    for video in context.facts.videos:
        if video.state != "ready" or (video.has_sound is None and not video.captions):
            raise NotLookedAt(video.name)
        if video.has_sound and not video.captions:
            yield Found(where={"file": video.name}, measured={"duration": video.seconds, "caption_tracks": 0})


@implements("captions_sparse", field="body")
def captions_sparse(context: Context) -> Iterator[Found]:
    for video in context.facts.videos:
        if video.state != "ready" or video.has_sound is None:
            raise NotLookedAt(video.name)
        if not video.has_sound or not video.captions:
            continue
        if not video.heard or video.captioned is None:
            raise NotLookedAt(video.name)
        share = video.captioned / video.heard
        if share < context.params["share_min"]:
            yield Found(
                where={"file": video.name},
                measured={
                    "heard": _clock(video.heard),
                    "captioned": _clock(video.captioned),
                    "share": round(share, 2),
                },
                limit={"share_min": context.params["share_min"]},
            )


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def _alternative(image: Image) -> str:
    return (image.alternative or "").strip()


def _suspicion(image: Image, context: Context) -> str:
    text = _alternative(image)
    lowered = text.casefold()
    if re.search(context.params["file_name_pattern"], text, re.I):
        return "file name"
    if re.search(context.params["camera_pattern"], text, re.I):
        return "camera name"
    if lowered.strip(" .:") in _BARE_WORDS:
        return "bare word"
    if len(text) < context.params["min_chars"]:
        return "too short"
    return "same as the caption" if image.caption and lowered == image.caption.strip().casefold() else ""


def _name(language: str) -> Label | str:
    term = CONTENT_LANGUAGES.get(language)
    return term.label if term else language

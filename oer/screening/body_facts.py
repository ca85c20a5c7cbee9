"""Reading a page's body: its text as one document, and each picture, file and video in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.translation import override
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.rich_text import RichText, expand_db_html

from media.captions.showing import languages_with_captions, speech_coverage
from oer.domain.criteria import Document, Image, UploadedFile, Video
from oer.domain.text import LANGUAGES, Label
from oer.materials.body import written
from oer.screening.file_facts import ReadFile, read_file
from oer.screening.html_reading import HtmlReader

_EMBEDDED = re.compile(r'<embed\b(?=[^>]*embedtype="image")[^>]*\bid="(\d+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyFacts:
    """What a body holds."""

    documents: tuple[Document, ...]
    files: tuple[UploadedFile, ...]
    videos: tuple[Video, ...]
    #: Every text without code, where people's own numbers and addresses would stand.
    outside_code: str


def read_body(page: Page, file_groups: Mapping[str, Any]) -> BodyFacts:
    """Read every text field and block of a page."""
    reader = HtmlReader()
    images: list[Image] = []
    read: list[ReadFile] = []
    videos: list[Video] = []
    for source in _rich_texts(page):
        reader.feed(expand_db_html(source))
        read += [read_file(name, shown, "", file_groups) for name, shown in _pictures_in(source)]
    for block in _blocks(page):
        kind, value = block.block_type, block.value
        if kind in ("text", "markdown"):
            reader.feed(written(kind, value, block.id).html)
        elif isinstance(value, RichText):
            reader.feed(expand_db_html(value.source))
        elif kind == "image" and value.get("image"):
            images.append(_picture(value))
            picture = value["image"]
            read.append(read_file(picture.file.name, picture.filename, "", file_groups))
        elif kind == "file" and value.get("document"):
            document = value["document"]
            role = value.get("role") or ""
            read.append(read_file(document.file.name, document.filename, role, file_groups))
        elif kind == "video" and value:
            videos.append(_video(value))
        elif isinstance(value, str):
            reader.feed(f"<p>{escape(value)}</p>")
    reader.close()
    captions = [f"{image.caption} {image.alternative or ''}" for image in images]
    document = _document(page, reader, images, captions)
    found = [file.document for file in read if file.document is not None]
    texts = ["".join(reader.outside_code), *captions, *_teaching(page), *(other.text for other in found)]
    return BodyFacts(
        documents=(document, *found),
        files=tuple(file.file for file in read),
        videos=tuple(videos),
        outside_code="\n".join(texts),
    )


def _blocks(page: Page) -> list[Any]:
    """The blocks of every stream of the page, in the order of its fields."""
    names = [field.name for field in page._meta.fields if isinstance(field, StreamField)]
    return [block for name in names for block in getattr(page, name)]


def _teaching(page: Page) -> list[str]:
    """Plain texts beside the body."""
    return [getattr(page, name, "") or "" for name in ("goals", "instructions", "resources_needed")]


def _rich_texts(page: Page) -> list[str]:
    """The sources of the page's rich text fields, in the order of its fields."""
    names = [field.name for field in page._meta.fields if isinstance(field, RichTextField)]
    return [source for name in names if (source := getattr(page, name))]


def _pictures_in(source: str) -> list[tuple[str, str]]:
    """Stored and shown names of the pictures that a rich text embeds."""
    pictures = get_image_model().objects.in_bulk([int(pk) for pk in _EMBEDDED.findall(source)])
    return [(picture.file.name, picture.filename) for picture in pictures.values()]


def _document(page: Any, reader: HtmlReader, images: list[Image], captions: list[str]) -> Document:
    return Document(
        name="",
        group="html",
        text="\n".join(
            part for part in ("".join(reader.text).strip(), *captions, *_teaching(page)) if part.strip()
        ),
        prose="\n\n".join(reader.prose),
        title=page.title,
        language=getattr(page, "language", ""),
        headings=tuple(reader.headings),
        tables=tuple(reader.tables),
        links=tuple(reader.links),
        images=(*images, *reader.images),
        resources=tuple(reader.resources),
        bold_lines=tuple(reader.bold_lines),
        plugins=tuple(reader.plugins),
        own_colours=reader.own_colours,
        interactive=reader.interactive,
    )


def _picture(value: Any) -> Image:
    picture = value["image"]
    credit = (value.get("credit") or "").strip() or ("own work" if value.get("own_work") else "")
    return Image(
        name=picture.title,
        alternative=getattr(picture, "contextual_alt_text", None),
        decorative=bool(getattr(picture, "decorative", False)),
        caption=value.get("caption") or "",
        credit=credit,
        width=picture.width,
        height=picture.height,
    )


def _video(video: Any) -> Video:
    """A video in conversion counts as waiting, however far it is; sound that nobody measured is unknown."""
    done = video.state in ("ready", "failed")
    covered = speech_coverage(video) if done else None
    return Video(
        name=video.title,
        state=video.state if done else "waiting",
        seconds=video.seconds,
        captions=languages_with_captions(video),
        has_sound=_has_sound(video) if done else None,
        heard=covered.heard / 1000 if covered else None,
        captioned=covered.captioned / 1000 if covered else None,
        reason=_in_every_language(video) if video.state == "failed" else "",
    )


def _has_sound(video: Any) -> bool | None:
    """Whether something is heard that may be speech: as measured, unless the author says nobody speaks."""
    if video.nobody_speaks or not video.has_audio:
        return False
    return bool(video.active) if "active" in video.facts else None


def _in_every_language(video: Any) -> Label:
    """Why a video failed; `reason` speaks the active language."""
    sentences = {}
    for language in LANGUAGES:
        with override(language):
            sentences[language] = str(video.reason)
    return Label(**sentences)

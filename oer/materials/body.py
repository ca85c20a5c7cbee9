"""Reading a material's body: its HTML by block, its headings and its passages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from wagtail.blocks.stream_block import StreamValue
from wagtail.rich_text import expand_db_html

from media.captions.showing import spoken_pieces
from media.player import key_of
from oer.domain.record import Passage
from oer.materials import markdown, prose


@dataclass(frozen=True, slots=True)
class Written:
    """The HTML of a text or Markdown block, and the prefix its anchors carry."""

    html: str
    prefix: str


def written_blocks(body: StreamValue) -> Iterator[Written]:
    """The blocks that hold running text, in order."""
    for block in body:
        if block.block_type in ("text", "markdown"):
            yield written(block.block_type, block.value, block.id)


def written(block_type: str, value: Any, block_id: str | None) -> Written:
    """A text or Markdown value as HTML."""
    html = expand_db_html(value.source) if block_type == "text" else str(markdown.render(value))
    return Written(html, f"b{(block_id or '')[:8]}")


def headings(body: StreamValue) -> list[prose.Heading]:
    """The headings of the whole body as one outline without gaps, for its table of contents."""
    found = [
        heading for block in written_blocks(body) for heading in prose.headings(block.html, block.prefix)
    ]
    levels = prose.without_gaps(heading.level for heading in found)
    return [replace(heading, level=level) for heading, level in zip(found, levels, strict=True)]


def videos(body: StreamValue) -> list[Any]:
    """The videos that the body shows, in order."""
    return [block.value for block in body if block.block_type == "video" and block.value]


def passages(body: StreamValue, language: str = "") -> Iterator[Passage]:
    """The text of the body in reading order: prose, alternative texts, file titles, what is said in videos.

    Of a video's captions those in the material's own `language` come first.
    """
    for block in body:
        if block.block_type in ("text", "markdown"):
            part = written(block.block_type, block.value, block.id)
            yield from prose.passages(part.html, part.prefix)
        elif block.block_type == "image":
            image = block.value.get("image")
            alternative = getattr(image, "contextual_alt_text", "") or ""
            for kind, text in (("alternative", alternative), ("body", block.value.get("caption") or "")):
                if text.strip():
                    yield Passage(kind=kind, text=text.strip())
        elif block.block_type == "file" and block.value.get("document"):
            yield Passage(kind="file", text=block.value["document"].title)
        elif block.block_type == "video" and block.value:
            yield Passage(kind="caption", text=block.value.title)
            for piece in spoken_pieces(block.value, language):
                place = f"#t={piece.seconds}&video={key_of(block.value)}"
                yield Passage(kind="caption", text=piece.text, place=place, language=piece.language)

"""The files that a page offers, and their text as passages of its record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from wagtail.blocks.stream_block import StreamValue
from wagtail.documents import get_document_model

from oer.domain.record import Passage
from oer.materials.attachments.found import pieces
from oer.materials.attachments.models import FileText

#: Characters of all files together that a record holds: a record is read for every hit that is shown.
MOST_OF_A_PAGE = 80_000

_LINK = re.compile(r"<a\b[^>]*\blinktype=\"document\"[^>]*>")
_ID = re.compile(r"\bid=\"(\d+)\"")


def files_of(body: StreamValue) -> list[Any]:
    """The documents that the body offers, each once and in order: file blocks, and links in its text."""
    found: dict[int, None] = {}
    for block in body:
        if block.block_type == "file" and block.value.get("document"):
            found[block.value["document"].pk] = None
        elif block.block_type == "text":
            links = (_ID.search(link) for link in _LINK.findall(block.value.source))
            found.update({int(match[1]): None for match in links if match})
    documents = get_document_model().objects.select_related("collection").in_bulk(list(found))
    return [documents[key] for key in found if key in documents]


def unread(body: StreamValue) -> list[Any]:
    """The documents of the body that have not been read yet."""
    documents = files_of(body)
    hashes = [document.file_hash for document in documents]
    known = set(FileText.objects.current().filter(pk__in=hashes).values_list("pk", flat=True))
    return [document for document in documents if document.file_hash not in known]


def file_passages(body: StreamValue) -> Iterator[Passage]:
    """The text of the files that anyone may open, as far as it has been read and a record may hold it."""
    documents = files_of(body)
    texts = FileText.objects.current().in_bulk([d.file_hash for d in documents]) if documents else {}
    left = MOST_OF_A_PAGE
    for document in documents:
        text = texts.get(document.file_hash)
        if text is None or not text.pages or document.collection.get_view_restrictions():
            continue
        for number, content in text.pages:
            place = f"{document.url}#page={number}" if number else document.url
            for piece in pieces(content[:left]):
                yield Passage(kind="file", text=piece, place=place)
            left -= len(content[:left])

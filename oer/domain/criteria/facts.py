"""What is known of one item when it is screened: its description, its texts, files, videos and sources.

Facts are gathered by the screening room (`oer.screening.facts`) and judged by the rules, which look at
nothing else. `None` means "not looked at", never "no".
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from oer.domain.criteria.verdict import plain
from oer.domain.record import Source
from oer.domain.text import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A real heading (not bold text)."""

    level: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of the text."""

    rows: int
    columns: int
    has_header: bool
    #: The beginning of its first cell, to find it by.
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link with the text it stands on."""

    url: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """An image shown in a text."""

    name: str
    #: None = no alternative given; empty with `decorative` = marked as decoration.
    alternative: str | None
    decorative: bool = False
    caption: str = ""
    #: Who made it, as the author says.
    credit: str = ""
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A readable text: the page's own body (`html`, with an empty name) or the text of a file."""

    name: str
    #: A name of the criteria set's `file_groups`.
    group: str
    #: Everything that is written.
    text: str
    #: Running text only: no lists, code, formulas or tables.
    prose: str = ""
    title: str = ""
    language: str = ""
    headings: tuple[Heading, ...] = ()
    tables: tuple[Table, ...] = ()
    links: tuple[Link, ...] = ()
    images: tuple[Image, ...] = ()
    #: Addresses that a browser loads when the text is opened (pictures, frames, scripts).
    resources: tuple[str, ...] = ()
    #: Paragraphs that are bold from end to end.
    bold_lines: tuple[str, ...] = ()
    #: Objects that need a plug-in.
    plugins: tuple[str, ...] = ()
    #: It sets colours of its own instead of the site's.
    own_colours: bool = False
    #: It has forms or other things to operate.
    interactive: bool = False

    @property
    def words(self) -> int:
        """How many words are written in it."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedFile:
    """A file of the item, as it was found when it was opened."""

    name: str
    size: int
    #: Found from the content, e.g. `application/pdf`; empty when nothing recognised it.
    detected_type: str
    #: The group its content belongs to, or empty when no allowed group takes it.
    group: str
    #: The group its extension promises, or empty.
    promised_group: str = ""
    sha256: str = ""
    #: What it is for, e.g. `answer_key` or `accessible_alternative`.
    role: str = ""
    #: None when no reader for it exists here.
    opens: bool | None = None
    #: Why it does not open: a code of `rules.files.PROBLEMS`.
    problem: str = ""
    width: int | None = None
    height: int | None = None
    #: It says where a picture was taken. None = not looked at.
    location: bool | None = None
    #: Comments and tracked changes. None = not looked at.
    comments: int | None = None
    hidden_parts: tuple[str, ...] = ()
    macros: tuple[str, ...] = ()
    forbidden_members: tuple[str, ...] = ()
    #: Property -> personal name, e.g. `creator`.
    names: Mapping[str, str] = field(default_factory=dict)
    #: Property -> who is named as the rights holder.
    rights: Mapping[str, str] = field(default_factory=dict)

    @property
    def extension(self) -> str:
        """Lower case, without the dot."""
        return self.name.rpartition(".")[2].lower() if "." in self.name else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """A video of the item."""

    name: str
    #: `waiting`, `working`, `ready` or `failed`.
    state: str
    seconds: float | None = None
    #: Languages in which what is said can be read, confirmed by a person.
    captions: tuple[str, ...] = ()
    #: Whether anything can be heard that may be speech. None = not measured.
    has_sound: bool | None = None
    #: Seconds in which something is heard, and those of them that captions cover. None = not measured.
    heard: float | None = None
    captioned: float | None = None
    #: Why it failed, for people; empty unless it did.
    reason: Label | str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything the rules may look at."""

    #: `material`, `video`, `case` or `external_link`.
    kind: str
    #: Field names of the criteria file -> values (text, tuples, dates, numbers).
    metadata: Mapping[str, Any]
    today: dt.date
    documents: tuple[Document, ...] = ()
    files: tuple[UploadedFile, ...] = ()
    videos: tuple[Video, ...] = ()
    sources: tuple[Source, ...] = ()
    #: E-mail addresses and phone numbers found in the texts, masked.
    contact_details: tuple[str, ...] = ()
    #: Single yes-facts: `published_before`, `title_taken`, `in_no_curriculum`.
    flags: frozenset[str] = frozenset()

    @property
    def groups(self) -> frozenset[str]:
        """The file groups the item has anything of."""
        found = {document.group for document in self.documents} | {file.group for file in self.files}
        found |= {file.promised_group for file in self.files}
        if self.videos:
            found.add("video")
        return frozenset(found - {""})

    def get(self, name: str) -> Any:
        """A field's value; an empty text when the item has no such field."""
        value = self.metadata.get(name)
        return "" if value is None else value

    @property
    def fingerprint(self) -> str:
        """SHA-256 of everything but the day: equal when nothing that is judged has changed."""
        values = {
            item.name: _plain(getattr(self, item.name))
            for item in dataclasses.fields(self)
            if item.name != "today"
        }
        text = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {item.name: _plain(getattr(value, item.name)) for item in dataclasses.fields(value)}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return plain(value)

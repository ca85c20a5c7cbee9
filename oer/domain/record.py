"""The one value that crosses every border of the platform: what the world may know of a published page."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword:
    """A keyword: a word, or a concept of the national ontology when it has a URI."""

    label: str
    uri: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A work this one builds on."""

    title: str
    authors: tuple[str, ...] = ()
    #: Licence id of the source (`oer.domain.licences`), or empty when unknown.
    licence: str = ""
    url: str = ""
    #: `adapted`, `translated` or `included`.
    relation: str = "adapted"
    #: The source's record id when it is published here.
    id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A piece of the content's text, in reading order, without markup."""

    #: `heading`, `body`, `file`, `caption` or `alternative` (text of an image).
    kind: str
    text: str
    #: Where it stands: an anchor in the page, or `#t=seconds` in a video; empty when unknown.
    place: str = ""
    #: BCP 47, where the passage says it itself (captions, a text with `lang`); else empty: the record's.
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoFacts:
    """What a result card may say of a page's video."""

    #: Length in whole seconds.
    seconds: int
    #: Address of the poster picture, or empty.
    poster: str = ""
    #: Languages in which captions exist.
    captions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A published material or case as search, harvesters and cards see it.

    It holds no language-prefixed address: `path` is relative to the interface language's root, and the
    permanent address is `/r/<id>`.
    """

    #: Stable over moves and edits, new for a copy (`Page.translation_key`).
    id: UUID
    #: The id in the file it was imported from, or None.
    source_id: str | None = None
    #: `material` or `case`.
    kind: str
    title: str
    description: str
    #: The content's own language, BCP 47.
    language: str
    #: Path under `/<interface language>/`, with a final slash and without a leading one.
    path: str
    #: Licence id, a key of `oer.domain.licences.LICENCES`.
    licence: str
    authors: tuple[str, ...] = ()
    #: Codes of `oer.domain.vocabulary.SUBJECTS`.
    subjects: tuple[str, ...] = ()
    #: Codes of `LEVELS`.
    levels: tuple[str, ...] = ()
    keywords: tuple[Keyword, ...] = ()
    #: Curriculum codes.
    objectives: tuple[str, ...] = ()
    #: Code of `RESOURCE_TYPES`; empty for a case.
    type: str = ""
    #: Codes of `PILOT_THEMES`; cases only.
    themes: tuple[str, ...] = ()
    #: Code of `CHANGE_LEVELS`; cases only.
    change_level: str = ""
    #: Names of the schools it comes from.
    schools: tuple[str, ...] = ()
    is_based_on: tuple[Source, ...] = ()
    passages: tuple[Passage, ...] = ()
    video: VideoFacts | None = None
    #: Address of a picture for a card, or empty.
    image: str = ""
    collection: str = ""
    source_url: str = ""
    #: Written by a machine; always shown to readers.
    ai_generated: bool = False
    #: The criteria set version its clearance rests on, e.g. `2026.1`.
    criteria_version: str = ""
    #: How its clearance's screening ended: `approved`, `approved_with_notes`, `imported`, or empty.
    screening: str = ""
    #: Other schools that use a case now.
    adoptions: int = 0
    #: Works published here that build on it. Known to the catalogue only, like `family`.
    uses: int = 0
    #: The work that its family of adaptations and translations comes from; None when that is this one.
    family: UUID | None = None
    #: Time needed, in minutes.
    minutes: int | None = None
    published_at: dt.datetime
    changed_at: dt.datetime

    def to_json(self) -> dict[str, Any]:
        """The record as JSON values (ids and times as ISO strings)."""
        return {f.name: _plain(getattr(self, f.name)) for f in dataclasses.fields(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Record:
        """The record that `to_json` wrote. Unknown keys are ignored: an older reader survives a newer row."""
        values = _known(cls, data)
        for name in _TUPLES & values.keys():
            values[name] = tuple(values[name])
        values["id"] = UUID(values["id"])
        values["family"] = UUID(values["family"]) if values.get("family") else None
        values["keywords"] = tuple(Keyword(**_known(Keyword, k)) for k in values.get("keywords", ()))
        values["is_based_on"] = tuple(_source(s) for s in values.get("is_based_on", ()))
        values["passages"] = tuple(Passage(**_known(Passage, p)) for p in values.get("passages", ()))
        if (video := values.get("video")) is not None:
            values["video"] = VideoFacts(
                **{**_known(VideoFacts, video), "captions": tuple(video.get("captions", ()))}
            )
        for name in ("published_at", "changed_at"):
            values[name] = dt.datetime.fromisoformat(values[name])
        return cls(**values)


_TUPLES = {"authors", "subjects", "levels", "objectives", "themes", "schools"}


def _source(data: Mapping[str, Any]) -> Source:
    identifier = data.get("id")
    authors = tuple(data.get("authors", ()))
    return Source(
        **{**_known(Source, data), "authors": authors, "id": UUID(identifier) if identifier else None}
    )


def _known(cls: type[Any], data: Mapping[str, Any]) -> dict[str, Any]:
    # The class's own table: `dataclasses.fields` would build a tuple for every passage of every hit.
    return {key: value for key, value in data.items() if key in cls.__dataclass_fields__}


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, dt.datetime):
        return value.isoformat()
    return value

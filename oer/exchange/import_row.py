"""One line of an import file: what it must hold, and why a line is refused.

The format is described in `docs/import-format.md`. Nothing here touches the database.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from oer.domain.licences import LICENCES
from oer.domain.vocabulary import CONTENT_LANGUAGES, LEVELS, SUBJECTS

#: A longer line is not read into memory.
LONGEST_LINE = 4 * 1024 * 1024
#: Raised when the importer makes another page out of the same row, so that every row counts as changed.
FORMAT = 1


class BadRow(ValueError):
    """A line that cannot be imported; `reasons` are sentences for the person who runs the import."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """A line that can be imported."""

    id: str
    language: str
    title: str
    description: str
    body: str
    licence: str
    authors: tuple[str, ...]
    subject: str
    level: str
    source_url: str = ""
    #: Id of the row this one translates, or empty.
    translation_of: str = ""
    #: Words or concept URIs; empty = the importer derives one from the subject.
    keywords: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    collection: str = ""
    ai_generated: bool = False
    source_repo: str = ""
    source_path: str = ""

    @property
    def source_note(self) -> str:
        """Where in its origin the text was, as one line for editors."""
        return ": ".join(part for part in (self.source_repo, self.source_path) if part)

    def fingerprint(self) -> str:
        """The same for two rows that make the same page."""
        canonical = json.dumps([FORMAT, dataclasses.asdict(self)], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Field:
    """A key of the line: where it goes and what it may hold."""

    attribute: str
    #: The type JSON must give: `str`, `list` (of texts) or `bool`.
    kind: type
    required: bool = True
    #: Most characters (of each text in a list).
    longest: int = 255
    allowed: Container[str] | None = None


_FIELDS: dict[str, _Field] = {
    "id": _Field("id", str, longest=120),
    "lang": _Field("language", str, allowed=CONTENT_LANGUAGES),
    "title": _Field("title", str),
    "description": _Field("description", str, longest=2_000),
    "body_markdown": _Field("body", str, longest=1_000_000),
    "licence": _Field("licence", str, allowed=LICENCES),
    "authors": _Field("authors", list),
    "subject": _Field("subject", str, allowed=SUBJECTS),
    "level": _Field("level", str, allowed=LEVELS),
    "source_url": _Field("source_url", str, required=False, longest=500),
    "translation_of": _Field("translation_of", str, required=False, longest=120),
    "keywords": _Field("keywords", list, required=False, longest=100),
    "objectives": _Field("objectives", list, required=False, longest=60),
    "collection": _Field("collection", str, required=False),
    "ai_generated": _Field("ai_generated", bool, required=False),
    "source_repo": _Field("source_repo", str, required=False),
    "source_path": _Field("source_path", str, required=False, longest=500),
}


def read_rows(file: BinaryIO) -> Iterator[tuple[int, ImportRow | BadRow]]:
    """Each line's number (from 1) with its row, or with what is wrong in it. Blank lines are passed over."""
    first_seen: dict[str, int] = {}
    for number, line in enumerate(_lines(file), start=1):
        if line is not None and not line.strip():
            continue
        try:
            row = parse_row(line)
            if row.id in first_seen:
                values = {"id": row.id, "line": first_seen[row.id]}
                raise BadRow(_("The id “%(id)s” is already on line %(line)s of this file.") % values)
        except BadRow as bad:
            yield number, bad
        else:
            first_seen[row.id] = number
            yield number, row


def parse_row(line: bytes | None) -> ImportRow:
    """The row a line holds; None stands for a line longer than `LONGEST_LINE`.

    Raises `BadRow` with every reason found.
    """
    if line is None:
        limit = LONGEST_LINE // 1024 // 1024
        raise BadRow(_("This line is longer than %(limit)s megabytes.") % {"limit": limit})
    data = _json_object(line)
    reasons = [
        _("The key “%(key)s” is not known. Known keys: %(known)s.")
        % {"key": key, "known": ", ".join(_FIELDS)}
        for key in data
        if key not in _FIELDS
    ]
    values: dict[str, Any] = {}
    for key, field in _FIELDS.items():
        try:
            value = _checked(key, field, data.get(key))
        except BadRow as bad:
            reasons.extend(bad.reasons)
        else:
            if value is not None:
                values[field.attribute] = value
    reasons.extend(_across_fields(values))
    if reasons:
        raise BadRow(*reasons)
    return ImportRow(**values)


def _lines(file: BinaryIO) -> Iterator[bytes | None]:
    while line := file.readline(LONGEST_LINE + 1):
        if len(line) <= LONGEST_LINE or line.endswith(b"\n"):
            yield line
            continue
        while (rest := file.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
            pass
        yield None


def _json_object(line: bytes) -> dict[str, Any]:
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadRow(
            _("This line is not UTF-8 text (byte %(position)s).") % {"position": error.start + 1}
        ) from error
    try:
        data = json.loads(text, object_pairs_hook=_without_twins)
    except json.JSONDecodeError as error:
        raise BadRow(
            _("This line is not JSON (problem at character %(position)s).") % {"position": error.pos + 1}
        ) from error
    except BadRow:
        raise
    except (ValueError, RecursionError) as error:
        raise BadRow(_("This line is not JSON that can be read here.")) from error
    if not isinstance(data, dict):
        raise BadRow(_("This line is JSON, but not an object in braces { }."))
    return data


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise BadRow(_("The key “%(key)s” is there twice.") % {"key": key})
        found[key] = value
    return found


def _checked(key: str, field: _Field, value: Any) -> Any:
    """The value in the row's own type; None when an optional key is absent."""
    if value is None:
        if field.required:
            raise BadRow(_("“%(key)s” is missing.") % {"key": key})
        return None
    if field.kind is bool:
        if not isinstance(value, bool):
            raise BadRow(_("“%(key)s” must be true or false.") % {"key": key})
        return value
    if field.kind is list:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise BadRow(_("“%(key)s” must be a list of texts.") % {"key": key})
        return tuple(_checked_text(key, field, item) for item in value)
    if not isinstance(value, str):
        raise BadRow(_("“%(key)s” must be a text.") % {"key": key})
    return _checked_text(key, field, value)


def _checked_text(key: str, field: _Field, text: str) -> str:
    text = text.strip()
    if not text and (field.required or field.kind is list):
        raise BadRow(_("“%(key)s” is empty.") % {"key": key})
    if len(text) > field.longest:
        values = {"key": key, "length": len(text), "limit": field.longest}
        raise BadRow(_("“%(key)s” is too long: %(length)s characters, at most %(limit)s.") % values)
    if unstorable := next((c for c in text if c == "\0" or "\ud800" <= c <= "\udfff"), None):
        values = {"key": key, "character": f"U+{ord(unstorable):04X}"}
        raise BadRow(_("“%(key)s” holds a character that cannot be stored (%(character)s).") % values)
    if text and field.allowed is not None and text not in field.allowed:
        values = {"key": key, "value": text[:60], "known": ", ".join(_codes(field.allowed))}
        raise BadRow(_("“%(value)s” is not a value of “%(key)s”. Its values: %(known)s.") % values)
    return text


def _codes(allowed: Any) -> tuple[str, ...]:
    return tuple(allowed) if isinstance(allowed, dict) else tuple(allowed.codes())


def _across_fields(values: dict[str, Any]) -> Iterator[str]:
    address = values.get("source_url", "")
    if address and not address.startswith(("http://", "https://")):
        yield _("“source_url” must be an address that begins with http:// or https://.")
    if values.get("translation_of") and values["translation_of"] == values.get("id"):
        yield _("A material cannot be a translation of itself.")

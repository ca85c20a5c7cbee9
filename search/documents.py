"""Record -> index document: the one form in which every engine holds a published page.

Engines hold words that are already analysed and split them at white space only, so what a page can be found
by is decided here and nowhere else.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from oer.domain.record import Record
from search.analysis import analyse, voikko_available
from search.analysis.words import without_marks
from search.query.tree import NAME_FIELDS, TEXT_FIELDS

#: Stands between the pieces of a stream, so that no phrase reaches over an edge, and in an empty stream, so
#: that every document counts in every field's statistics. Private use: no text is ever analysed into it.
EDGE = "\ue000"
#: The longest term an index holds, in characters; Elasticsearch would split longer ones.
LONGEST_TERM = 100
#: A name has no base form, whatever language it stands in.
NO_LANGUAGE = "und"

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Document:
    """What an engine is given of a record."""

    id: str
    #: The catalogue entry's version: an engine never replaces a newer document by an older one.
    version: int
    #: Stream name -> analysed terms joined by spaces: the streams of each text field (`streams_of`).
    streams: Mapping[str, str]
    #: The folded words of its texts, each once: what a misspelt word may have been meant for.
    words: tuple[str, ...]
    #: Facet name -> exact values.
    facets: Mapping[str, tuple[str, ...]]
    #: Microseconds since 1970, for sorting.
    published_at: int
    changed_at: int

    @property
    def digest(self) -> int:
        """A number below 2**63 that is another one when anything but the version is other."""
        content = (self.id, sorted(self.streams.items()), self.words, sorted(self.facets.items()))
        found = hashlib.blake2b(
            repr((content, self.published_at, self.changed_at)).encode("utf-8", "replace")
        )
        return int.from_bytes(found.digest()[:8], "big") >> 1


@cache
def form() -> str:
    """A name of the way documents are made now: indexes made in another way are rebuilt.

    It follows from the code of this module and of the analysis, so that no change of either can be forgotten.
    """
    here = Path(__file__)
    dictionary = "voikko" if voikko_available() else "plain"
    return f"{digest((here, *(here.parent / 'analysis').rglob('*')))}{dictionary}"


def digest(files: Iterable[Path]) -> str:
    """Eight letters and digits that are others when a file has other contents."""
    found = hashlib.sha256()
    for file in sorted(file for file in files if file.is_file() and file.suffix != ".pyc"):
        found.update(file.read_bytes())
    return found.hexdigest()[:8]


def document(record: Record, version: int) -> Document:
    """The index document of a record that stands in the catalogue with this version."""
    streams: dict[str, str] = {}
    words: dict[str, None] = {}
    for field, pieces in texts(record).items():
        if field in NAME_FIELDS:
            streams[field] = _names(pieces, words)
            continue
        main, extra = _streams(pieces, record.language, words)
        streams[field], streams[f"{field}_extra"] = main, extra
    return Document(
        id=str(record.id),
        version=version,
        streams=streams,
        words=tuple(words),
        facets=_facets(record),
        published_at=_microseconds(record.published_at),
        changed_at=_microseconds(record.changed_at),
    )


def term(text: str) -> str:
    """A term as indexes hold it and queries ask for it: at most `LONGEST_TERM` characters, valid in UTF-8."""
    return text[:LONGEST_TERM].encode("utf-8", "ignore").decode("utf-8")


def texts(record: Record) -> dict[str, list[str]]:
    """What stands in each text field, piece by piece, in reading order."""
    passages: dict[str, list[str]] = {
        kind: [] for kind in ("heading", "body", "caption", "file", "objective")
    }
    for passage in record.passages:
        passages[passage.kind if passage.kind in passages else "body"].append(passage.text)
    pieces = {
        "title": [record.title],
        "keywords": [keyword.label for keyword in record.keywords],
        "description": [record.description],
        "headings": passages["heading"],
        "body": passages["body"],
        "objectives": [*record.objectives, *passages["objective"]],
        "captions": passages["caption"],
        "files": passages["file"],
        "people": [*record.authors, *record.schools],
    }
    return {field: pieces[field] for field in TEXT_FIELDS}


def _streams(pieces: Iterable[str], language: str, words: dict[str, None]) -> tuple[str, str]:
    """The two streams of a field's pieces; its plain words are added to `words`."""
    main: list[str] = []
    extra: list[str] = []
    for piece in pieces:
        tokens = analyse(piece, language)
        if main and tokens:
            main.append(EDGE)
        for token in tokens:
            main.append(term(token.main))
            if token.surface.isalpha():
                words[token.surface] = None
            extra.extend(term(other) for other in token.extra)
    return " ".join(main) or EDGE, " ".join(extra) or EDGE


def _names(pieces: Iterable[str], words: dict[str, None]) -> str:
    """The stream of a field of names: the words as they are written, joined ones also by their parts."""
    terms: list[str] = []
    for piece in pieces:
        if terms:
            terms.append(EDGE)
        for token in analyse(piece, NO_LANGUAGE):
            forms = dict.fromkeys((token.surface, without_marks(token.surface), *token.parts))
            terms.extend(map(term, forms))
            words.update(dict.fromkeys(form for form in forms if form.isalpha()))
    return " ".join(terms) or EDGE


def _facets(record: Record) -> dict[str, tuple[str, ...]]:
    values = {
        "kind": (record.kind,),
        "subject": record.subjects,
        "level": record.levels,
        "language": (record.language,),
        "licence": (record.licence,),
        "type": (record.type,),
        "theme": record.themes,
        "school": record.schools,
    }
    return {name: tuple(dict.fromkeys(v for v in found if v)) for name, found in values.items()}


def _microseconds(moment: dt.datetime) -> int:
    return (moment - _EPOCH) // dt.timedelta(microseconds=1)

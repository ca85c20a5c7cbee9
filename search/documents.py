"""Record -> index document: the one form in which every engine holds a published page.

Engines hold words that are already analysed and split them at white space only, so what a page can be found
by is decided here and nowhere else.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from oer.domain import vocabulary
from oer.domain.record import Record
from search.analysis import Token, analyse, voikko_available
from search.analysis.words import without_marks
from search.places import Piece, pack
from search.quality import factor
from search.query.tree import NAME_FIELDS, TEXT_FIELDS
from search.query.weights import QUALITY

#: Stands between the pieces of a stream, so that no phrase reaches over an edge, and in an empty stream, so
#: that every document counts in every field's statistics. Private use: no text is ever analysed into it.
EDGE = "\ue000"
#: The longest term an index holds, in characters; Elasticsearch would split longer ones.
LONGEST_TERM = 100
#: A name has no base form, whatever language it stands in.
NO_LANGUAGE = "und"

#: Kind of a passage -> its field; others are body.
_FIELDS = {"heading": "headings", "caption": "captions", "file": "files", "objective": "objectives"}
#: Kind of a passage -> what it is worth as an excerpt, in tenths of running text.
_WORTHS = {"heading": 9, "alternative": 8}

#: Text and language -> its words.
Analysis = Callable[[str, str], Sequence[Token]]

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
    #: What engines sort, fold and weigh by: see `numbers`.
    numbers: Mapping[str, float]
    #: What a hit shows: the record without its texts, as JSON, and its texts with the places of their words
    #: (`search.places`). Kept in the database; no engine holds it.
    card: str = ""
    places: bytes = b""

    @property
    def digest(self) -> int:
        """A number below 2**63 that is another one when anything but the version is other."""
        content = (self.id, sorted(self.streams.items()), self.words, sorted(self.facets.items()))
        found = hashlib.blake2b(repr((content, sorted(self.numbers.items()))).encode("utf-8", "replace"))
        return int.from_bytes(found.digest()[:8], "big") >> 1


@cache
def form() -> str:
    """A name of the way documents are made now: indexes made in another way are rebuilt.

    It follows from the code that makes them, so that no change of it can be forgotten.
    """
    here = Path(__file__)
    beside = (*(here.with_name(name) for name in ("places.py", "quality.py")), Path(vocabulary.__file__))
    dictionary = "voikko" if voikko_available() else "plain"
    files = (here, *beside, *(here.parent / "analysis").rglob("*"))
    # What is packed is read by machines of the same byte order only.
    return f"{digest(files, repr(QUALITY))}{dictionary}{sys.byteorder[0]}"


def digest(files: Iterable[Path], said: str = "") -> str:
    """Eight letters and digits that are others when a file has other contents, or `said` is another."""
    found = hashlib.sha256(said.encode())
    for file in sorted(file for file in files if file.is_file() and file.suffix != ".pyc"):
        found.update(file.read_bytes())
    return found.hexdigest()[:8]


def document(record: Record, version: int, analysed_by: Analysis = analyse) -> Document:
    """The index document of a record that stands in the catalogue with this version."""
    read = [(piece, analysed_by(piece.text, piece.language)) for piece in pieces(record)]
    analysed: dict[str, list[Sequence[Token]]] = {field: [] for field in TEXT_FIELDS}
    for piece, tokens in read:
        analysed[piece.field].append(tokens)
    streams: dict[str, str] = {}
    words: dict[str, None] = {}
    for field, several in analysed.items():
        if field in NAME_FIELDS:
            streams[field] = _names(several, words)
        else:
            streams[field], streams[f"{field}_extra"] = _streams(several, words)
    return Document(
        id=str(record.id),
        version=version,
        streams=streams,
        words=tuple(words),
        facets=_facets(record),
        numbers=numbers(record),
        card=card(record),
        places=pack(read, TEXT_FIELDS),
    )


def card(record: Record) -> str:
    """The record without its passages, as JSON for `Record.from_json`: what is shown of a hit."""
    values = dataclasses.replace(record, passages=()).to_json()
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def term(text: str) -> str:
    """A term as indexes hold it and queries ask for it: at most `LONGEST_TERM` characters, valid in UTF-8."""
    return text[:LONGEST_TERM].encode("utf-8", "ignore").decode("utf-8")


def texts(record: Record) -> dict[str, list[str]]:
    """What stands in each text field, piece by piece, in reading order."""
    found: dict[str, list[str]] = {field: [] for field in TEXT_FIELDS}
    for piece in pieces(record):
        found[piece.field].append(piece.text)
    return found


def pieces(record: Record) -> list[Piece]:
    """All texts of a record, by field and in reading order, each to be read in its own language.

    The streams hold words of all languages, and a query asks for a word as each language has it: captions in
    Swedish make a Finnish material found by Swedish words.
    """
    found: dict[str, list[Piece]] = {field: [] for field in TEXT_FIELDS}

    def add(field: str, text: str, worth: int = 0, place: str = "", language: str = "") -> None:
        named = field in NAME_FIELDS
        read_as = NO_LANGUAGE if named else language or record.language
        found[field].append(Piece(field, text, read_as, worth, place, named))

    add("title", record.title)
    for keyword in record.keywords:
        add("keywords", keyword.label)
    add("description", record.description, worth=10)
    for code in record.objectives:
        add("objectives", code)
    for passage in record.passages:
        field = _FIELDS.get(passage.kind, "body")
        worth, place = _WORTHS.get(passage.kind, 10), passage.place.replace("\n", " ")
        add(field, passage.text, worth, place, passage.language)
    for name in (*record.authors, *record.schools):
        add("people", name)
    return [piece for some in found.values() for piece in some]


def _streams(analysed: Iterable[Sequence[Token]], words: dict[str, None]) -> tuple[str, str]:
    """The two streams of a field's pieces; its plain words are added to `words`."""
    main: list[str] = []
    extra: list[str] = []
    # A word comes three times in a text, and looks each time the same.
    known: dict[str, tuple[str, str]] = {}
    for tokens in analysed:
        if main and tokens:
            main.append(EDGE)
        for token in tokens:
            forms = known.get(token.text)
            if forms is None:
                forms = known[token.text] = (term(token.main), " ".join(map(term, token.extra)))
                if token.surface.isalpha():
                    words[token.surface] = None
            main.append(forms[0])
            if forms[1]:
                extra.append(forms[1])
    return " ".join(main) or EDGE, " ".join(extra) or EDGE


def _names(analysed: Iterable[Sequence[Token]], words: dict[str, None]) -> str:
    """The stream of a field of names: the words as they are written, joined ones also by their parts."""
    terms: list[str] = []
    for tokens in analysed:
        if terms:
            terms.append(EDGE)
        for token in tokens:
            forms = dict.fromkeys((token.surface, without_marks(token.surface), *token.parts))
            terms.extend(map(term, forms))
            words.update(dict.fromkeys(form for form in forms if form.isalpha()))
    return " ".join(terms) or EDGE


def _facets(record: Record) -> dict[str, tuple[str, ...]]:
    values = {
        "kind": (record.kind,),
        "subject": record.subjects,
        "level": vocabulary.LEVELS.with_ancestors(record.levels),
        "language": vocabulary.CONTENT_LANGUAGES.with_ancestors([record.language]),
        "licence": (record.licence,),
        "type": (record.type,),
        "theme": record.themes,
        "school": record.schools,
    }
    return {name: tuple(dict.fromkeys(v for v in found if v)) for name, found in values.items()}


def numbers(record: Record) -> dict[str, float]:
    """Whole numbers below 2**63, except `worth`.

    `newest` and `adopted` each give a whole order in one number, highest first, since an engine sorts by one
    field: what is equally often adopted comes by date, and what is equally old by id.
    """
    age = record.published_at - _EPOCH
    tie = record.id.int >> 64
    often = min(record.adoptions + record.uses, 2**15 - 1)
    return {
        "newest": max(0, age // dt.timedelta(milliseconds=1)) << 20 | tie >> 44,
        "adopted": often << 48 | max(0, age // dt.timedelta(seconds=1)) << 16 | tie >> 48,
        # Works of one number are one family; that strangers share one is as good as impossible.
        "family": (record.family or record.id).int >> 65,
        "worth": factor(record),
    }

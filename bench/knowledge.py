"""What the search reads queries by, made without a site: a table of concepts, and the words of a corpus."""

from __future__ import annotations

import gzip
import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import reduce
from operator import or_
from pathlib import Path

from bench.corpus import BadFile
from oer.domain.text import LANGUAGES
from search.documents import EDGE, Document
from search.lexicon import Row

_COLUMNS = ["uri", "prefLabel_fi", "prefLabel_sv", "prefLabel_en", "altLabels"]
_BESIDE = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


def concepts_at_hand() -> Path | None:
    """The concepts of the shared data folder, where there is one."""
    return shared_file("yso", "yso-all.tsv.gz")


def shared_file(*parts: str) -> Path | None:
    """A file of the shared data folder; None where there is none."""
    path = Path(os.environ.get("KIERTO_SHARED_DATA") or _BESIDE).joinpath(*parts)
    return path if path.is_file() else None


def read_concepts(path: Path) -> Iterator[Row]:
    """The concepts of a table as `import_concepts` takes it, packed or not; rows without an address or of
    another length are left out. Raises BadFile when it is another kind of file."""
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8") as lines
    ):
        if next(lines, "").rstrip("\r\n").split("\t")[: len(_COLUMNS)] != _COLUMNS:
            raise BadFile(f"{path} does not begin with the columns {', '.join(_COLUMNS)}")
        for line in lines:
            uri, *labels = line.rstrip("\r\n").split("\t")[: len(_COLUMNS)]
            if not uri or len(labels) < len(_COLUMNS) - 1:
                continue
            names = {language: [label] for language, label in zip(LANGUAGES, labels, strict=False) if label}
            for other in filter(None, labels[-1].split("|")):
                language, _, name = other.partition(":")
                names.setdefault(language, []).append(name)
            yield uri, {language: tuple(some) for language, some in names.items()}


class Held:
    """Counts the words of documents on their way into an index, as the embedded index would list them."""

    def __init__(self) -> None:
        self.words: dict[str, Counter[str]] = defaultdict(Counter)
        self._terms: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))

    def counted(self, document: Document) -> Document:
        """The document itself."""
        for language in set(document.facets["language"]).intersection(LANGUAGES):
            self.words[language].update(document.words)
            for stream, text in document.streams.items():
                self._terms[language][stream].update(set(text.split(" ")) - {EDGE})
        return document

    @property
    def terms(self) -> dict[str, Counter[str]]:
        """Language -> term -> documents of the stream that has it most."""
        return {language: reduce(or_, some.values()) for language, some in self._terms.items()}

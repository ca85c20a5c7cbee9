"""How others would search the same texts, on the same engine: what our analysis is put beside.

Each peer cuts text as the engines' standard analyser does, and asks as `multi_match` does by default: any of
the words, each document by its best field. They differ from each other in what they make of a word:

* `stock`: nothing. Our own field weights.
* `fuzzy`: nothing, and a word also meets those one letter off, as the national library's service asks
  (`multi_match` with `fuzziness: 1`, fields unweighted, read from its public source). It knows no text of a
  material, only what is said of it; here it is given the texts as well.
* `snowball`: the stem, in the document's language; a query's word may be of any of the three.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import tantivy
from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk
from tantivy import Occur
from tantivy import Query as Tree

from oer.domain.record import Record
from oer.domain.text import LANGUAGES
from search.analysis.dictionaries import stem
from search.documents import term, texts
from search.query.tree import FIELD_WEIGHTS, TEXT_FIELDS

#: Words one letter off that a fuzzy word may stand for at most, as in Lucene.
EXPANSIONS = 50
#: Elasticsearch asks for at most so many terms at once.
MOST_TERMS = 500
_WORD = re.compile(r"\w+")
_MEMORY = 50_000_000


@dataclass(frozen=True, slots=True)
class Peer:
    """A way of searching."""

    name: str
    stems: bool = False
    fuzzy: bool = False

    def stream(self, pieces: Iterable[str], language: str) -> str:
        """The terms of a field's pieces, joined by spaces."""
        words = (term(word) for piece in pieces for word in _WORD.findall(piece.lower()))
        stemmed = self.stems and language in LANGUAGES
        return " ".join(stem(word, language) if stemmed else word for word in words)

    def asked(self, text: str) -> list[str]:
        """The terms of which any will do."""
        words = [term(word) for word in _WORD.findall(text.lower())]
        if self.stems:
            words = [stem(word, language) for word in words for language in LANGUAGES]
        return list(dict.fromkeys(words))[:MOST_TERMS]

    def weight(self, field: str) -> float:
        """What a hit in the field counts."""
        return 1.0 if self.fuzzy else FIELD_WEIGHTS[field]


PEERS: Sequence[Peer] = (Peer("stock"), Peer("fuzzy", fuzzy=True), Peer("snowball", stems=True))


class Searcher(Protocol):
    """A peer on an engine, with an index of its own."""

    def fill(self, records: Iterable[tuple[str, Record]]) -> None:
        """Index the records under these names."""

    def ranking(self, text: str, depth: int) -> list[str]:
        """The names of the best documents."""


class TantivyPeer:
    """A peer on tantivy."""

    def __init__(self, peer: Peer, folder: Path) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("name", stored=True, tokenizer_name="raw", index_option="basic")
        for field in TEXT_FIELDS:
            builder.add_text_field(field, tokenizer_name="peer", index_option="freq")
        self._peer, self._schema = peer, builder.build()
        folder.mkdir(parents=True)
        self._index = tantivy.Index(self._schema, path=str(folder))
        words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("peer", words)
        #: Length -> terms of the index, for fuzzy words.
        self._terms: Mapping[int, set[str]] = defaultdict(set)

    def fill(self, records: Iterable[tuple[str, Record]]) -> None:
        """Index the records under these names."""
        writer = self._index.writer(_MEMORY, 1)
        for name, record in records:
            streams = _streams(self._peer, record)
            writer.add_document(tantivy.Document.from_dict({**streams, "name": name}, self._schema))
            if self._peer.fuzzy:
                for word in {word for stream in streams.values() for word in stream.split()}:
                    self._terms[len(word)].add(word)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def ranking(self, text: str, depth: int) -> list[str]:
        """The names of the best documents."""
        if not (terms := self._peer.asked(text)):
            return []
        weighed = dict.fromkeys(terms, 1.0)
        if self._peer.fuzzy:
            weighed = {other: boost for word in terms for other, boost in self._near(word)} | weighed
        searcher = self._index.searcher()
        hits = searcher.search(self._tree(weighed), depth, count=False).hits
        return [searcher.doc(address)["name"][0] for _score, address in hits]

    def _tree(self, weighed: Mapping[str, float]) -> Tree:
        fields = []
        for field in TEXT_FIELDS:
            words = [
                (Occur.Should, Tree.boost_query(Tree.term_query(self._schema, field, word, "freq"), boost))
                for word, boost in weighed.items()
            ]
            fields.append(Tree.boost_query(Tree.boolean_query(words), self._peer.weight(field)))
        return Tree.disjunction_max_query(fields)

    def _near(self, word: str) -> list[tuple[str, float]]:
        """Terms one letter off (a swap is one), worth less by that letter's share, as in Lucene."""
        lengths = range(len(word) - 1, len(word) + 2)
        near = (other for length in lengths for other in self._terms.get(length, ()) if one_off(word, other))
        boosts = (
            (other, 1 - 1 / min(len(word), len(other))) for other in near if min(len(word), len(other)) > 1
        )
        return sorted(boosts, key=lambda item: (-item[1], item[0]))[:EXPANSIONS]


class ElasticPeer:
    """A peer on Elasticsearch."""

    def __init__(self, peer: Peer, url: str, index: str) -> None:
        self._peer, self._index = peer, index
        self._client = Elasticsearch(url, request_timeout=60)

    def fill(self, records: Iterable[tuple[str, Record]]) -> None:
        """Index the records under these names."""
        field = {"type": "text", "analyzer": "whitespace"}
        mapping = {"properties": dict.fromkeys(TEXT_FIELDS, field)}
        one_shard = {"index.number_of_shards": 1, "index.number_of_replicas": 0}
        self._client.indices.create(index=self._index, mappings=mapping, settings=one_shard)
        actions = ({"_id": name, "_source": _streams(self._peer, record)} for name, record in records)
        bulk(self._client, actions, index=self._index, chunk_size=500)
        self._client.indices.refresh(index=self._index)

    def ranking(self, text: str, depth: int) -> list[str]:
        """The names of the best documents."""
        if not (terms := self._peer.asked(text)):
            return []
        wanted: dict[str, Any] = {
            "query": " ".join(terms),
            "fields": [f"{field}^{self._peer.weight(field)}" for field in TEXT_FIELDS],
        }
        if self._peer.fuzzy:
            wanted["fuzziness"] = "1"
        found = self._client.search(
            index=self._index, query={"multi_match": wanted}, size=depth, source=False
        )
        return [hit["_id"] for hit in found["hits"]["hits"]]

    def close(self) -> None:
        """Take the index away."""
        self._client.indices.delete(index=self._index, ignore_unavailable=True)
        self._client.close()


def one_off(word: str, other: str) -> bool:
    """Whether one letter more, less or other, or two neighbours swapped, makes `other` of `word`."""
    if word == other or abs(len(word) - len(other)) > 1:
        return False
    shorter, longer = sorted((word, other), key=len)
    at = next((i for i, letter in enumerate(shorter) if letter != longer[i]), len(shorter))
    if len(shorter) < len(longer):
        return shorter[at:] == longer[at + 1 :]
    swapped = shorter[at : at + 2] == longer[at : at + 2][::-1] and shorter[at + 2 :] == longer[at + 2 :]
    return swapped or shorter[at + 1 :] == longer[at + 1 :]


def _streams(peer: Peer, record: Record) -> dict[str, str]:
    return {field: peer.stream(pieces, record.language) for field, pieces in texts(record).items()}
